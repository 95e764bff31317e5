"""Django's URLconfs: which patterns lie below which, through modules, lists and objects that have ``urls``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from decompose.extractors import facts
from decompose.extractors.frameworks import Wiring
from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.objects import Kind

_LONGEST_NESTING = 8
_MOST = 16
_DEEPEST = 6

Owner: TypeAlias = tuple[str, int]
"""What holds patterns: ``("list", node)``, ``("class", scope)``, ``("file", number)`` or ``("router", object)``."""


@dataclass(frozen=True, slots=True)
class Route:
    """One pattern, and the views or the other holders of patterns that it leads to.

    Attributes:
        owners: what holds it, innermost first.
        at, line: the scope and line that declare it.
        verb: the method of HTTP; empty where the view decides.
    """

    owners: tuple[Owner, ...]
    at: int
    line: int
    pattern: str
    views: tuple[int, ...]
    included: tuple[Owner, ...] = ()
    verb: str = ""


RouteFinder: TypeAlias = Callable[[Wiring], Iterator[Route]]
ROUTE_FINDERS: list[RouteFinder] = []
"""What finds routes that URLconfs hold, one for each way of writing them."""


def finds_routes(function: RouteFinder) -> RouteFinder:
    """Register one."""
    ROUTE_FINDERS.append(function)
    return function


def routers_of(wiring: Wiring, node: int) -> Iterator[Owner]:
    """The routers that a value may be."""
    objects = wiring.linkage.objects
    for thing in sorted(wiring.linkage.solver.get(node)) if node >= 0 else ():
        made = objects.second[thing] if objects.kinds[thing] is Kind.INSTANCE else -1
        if made >= 0 and objects.kinds[made] is Kind.MADE:
            yield "router", thing


class UrlConf:
    """All patterns of a program."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._included_by: dict[Owner, list[Route]] = defaultdict(list)
        self._known: dict[tuple[Owner, int], list[tuple[Route, list[str]]]] = {}
        for route in routes:
            for owner in route.included:
                self._included_by[owner].append(route)

    def prefixes(self, route: Route, depth: int = 0) -> list[str]:
        """What stands before a pattern, in all places that include it; sorted."""
        owner = next((owner for owner in route.owners if owner in self._included_by), None)
        if owner is None or depth > _LONGEST_NESTING:
            return [""]
        found = {
            above + outer.pattern
            for outer, prefixes in self._above(owner, depth)
            if outer != route
            for above in prefixes
        }
        return sorted(found)[:_MOST] or [""]

    def _above(self, owner: Owner, depth: int) -> list[tuple[Route, list[str]]]:
        """The patterns that include a holder, each with what stands before it."""
        known = self._known.get((owner, depth))
        if known is None:
            outer = [outer for outer in self._included_by[owner] if owner not in outer.owners[:1]]
            known = self._known[owner, depth] = [(each, self.prefixes(each, depth + 1)) for each in outer]
        return known


def owners_of(wiring: Wiring, gid: int, target: int) -> tuple[Owner, ...]:
    """What holds the pattern that a call makes: its list, the class of its method, its file."""
    linkage = wiring.linkage
    found: list[Owner] = [
        ("list", linkage.node(gid, op.target))
        for op in linkage.of_type(gid, facts.Build)
        if target in [linkage.node(gid, value) for value in op.values]
    ]
    scope = gid
    while scope >= 0 and scope not in linkage.classes:
        scope = linkage.parent_of[scope]
    if scope >= 0:
        found.append(("class", scope))
    return (*found, ("file", linkage.file_of[gid]))


def included(wiring: Wiring, gid: int, node: int, depth: int = 0) -> Iterator[Owner]:
    """The holders of patterns that a value names: by module path, as a list, or as ``something.urls``."""
    linkage = wiring.linkage
    offset = linkage.value_offset[linkage.file_of[gid]]
    for op in linkage.scopes[gid].ops:
        if depth > _DEEPEST or offset + getattr(op, "target", -1) != node:
            continue
        match op:
            case facts.Call(args=args, func=func):
                if any(name.rpartition(".")[2] in {"include", "i18n_patterns"} for name in wiring.names(gid, func)):
                    # Which object's patterns they are is surer than which lists may flow here.
                    held = list(included(wiring, gid, offset + args[0], depth + 1)) if args else []
                    yield from held or (_named(wiring, offset + args[0]) if args else ())
                else:
                    yield from included(wiring, gid, offset + func, depth + 1)
            case facts.Item(base=base):
                yield from included(wiring, gid, offset + base, depth + 1)
            case facts.Build(values=values):
                for value in values[:1]:
                    held = list(included(wiring, gid, offset + value, depth + 1))
                    yield from held or _named(wiring, offset + value)
            case facts.Attr(base=base):
                yield from _holders(wiring, offset + base)
            case _:
                pass


def _named(wiring: Wiring, node: int) -> Iterator[Owner]:
    """``"shop.urls"``, a module, a list."""
    linkage = wiring.linkage
    for text in wiring.texts(node):
        if text in linkage.modules.files:
            yield "file", linkage.modules.files[text]
    for thing in sorted(linkage.solver.get(node)):
        if linkage.objects.kinds[thing] is Kind.MODULE:
            yield "file", linkage.objects.first[thing]
    yield from lists_of(wiring, node)


def lists_of(wiring: Wiring, node: int) -> Iterator[Owner]:
    """The lists that a value may be."""
    objects = wiring.linkage.objects
    for thing in sorted(wiring.linkage.solver.get(node)) if node >= 0 else ():
        if objects.kinds[thing] is Kind.CONTAINER:
            yield "list", objects.first[thing]


def _holders(wiring: Wiring, node: int) -> Iterator[Owner]:
    """Instances of classes whose methods make patterns, and routers."""
    linkage = wiring.linkage
    objects = linkage.objects
    for thing in sorted(linkage.solver.get(node)):
        if objects.kinds[thing] is not Kind.INSTANCE:
            continue
        cls, made = objects.first[thing], objects.second[thing]
        if made >= 0 and objects.kinds[made] is Kind.MADE:
            yield "router", thing
        if objects.kinds[cls] is Kind.CLASS:
            for ancestor in project_ancestors(linkage, objects.first[cls]):
                yield "class", ancestor
