"""Signals: Django's dispatcher, blinker, and those of installed packages (Celery, Flask …)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.frameworks import Event, Finding, Wiring, finder
from decompose.extractors.frameworks.handing import handed
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.forwarding import operands
from decompose.extractors.linking.loading import call_site
from decompose.extractors.linking.objects import Kind

_SENDS = frozenset({"send", "send_robust", "asend", "asend_robust"})
_CONNECTS = frozenset({"connect", "connect_via"})


@dataclass(frozen=True, slots=True)
class Connection:
    """A receiver is connected to signals.

    Attributes:
        signals: the signals (objects).
        receiver: the function.
        sender: the node of the sender to which it listens; -1 for all.
        scope, line: where.
    """

    signals: tuple[int, ...]
    receiver: int
    sender: int
    scope: int
    line: int


@finder
def signals(wiring: Wiring) -> Iterator[Finding]:
    """``@receiver(signal)`` and ``signal.connect(function)`` take what ``signal.send(…)`` sends."""
    listening: dict[int, list[Connection]] = defaultdict(list)
    for found in connections(wiring):
        for thing in found.signals:
            listening[thing].append(found)
        trigger = ", ".join(dict.fromkeys(filter(None, (signal_name(wiring, thing) for thing in found.signals))))
        name = wiring.linkage.names[found.receiver]
        yield wiring.entry(EntryKind.SIGNAL, name, found.receiver, found.line, found.scope, trigger)
    yield from _sent(wiring, listening)


def connections(wiring: Wiring) -> list[Connection]:
    """All receivers of the program."""
    found = wiring.kept.get("connections")
    if found is None:
        found = wiring.kept["connections"] = [*_decorated(wiring), *_connected(wiring)]
    return found  # type: ignore[return-value]


def signal_name(wiring: Wiring, thing: int) -> str:
    """``post_save``, or what a signal of the program is bound to."""
    objects = wiring.linkage.objects
    second = objects.second[thing] if objects.kinds[thing] is Kind.INSTANCE else -1
    if second >= 0 and objects.kinds[second] is Kind.STRING:
        return objects.text(second)
    if second >= 0 and objects.kinds[second] is Kind.SITE:
        site = wiring.linkage.fields[second]
        offset = wiring.linkage.node(site.scope, 0)
        bound = [op.name for op in wiring.linkage.of_type(site.scope, facts.Bind) if offset + op.source == site.target]
        if bound:
            return bound[0]
    return (objects.external_name(thing) or "").rpartition(".")[2]


def _decorated(wiring: Wiring) -> Iterator[Connection]:
    """``@receiver(signal, sender=Order)``."""
    for decoration in wiring.decorations:
        site = decoration.site
        if site is None or not site.args:
            continue
        if any(name.rpartition(".")[2] == "receiver" for name in decoration.names):
            found = tuple(_signals(wiring, site.args[0]))
            sender = site.argument(99, "sender")
            yield Connection(found, decoration.scope, sender, decoration.at, decoration.line)


def _connected(wiring: Wiring) -> Iterator[Connection]:
    """``signal.connect(function)``, and ``@signal.connect``, ``@signal.connect_via(sender)``."""
    for found in handed(wiring, _CONNECTS):
        things = _signals(wiring, found.owner)
        is_function = wiring.linkage.scopes[found.scope].kind == "function"
        if is_function and any(_is_signal(wiring, thing) for thing in things):
            sender = found.site.argument(0 if found.method == "connect_via" else 1, "sender")
            yield Connection(tuple(things), found.scope, sender, found.at, found.line)


def _is_signal(wiring: Wiring, thing: int) -> bool:
    """Something of a package that is called a signal, or that functions of the program are connected to."""
    dotted = wiring.linkage.objects.external_name(thing) or ""
    return "ignal" in dotted or (wiring.linkage.objects.kinds[thing] is Kind.EXTERNAL and "." in dotted)


def _signals(wiring: Wiring, node: int) -> list[int]:
    """The signal objects of a value, or of the list that it is."""
    objects = wiring.linkage.objects
    found: list[int] = []
    for thing in sorted(wiring.linkage.solver.get(node)):
        if objects.kinds[thing] is Kind.CONTAINER:
            found += sorted(wiring.linkage.solver.get(wiring.linkage.any_element(thing)))
        else:
            found.append(thing)
    told_apart = [thing for thing in found if _has_identity(wiring, thing)]
    return told_apart or found


def _has_identity(wiring: Wiring, thing: int) -> bool:
    """Whether it is one signal, and not any instance of the program's own class of signals."""
    objects = wiring.linkage.objects
    return objects.kinds[thing] is Kind.INSTANCE and objects.second[thing] >= 0


def _sent(wiring: Wiring, listening: dict[int, list[Connection]]) -> Iterator[Event]:
    looked_at: dict[int, set[int]] = {}
    for gid, call, base in _method_calls(wiring, _SENDS):
        if gid not in looked_at:
            looked_at[gid] = _looked_at(wiring, gid)
        sender = call_site(wiring.linkage, gid, call).argument(0, "sender")
        for thing in _signals(wiring, wiring.linkage.node(gid, base)):
            for found in listening.get(thing, ()):
                if _may_send(wiring, sender, found.sender):
                    yield Event(gid, call.line, found.receiver, is_answered=call.target in looked_at[gid])


def _looked_at(wiring: Wiring, gid: int) -> set[int]:
    """The values of a scope that something is done with."""
    scope = wiring.linkage.scopes[gid]
    found = {value for op in scope.ops for value in operands(op)}
    found.update(op.source for op in scope.ops if isinstance(op, facts.Copy))
    return found | {scope.returned, scope.yielded}


def _may_send(wiring: Wiring, sender: int, wanted: int) -> bool:
    """Whether what sends may be what a receiver listens to; classes and constant strings tell."""
    senders, among = _told(wiring, sender), _told(wiring, wanted)
    kinds = wiring.linkage.objects.kinds
    is_told = all(kinds[thing] in {Kind.CLASS, Kind.STRING} for thing in (*senders, *among))
    return not senders or not among or not is_told or not senders.isdisjoint(among)


def _told(wiring: Wiring, node: int) -> set[int]:
    """What a node may be, without what attributes of installed objects may be (``self.__class__`` of a model)."""
    things = wiring.linkage.solver.get(node) if node >= 0 else set()
    return {thing for thing in things if wiring.linkage.objects.kinds[thing] is not Kind.EXTERNAL}


def _method_calls(wiring: Wiring, names: frozenset[str]) -> Iterator[tuple[int, facts.Call, int]]:
    for gid in range(len(wiring.linkage.scopes)):
        attributes = {op.target: op for op in wiring.linkage.of_type(gid, facts.Attr) if op.name in names}
        for op in wiring.linkage.of_type(gid, facts.Call) if attributes else ():
            if op.func in attributes:
                yield gid, op, attributes[op.func].base


def classes_at(wiring: Wiring, node: int) -> Iterable[int]:
    """The classes of the program that a value may be, as scopes."""
    return (scope for scope in wiring.functions(node) if scope in wiring.linkage.classes)
