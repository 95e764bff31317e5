"""Signals: Django's dispatcher and blinker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Event, Finding, Wiring, finder
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.objects import Kind

_SENDS = frozenset({"send", "send_robust", "asend"})
_CONNECTS = frozenset({"connect", "connect_via"})


@finder
def signals(wiring: Wiring) -> Iterator[Finding]:
    """``@receiver(signal)`` and ``signal.connect(function)`` take what ``signal.send(…)`` sends."""
    receivers: dict[int, dict[int, None]] = defaultdict(dict)
    for decoration in wiring.decorations:
        if decoration.site is None or not decoration.site.args:
            continue
        if any(name.rpartition(".")[2] == "receiver" for name in decoration.names):
            things = _signals(wiring, decoration.site.args[0])
            for thing in things:
                receivers[thing][decoration.scope] = None
            trigger = _names(wiring, things)
            name = wiring.linkage.names[decoration.scope]
            at, line = decoration.at, decoration.line
            yield wiring.entry(EntryKind.SIGNAL, name, decoration.scope, line, at, trigger)
    yield from _connected(wiring, receivers)
    yield from _sent(wiring, receivers)


def _signals(wiring: Wiring, node: int) -> list[int]:
    """The signal objects of a value, or of the list that it is."""
    objects = wiring.linkage.objects
    found: list[int] = []
    for thing in sorted(wiring.linkage.solver.get(node)):
        if objects.kinds[thing] is Kind.CONTAINER:
            found += sorted(wiring.linkage.solver.get(wiring.linkage.any_element(thing)))
        else:
            found.append(thing)
    return found


def _names(wiring: Wiring, things: Iterable[int]) -> str:
    names = [wiring.linkage.objects.external_name(thing) or "" for thing in things]
    return ", ".join(dict.fromkeys(name.rpartition(".")[2] for name in names if name))


def _connected(wiring: Wiring, receivers: dict[int, dict[int, None]]) -> Iterator[Finding]:
    for gid, call, base in _method_calls(wiring, _CONNECTS):
        offset = wiring.linkage.value_offset[wiring.linkage.file_of[gid]]
        if not call.args:
            continue
        things = _signals(wiring, offset + base)
        is_signal = any("ignal" in (wiring.linkage.objects.external_name(thing) or "") for thing in things)
        for receiver in wiring.functions(offset + call.args[0]) if is_signal else ():
            for thing in things:
                receivers[thing][receiver] = None
            name = wiring.linkage.names[receiver]
            trigger = _names(wiring, things)
            yield wiring.entry(EntryKind.SIGNAL, name, receiver, call.line, gid, trigger)


def _sent(wiring: Wiring, receivers: dict[int, dict[int, None]]) -> Iterator[Event]:
    for gid, call, base in _method_calls(wiring, _SENDS):
        offset = wiring.linkage.value_offset[wiring.linkage.file_of[gid]]
        for thing in _signals(wiring, offset + base):
            for receiver in receivers.get(thing, ()):
                yield Event(gid, call.line, receiver)


def _method_calls(wiring: Wiring, names: frozenset[str]) -> Iterator[tuple[int, facts.Call, int]]:
    for gid, scope in enumerate(wiring.linkage.scopes):
        attributes = {op.target: op for op in scope.ops if isinstance(op, facts.Attr) and op.name in names}
        if attributes:
            for op in scope.ops:
                if isinstance(op, facts.Call) and op.func in attributes:
                    yield gid, op, attributes[op.func].base
