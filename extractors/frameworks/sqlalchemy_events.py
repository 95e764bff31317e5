"""SQLAlchemy's events: functions that run when rows are flushed or attributes are set.

Listeners of sessions, engines and mappers as such are entry points only: they hear of everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.frameworks import Event, Finding, Wiring, finder
from decompose.extractors.frameworks.signals import classes_at
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.hierarchy import descendants
from decompose.extractors.linking.linkage import CallSite
from decompose.extractors.linking.objects import Kind

_INSERTED = frozenset({"before_insert", "after_insert", "init"})
_UPDATED = frozenset({"before_update", "after_update"})
_DELETED = frozenset({"before_delete", "after_delete"})
_OF_ATTRIBUTES = {"set": ("set",), "append": ("append", "add", "extend"), "remove": ("remove", "discard")}
"""event of an attribute → the methods of its value that fire it."""
_MOST_DERIVED = 8
_STATEMENT = "<built>"
_BY_ROW = frozenset({"add", "add_all", "delete", "merge"})


@dataclass(frozen=True, slots=True)
class _Listener:
    """A function listens to an event of a target (a value of a scope)."""

    function: int
    target: int
    event: str
    scope: int
    line: int


@finder
def listened(wiring: Wiring) -> Iterator[Finding]:
    """``@event.listens_for(Order, "before_insert")``, ``event.listen(Order.status, "set", note)``."""
    for found in _listeners(wiring):
        name = wiring.linkage.names[found.function]
        trigger = f"{found.event} of {_described(wiring, found)}"
        yield wiring.entry(EntryKind.SIGNAL, name, found.function, found.line, found.scope, trigger)
        for cls in _classes(wiring, found.target):
            for scope, line in _fired(wiring, cls, found.event):
                yield Event(scope, line, found.function)
        for cls, attribute in _attributes(wiring, found):
            for scope, line in _set(wiring, cls, attribute, found.event):
                yield Event(scope, line, found.function)


def _listeners(wiring: Wiring) -> Iterator[_Listener]:
    for decoration in wiring.decorations:
        named = any(name.rpartition(".")[2] == "listens_for" for name in decoration.names)
        if named and decoration.site is not None:
            yield from _listener(wiring, decoration.site, decoration.scope, decoration.at, decoration.line)
    for site, name, call in wiring.calls_to("listen"):
        if "event" in name.split("."):
            for function in wiring.functions(site.argument(2, "fn")):
                yield from _listener(wiring, site, function, call.scope, call.line)


def _listener(wiring: Wiring, site: CallSite, function: int, scope: int, line: int) -> Iterator[_Listener]:
    target = site.argument(0, "target")
    for event in wiring.texts(site.argument(1, "identifier")) if target >= 0 else ():
        yield _Listener(function, target, event, scope, line)


def _described(wiring: Wiring, found: _Listener) -> str:
    """``Order``, ``Order.status``, ``Session``."""
    attributes = [f"{wiring.linkage.scopes[cls].name}.{name}" for cls, name in _attributes(wiring, found)]
    classes = [wiring.linkage.scopes[cls].name for cls in classes_at(wiring, found.target)]
    dotted = (wiring.linkage.objects.external_name(thing) for thing in sorted(wiring.linkage.solver.get(found.target)))
    outside = [name.rpartition(".")[2] for name in dotted if name]
    return next(iter([*attributes, *classes, *outside]), "unknown")


def _classes(wiring: Wiring, target: int) -> Iterator[int]:
    """The classes that a target means, those that derive from it included: a base without a table has no rows.

    What listens to a base of many hears of everything, as listeners of sessions do.
    """
    for cls in classes_at(wiring, target):
        family = descendants(wiring.linkage, cls)
        yield from family if len(family) <= _MOST_DERIVED else ()


def _fired(wiring: Wiring, cls: int, event: str) -> Iterator[tuple[int, int]]:
    """The scopes and lines whose writes of a class's rows fire an event when they are flushed."""
    if event not in _INSERTED | _UPDATED | _DELETED:
        return
    linkage = wiring.linkage
    thing = linkage.objects.intern(Kind.CLASS, cls)
    used: dict[tuple[int, int], set[str]] = defaultdict(set)
    for query in linkage.queries:
        if query.model == thing:
            used[query.scope, query.line].add(query.method)
    for scope, line in wiring.writes(cls):
        methods = used[scope, line]
        is_statement = _STATEMENT in methods and not methods & _BY_ROW
        is_set = any(op.line == line for op in linkage.of_type(scope, facts.SetAttr))
        fires = _DELETED if "delete" in methods else _UPDATED if is_set else _INSERTED
        if event in fires and not is_statement:
            yield scope, line


def _attributes(wiring: Wiring, found: _Listener) -> Iterator[tuple[int, str]]:
    """``Order.status``: the class and the attribute that a target names."""
    linkage = wiring.linkage
    for op in linkage.of_type(found.scope, facts.Attr):
        if linkage.node(found.scope, op.target) == found.target:
            for cls in classes_at(wiring, linkage.node(found.scope, op.base)):
                yield cls, op.name


def _set(wiring: Wiring, cls: int, attribute: str, event: str) -> Iterator[tuple[int, int]]:
    """Where an attribute of an instance of a class is set, or something is put into the list that it holds."""
    methods = _OF_ATTRIBUTES.get(event, ())
    family = set(descendants(wiring.linkage, cls))
    linkage = wiring.linkage
    for scope in linkage.as_written() if methods else ():
        for line, base in _changes(wiring, scope, attribute, methods):
            if _is_instance(wiring, linkage.node(scope, base), family):
                yield scope, line


def _changes(wiring: Wiring, scope: int, attribute: str, methods: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The lines that change an attribute of that name, and the values whose attribute it is."""
    linkage = wiring.linkage
    if "set" in methods:
        yield from ((op.line, op.base) for op in linkage.of_type(scope, facts.SetAttr) if op.name == attribute)
        return
    bases = {op.target: op.base for op in linkage.of_type(scope, facts.Attr) if op.name == attribute}
    for op in linkage.of_type(scope, facts.Attr) if bases else ():
        if op.base in bases and op.name in methods:
            yield op.line, bases[op.base]


def _is_instance(wiring: Wiring, node: int, family: set[int]) -> bool:
    objects = wiring.linkage.objects
    return any(
        objects.kinds[thing] is Kind.INSTANCE
        and objects.kinds[objects.first[thing]] is Kind.CLASS
        and objects.first[objects.first[thing]] in family
        for thing in wiring.linkage.solver.get(node)
    )
