"""Signals and tasks become messages; what is sent in a transaction goes through an outbox."""

from __future__ import annotations

from collections.abc import Sequence

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Coupling
from decompose.extractors.graph import EdgeKind, TransactionScope
from decompose.recommenders.phases.extraction import Extraction, capped, grouped, listed, places_of
from decompose.recommenders.plan import Action, Phase


def phase(extraction: Extraction) -> Phase:
    """What is sent today in process."""
    events = extraction.cut(EdgeKind.EVENT)
    sent = grouped(events, lambda coupling: coupling.source)
    outboxes = {sender: found for sender in sent if (found := _scopes(extraction, sender))}
    actions = capped([_message(sender, found) for sender, found in sent.items()], "sender")
    actions += [_outbox(sender, scopes) for sender, scopes in outboxes.items()]
    if events:
        receivers = sorted({coupling.target for coupling in events})
        text = f"Make {plural(len(receivers), 'receiver')} safe to run twice for one message: {listed(receivers)}"
        actions.append(Action(text))
    return Phase(
        "Publish what is sent today in process",
        "publish-subscribe, transactional outbox" if outboxes else "publish-subscribe",
        tuple(actions),
        "no signal, task or message of the one side is handled in the process of the other",
        "events",
        _why(events, outboxes),
        "keep the in-process signal until the message has arrived as often as it; then switch it off, by a flag",
        extraction.check("events"),
        extraction.efforts(event=len({(c.source, c.target) for c in events})),
    )


def _why(events: Sequence[Coupling], outboxes: dict[str, list[TransactionScope]]) -> str:
    if not events:
        return ""
    text = f"{plural(len({c.source for c in events}), 'function')} send what the other side handles"
    more = f"; {len(outboxes)} of them also write tables in a transaction" if outboxes else ""
    return text + more + "."


def _message(sender: str, found: list[Coupling]) -> Action:
    ends = "; ".join(
        f"{service}: {listed(sorted({c.target for c in couplings}), 3)}"
        for service, couplings in grouped(found, lambda c: c.target_service).items()
    )
    return Action(f"Publish a message where {sender} sends in process; received by {ends}", places_of(found))


def _scopes(extraction: Extraction, sender: str) -> list[TransactionScope]:
    """The transactions in which a function writes, or that it opens."""
    return [
        scope
        for scope in extraction.terrain.graph.transactions
        if scope.writes and (scope.symbol == sender or sender in scope.functions)
    ]


def _outbox(sender: str, scopes: Sequence[TransactionScope]) -> Action:
    tables = sorted({table for scope in scopes for table in scope.writes})
    text = (
        f"{sender} writes {listed(tables)} in a transaction, and sends: if the message tells of that write, put it into"
        " an outbox table in that transaction and send it from there, since a crash in between loses it; if it tells"
        " of a failure, send it after the rollback"
    )
    return Action(text, tuple(sorted({scope.place for scope in scopes})[:4]))
