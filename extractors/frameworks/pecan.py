"""Pecan: trees of controllers, whose attributes are the next parts of the path (ironic, designate, magnum …)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.hierarchy import definer, project_ancestors
from decompose.extractors.linking.objects import Kind

_REST = "pecan.rest.RestController"
_VERBS = ("get_all", "get_one", "get", "post", "put", "patch", "delete")
_CUSTOM = "_custom_actions"
_DEEPEST = 6
_MOST = 8


@finder
def controllers(wiring: Wiring) -> Iterator[Entry]:
    """Methods of REST controllers, below the attributes and mappings that hold these controllers."""
    rest = set(wiring.subclasses(_REST))
    if not rest:
        return
    tree = _Tree(wiring, rest)
    for cls in sorted(rest):
        for place in tree.places(cls):
            for verb, path, scope in tree.answers(cls, place.told):
                name = f"{verb} {place.path + path or '/'}"
                yield wiring.entry(EntryKind.HTTP, name, scope, wiring.linkage.scopes[scope].line, scope)


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where a controller answers.

    Attributes:
        path: of the controller itself.
        told: how many parts of that path its methods are told first: those that identify what its holder stands for.
    """

    path: str
    told: int


@dataclass(frozen=True, slots=True, order=True)
class _Holder:
    """A controller that holds another one: as an attribute, or in a mapping from which it makes it itself."""

    cls: int
    name: str
    is_attribute: bool


class _Tree:
    """Which controllers hold which."""

    def __init__(self, wiring: Wiring, rest: set[int]) -> None:
        self._wiring = wiring
        self._rest = rest
        self._holders: dict[int, set[_Holder]] = defaultdict(set)
        self._bodies = {
            (decoration.scope, text)
            for decoration in wiring.decorations
            if decoration.site and any(name.rpartition(".")[2] == "body" for name in decoration.names)
            for text in wiring.texts(decoration.site.argument(0, "name"))
        }
        for cls in sorted(wiring.linkage.classes):
            for name, held, is_attribute in self._held(cls):
                if held in rest and held != cls:
                    self._holders[held].add(_Holder(cls, name, is_attribute))

    def places(self, cls: int, depth: int = 0) -> list[_Place]:
        """Where a controller answers: those with the shortest paths first."""
        found = {
            _Place(f"{above.path}{''.join(identified[above.told :])}/{holder.name}", told)
            for holder in (self._holders[cls] if depth < _DEEPEST else ())
            for identified in [self._identified(holder.cls)]
            for told in [len(identified) if holder.is_attribute else 0]
            for above in self.places(holder.cls, depth + 1)
        }
        return sorted(found, key=lambda place: (len(place.path), place))[:_MOST] or [_Place("", 0)]

    def answers(self, cls: int, told: int) -> Iterator[tuple[str, str, int]]:
        """The method, the rest of the path and the function of each request that a controller answers."""
        linkage = self._wiring.linkage
        bearing = [verb for verb in _VERBS if definer(linkage, cls, verb) >= 0]
        for verb in bearing:
            scope = self._wiring.method(cls, verb)
            path = "" if verb in {"get_all", "post"} else "".join(self._parameters(scope)[told:])
            yield verb.partition("_")[0].upper(), path, scope
        for action, verbs in self._custom(cls):
            for method in (action, *(f"{verb.lower()}_{action}" for verb in verbs)):
                if definer(linkage, cls, method) >= 0:
                    scope = self._wiring.method(cls, method)
                    yield from ((verb.upper(), f"/{action}", scope) for verb in verbs)
                    break

    def _identified(self, cls: int) -> list[str]:
        """What stands between a controller's own path and those of the controllers that it holds."""
        for verb in ("get_one", "get", "delete", "put", "patch") if cls in self._rest else ():
            if definer(self._wiring.linkage, cls, verb) >= 0:
                return self._parameters(self._wiring.method(cls, verb))
        return []

    def _parameters(self, scope: int) -> list[str]:
        """The parts of a path that a method wants."""
        return [
            f"/{{{param.name}}}"
            for param in self._wiring.linkage.scopes[scope].params[1:]
            if param.kind == "positional" and not param.has_default and (scope, param.name) not in self._bodies
        ]

    def _custom(self, cls: int) -> Iterator[tuple[str, list[str]]]:
        """``_custom_actions = {"detail": ["GET"]}``."""
        linkage = self._wiring.linkage
        for ancestor in project_ancestors(linkage, cls):
            for op in linkage.of_type(ancestor, facts.Bind):
                for thing in (
                    sorted(linkage.solver.get(linkage.node(ancestor, op.source))) if op.name == _CUSTOM else ()
                ):
                    for action, node in linkage.elements_by_key(thing) if self._is_mapping(thing) else ():
                        yield str(action), self._wiring.listed(node)

    def _held(self, cls: int) -> Iterator[tuple[str, int, bool]]:
        """The names under which a class holds controllers: attributes (true), and keys of mappings (false)."""
        linkage = self._wiring.linkage
        for op in linkage.of_type(cls, facts.Bind):
            for thing in sorted(linkage.solver.get(linkage.node(cls, op.source))):
                yield from ((op.name, held, True) for held in self._class_of(thing))
                for key, node in linkage.elements_by_key(thing) if self._is_mapping(thing) else ():
                    if isinstance(key, str):
                        things = sorted(linkage.solver.get(node))
                        yield from ((key, held, False) for element in things for held in self._class_of(element))

    def _is_mapping(self, thing: int) -> bool:
        linkage = self._wiring.linkage
        return linkage.objects.kinds[thing] is Kind.CONTAINER and linkage.container_kind(thing) == "dict"

    def _class_of(self, thing: int) -> Iterator[int]:
        objects = self._wiring.linkage.objects
        cls = objects.first[thing] if objects.kinds[thing] is Kind.INSTANCE else thing
        if objects.kinds[cls] is Kind.CLASS:
            yield objects.first[cls]
