"""What SQLAlchemy hands to listeners: the row that is flushed, or whose attribute is set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decompose.extractors import facts
from decompose.extractors.linking.imported import imports_any
from decompose.extractors.linking.libraries import between_rounds
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_OF_MAPPERS = frozenset(
    {f"{when}_{what}" for when in ("before", "after") for what in ("insert", "update", "delete")},
)


@between_rounds
def hand_over_rows(linkage: Linkage) -> None:
    """``def note(mapper, connection, target)`` and ``def note(target, value, old, initiator)``."""
    if not imports_any(linkage, "sqlalchemy"):
        return
    for gid in linkage.loaded_as_written():
        for listening, target, event in _listening(linkage, gid):
            position = 2 if event in _OF_MAPPERS else 0
            rows = [linkage.objects.instance(cls) for cls in _classes(linkage, gid, target)]
            for thing in sorted(linkage.solver.get(linkage.node(gid, listening))):
                function = linkage.objects.unwrapped(thing)
                if linkage.objects.kinds[function] is Kind.FUNCTION:
                    _hand(linkage, linkage.objects.first[function], position, rows)


def _hand(linkage: Linkage, function: int, position: int, rows: Iterable[int]) -> None:
    params = [param for param in linkage.scopes[function].params if param.kind == "positional"]
    if position < len(params):
        linkage.solver.add_all(linkage.node(function, params[position].value), rows)


def _listening(linkage: Linkage, gid: int) -> Iterator[tuple[int, int, str]]:
    """The function, the target and the name of each event that is listened to in a scope."""
    calls = {op.target: op for op in linkage.of_type(gid, facts.Call) if len(op.args) >= 2}
    named = {value for value, name in _names(linkage, gid) if name in {"listen", "listens_for"}} if calls else set()
    texts = {op.target: op.text for op in linkage.of_type(gid, facts.Const) if op.kind == "str"} if named else {}
    for op in calls.values():
        if op.func in named and len(op.args) >= 3 and op.args[1] in texts:
            yield op.args[2], op.args[0], texts[op.args[1]]
    for decoration in linkage.of_type(gid, facts.Decorate) if named else ():
        call = calls.get(decoration.decorator)
        if call is not None and call.func in named and call.args[1] in texts:
            yield decoration.function, call.args[0], texts[call.args[1]]


def _names(linkage: Linkage, gid: int) -> Iterator[tuple[int, str]]:
    yield from ((op.target, op.name) for op in linkage.of_type(gid, facts.Attr))
    yield from ((op.target, op.name) for op in linkage.of_type(gid, facts.Load))
    yield from ((op.target, op.name) for op in linkage.of_type(gid, facts.Import))


def _classes(linkage: Linkage, gid: int, target: int) -> list[int]:
    """The classes that a target is, or whose attribute it is."""
    bases = [op.base for op in linkage.of_type(gid, facts.Attr) if op.target == target]
    things = {thing for value in (target, *bases) for thing in linkage.solver.get(linkage.node(gid, value))}
    return [thing for thing in sorted(things) if linkage.objects.kinds[thing] is Kind.CLASS]
