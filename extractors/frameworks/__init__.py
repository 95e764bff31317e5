"""Frameworks: where work enters, and the calls that no one wrote.

Each module of this package knows one framework and registers itself. It sees the linked program
through ``Wiring`` and yields entry points and events.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias, TypeVar, cast

from decompose.extractors import facts
from decompose.extractors.accesses import TableAccess
from decompose.extractors.graph import EdgeKind, EntryKind
from decompose.extractors.linking.hierarchy import external_ancestors
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.loading import call_site
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.resolution import ResolvedCall
from decompose.extractors.linking.strings import texts_at
from decompose.extractors.places import Confidence
from decompose.extractors.sql.holes import HOLE
from decompose.extractors.tables import MappedTable

_LATER = frozenset({EntryKind.TASK, EntryKind.SCHEDULE, EntryKind.MESSAGE})
"""Kinds of work that nobody waits for."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """Work enters at a scope (a function, or a class whose methods handle it).

    ``is_synchronous``: who sets it off waits until it is done.
    """

    kind: EntryKind
    name: str
    scope: int
    path: str
    line: int
    trigger: str = ""
    is_synchronous: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """One scope sends what another receives; or, by ``kind``, relates to it otherwise through a framework.

    ``is_answered``: the sender uses what those who receive it return.
    """

    source: int
    line: int
    target: int
    kind: EdgeKind = EdgeKind.EVENT
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class Decoration:
    """A decorator on a function or class.

    Attributes:
        scope: what is decorated.
        names: dotted names of the decorator, in the program or outside.
        site: the call that made the decorator; None for a plain name.
        line: of the decorator.
        at: the scope in which it stands.
        owner: the node of the object whose method the decorator is; -1 for a plain function.
    """

    scope: int
    names: tuple[str, ...]
    site: CallSite | None
    line: int
    at: int
    owner: int = -1


Knowledge = TypeVar("Knowledge")


class Wiring:
    """The linked program as frameworks look at it."""

    def __init__(
        self,
        linkage: Linkage,
        calls: Sequence[ResolvedCall],
        tables: Sequence[MappedTable] = (),
        accesses: Sequence[TableAccess] = (),
    ) -> None:
        self.linkage = linkage
        self.kept: dict[str, object] = {}
        """What one finder found out and another may ask for, by a name of its own."""
        self._tables = tables
        self._accesses = accesses
        self._made: dict[object, object] = {}
        self._by_name: dict[str, list[tuple[ResolvedCall, str]]] = defaultdict(list)
        for call in calls:
            if isinstance(call.op, facts.Call):
                for callee in call.callees:
                    self._by_name[callee.name.rpartition(".")[2]].append((call, callee.name))

    def writes(self, cls: int) -> list[tuple[int, int]]:
        """Scope and line of what surely writes the table of a mapped class (a scope), sorted."""
        return self._writes.get(self.linkage.names[cls], [])

    @cached_property
    def _writes(self) -> dict[str, list[tuple[int, int]]]:
        by_table: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for access in self._accesses:
            if access.writes and access.confidence is not Confidence.HEURISTIC:
                by_table[access.table].add((access.scope, access.line))
        written = ((found.table.name, model) for found in self._tables for model in found.table.models)
        return {model: sorted(by_table[table]) for table, model in written if table in by_table}

    def once(self, make: Callable[[Wiring], Knowledge]) -> Knowledge:
        """What a framework knows of the whole program, made when it is first asked for and kept for the others."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("Knowledge", self._made[make])

    def calls_to(self, last: str) -> Iterator[tuple[CallSite, str, ResolvedCall]]:
        """Calls of anything whose dotted name ends so: the site, the full name, the call."""
        for call, name in self._by_name.get(last, ()):
            if isinstance(call.op, facts.Call):
                yield call_site(self.linkage, call.scope, call.op), name, call

    def method_calls(self, name: str) -> Iterator[CallSite]:
        """Calls of a method of that name, whatever it is a method of."""
        for gid, op in self._by_method.get(name, ()):
            yield call_site(self.linkage, gid, op)

    @cached_property
    def _by_method(self) -> dict[str, list[tuple[int, facts.Call]]]:
        found: dict[str, list[tuple[int, facts.Call]]] = defaultdict(list)
        for gid in range(len(self.linkage.scopes)):
            methods = {op.target: op.name for op in self.linkage.of_type(gid, facts.Attr)}
            for op in self.linkage.of_type(gid, facts.Call) if methods else ():
                if op.func in methods:
                    found[methods[op.func]].append((gid, op))
        return found

    def texts(self, node: int) -> list[str]:
        """Constant strings of a value."""
        return strings_at(self.linkage, node)

    def composed(self, node: int) -> list[str]:
        """Strings that a value may be put together to, without what is not known of them."""
        return [text.replace(HOLE, "") for text in texts_at(self.linkage, node)] if node >= 0 else []

    def listed(self, node: int) -> list[str]:
        """The constant strings in a list or tuple, sorted."""
        found: set[str] = set()
        for thing in self.linkage.solver.get(node) if node >= 0 else ():
            if self.linkage.objects.kinds[thing] is Kind.CONTAINER:
                found.update(self.texts(self.linkage.any_element(thing)))
        return sorted(found)

    def functions(self, node: int) -> list[int]:
        """The functions and classes that a value may be, decorated ones by their original."""
        if node < 0:
            return []
        found: dict[int, None] = {}
        for thing in sorted(self.linkage.solver.get(node)):
            scope = self._scope(thing)
            if scope >= 0:
                found[scope] = None
        return list(found)

    def held_functions(self, node: int) -> list[int]:
        """The functions and classes in a list or tuple."""
        kinds = self.linkage.objects.kinds
        held = [thing for thing in sorted(self.linkage.solver.get(node)) if kinds[thing] is Kind.CONTAINER]
        found = [scope for thing in held for scope in self.functions(self.linkage.any_element(thing))]
        return list(dict.fromkeys(found))

    def _scope(self, thing: int) -> int:
        objects = self.linkage.objects
        match objects.kinds[thing]:
            case Kind.FUNCTION | Kind.CLASS:
                return objects.first[thing]
            case Kind.BOUND | Kind.CLASSMETHOD | Kind.STATICMETHOD:
                return self._scope(objects.first[thing])
            case Kind.WRAPPED:
                return self._scope(objects.second[thing])
            case _:
                return -1

    @cached_property
    def decorations(self) -> tuple[Decoration, ...]:
        """All decorators of the program."""
        return tuple(self._find_decorations())

    def _find_decorations(self) -> Iterator[Decoration]:
        for gid in range(len(self.linkage.scopes)):
            decorated_here = self.linkage.of_type(gid, facts.Decorate)
            calls = {op.target: op for op in self.linkage.of_type(gid, facts.Call)} if decorated_here else {}
            bases = {op.target: op.base for op in self.linkage.of_type(gid, facts.Attr)} if decorated_here else {}
            for op in decorated_here:
                call = calls.get(op.decorator)
                value = op.decorator if call is None else call.func
                names = self.names(gid, value)
                site = None if call is None else call_site(self.linkage, gid, call)
                owner = self.linkage.node(gid, bases[value]) if value in bases else -1
                for decorated in self.functions(self.linkage.node(gid, op.function)):
                    yield Decoration(decorated, names, site, op.line, gid, owner)

    def names(self, gid: int, value: int) -> tuple[str, ...]:
        """Dotted names of what a value is; the bare attribute name (``*.route``) where unknown."""
        objects = self.linkage.objects
        found = set()
        for thing in self.linkage.solver.get(self.linkage.node(gid, value)):
            scope = self._scope(thing)
            if scope >= 0:
                found.add(self.linkage.names[scope])
            elif (dotted := objects.external_name(thing)) is not None:
                found.add(dotted)
        if not found:
            for op in self.linkage.scopes[gid].ops:
                if isinstance(op, facts.Attr) and op.target == value:
                    found.add(f"*.{op.name}")
        return tuple(sorted(found))

    def subclasses(self, *bases: str) -> Iterator[int]:
        """Classes of the program that derive from external classes of these dotted names (or last parts)."""
        wanted = set(bases)
        for gid in sorted(self.linkage.classes):
            ancestors = external_ancestors(self.linkage, gid)
            if any(base in wanted or base.rpartition(".")[2] in wanted for base in ancestors):
                yield gid

    def method(self, cls: int, name: str) -> int:
        """The scope of a method, wherever the class gets it from; the class itself without one."""
        from decompose.extractors.linking.hierarchy import definer, lookup_node

        owner = definer(self.linkage, cls, name)
        if owner < 0:
            return cls
        written = [child for child in self.linkage.children_of(owner) if self.linkage.scopes[child].name == name]
        return next(iter(written or self.functions(lookup_node(self.linkage, cls, name))), cls)

    def path(self, scope: int) -> str:
        """The file of a scope."""
        return self.linkage.path(scope)

    def entry(self, kind: EntryKind, name: str, scope: int, line: int, at: int, trigger: str = "") -> Entry:
        """An entry point declared at a line of the file of scope ``at``."""
        return Entry(kind, name, scope, self.path(at), line, trigger, kind not in _LATER)


Maker: TypeAlias = "Callable[[Linkage], Iterable[int]]"
_MAKERS: list[Maker] = []


def made_by_settings(function: Maker) -> Maker:
    """Register which classes a framework makes because settings outside of the code name them."""
    _MAKERS.append(function)
    return function


def classes_made_by_settings(linkage: Linkage) -> list[int]:
    """All of them, sorted."""
    _load()
    return sorted({gid for function in _MAKERS for gid in function(linkage)})


Finding: TypeAlias = Entry | Event
Finder: TypeAlias = Callable[[Wiring], Iterable[Finding]]
_FINDERS: list[Finder] = []


def finder(function: Finder) -> Finder:
    """Register a framework."""
    _FINDERS.append(function)
    return function


@lru_cache(maxsize=1)
def _load() -> None:
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        importlib.import_module(f"{__name__}.{module.name}")


def find_wiring(wiring: Wiring) -> tuple[list[Entry], list[Event]]:
    """All entry points and events, sorted and without repetition."""
    _load()
    found = {finding for function in _FINDERS for finding in function(wiring)}
    entries = sorted(finding for finding in found if isinstance(finding, Entry))
    events = sorted(finding for finding in found if isinstance(finding, Event))
    return entries, events
