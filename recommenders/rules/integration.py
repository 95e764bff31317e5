"""How services talk: calls, events, transactions that span them."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Coupling
from decompose.extractors.graph import EdgeKind
from decompose.extractors.places import Confidence
from decompose.recommenders.design.sagas import FEW_PARTICIPANTS, MOST_PARTICIPANTS
from decompose.recommenders.plan import Recommendation, Strength, Topic
from decompose.recommenders.profile import ServiceProfile, acting, evidence
from decompose.recommenders.rules import rule

_CHATTY = 25.0
"""Weighted calls of one function pair from which a loop of loops, or many places, must be behind it."""


@rule(
    "integration.call",
    Topic.INTEGRATION,
    looks_for="function calls into another service",
    recommends="a synchronous API through Amazon ECS Service Connect",
    source="Whitepaper Microservices on AWS: REST communication; AWS containers blog: Service Connect",
)
def call(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Calls whose result the caller needs."""
    for other, found in profile.leaving_by_service(EdgeKind.CALLS).items():
        targets = sorted({coupling.target for coupling in found})
        yield Recommendation(
            profile.name,
            Topic.INTEGRATION,
            f"synchronous API of {other} (Amazon ECS Service Connect)",
            "integration.call",
            Strength.RECOMMENDED,
            f"{acting(len(found), 'call relation', 'reaches', 'reach')} {plural(len(targets), 'function')} of {other}: "
            "these are its interface. Whether a result may arrive later cannot be seen in the code; where it may, "
            "use a queue.",
            (evidence(plural(len(targets), "function") + " called", [p for c in found for p in c.places]),),
            "Whitepaper Microservices on AWS: communication",
            other,
        )


@rule(
    "integration.chatty",
    Topic.INTEGRATION,
    looks_for="a crossing call inside loops",
    recommends="a batch operation that takes the whole list",
    source="Whitepaper Microservices on AWS: chattiness",
)
def chatty(profile: ServiceProfile) -> Iterator[Recommendation]:
    """A loop of network calls."""
    for coupling in profile.leaving:
        is_seen = coupling.kind is EdgeKind.CALLS and coupling.confidence is Confidence.EXACT
        if is_seen and coupling.weight >= _CHATTY:
            yield Recommendation(
                profile.name,
                Topic.INTEGRATION,
                "batch operation in the interface",
                "integration.chatty",
                Strength.RECOMMENDED,
                f"{coupling.source} calls {coupling.target} of {coupling.target_service} in loops or from many "
                "places: pass the whole list in one call.",
                (evidence(f"estimated weight {coupling.weight:g}", coupling.places),),
                "Whitepaper Microservices on AWS: asynchronous communication and chattiness",
                coupling.target,
            )


@rule(
    "integration.event",
    Topic.MESSAGING,
    looks_for="signals and tasks that another service receives",
    recommends="Amazon EventBridge for signals, the receiver's Amazon SQS queue for tasks and messages",
    source="AWS Prescriptive Guidance: publish-subscribe pattern",
)
def event(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Signals are news for whoever wants to know; tasks and messages are work for one receiver."""
    sent = [coupling for found in profile.leaving_by_service(EdgeKind.EVENT).values() for coupling in found]
    news = [coupling for coupling in sent if coupling.target in profile.signals]
    work = [coupling for coupling in sent if coupling.target not in profile.signals]
    if news:
        yield _sent(profile, news, "signal", "Amazon EventBridge, with a queue before each receiver (or Amazon SNS)")
    if work:
        yield _sent(profile, work, "task or message", "Amazon SQS: the queue of the receiver")


def _sent(profile: ServiceProfile, found: list[Coupling], what: str, target: str) -> Recommendation:
    receivers = ", ".join(sorted({coupling.target_service for coupling in found}))
    count = f"1 {what} goes" if len(found) == 1 else f"{len(found)} {what.replace(' or ', 's or ')}s go"
    return Recommendation(
        profile.name,
        Topic.MESSAGING,
        target,
        "integration.event",
        Strength.RECOMMENDED,
        f"{count} to {receivers}, whose answers nobody uses.",
        (evidence(plural(len(found), "event"), [place for coupling in found for place in coupling.places]),),
        "AWS Prescriptive Guidance: publish-subscribe",
    )


@rule(
    "integration.transaction",
    Topic.INTEGRATION,
    looks_for="a transaction that writes tables of several services",
    recommends="a saga with compensations and an outbox; or one service for these tables",
    source="AWS Prescriptive Guidance: saga and transactional outbox patterns",
)
def transaction(profile: ServiceProfile) -> Iterator[Recommendation]:
    """All or nothing ends at the database's border."""
    for found in profile.transactions:
        style = _style(len(found.services))
        yield Recommendation(
            profile.name,
            Topic.INTEGRATION,
            style,
            "integration.transaction",
            Strength.RECOMMENDED,
            f"{found.symbol} writes {', '.join(found.tables[:6])} of {', '.join(found.services)} as one. If a "
            "state in between must never be seen, keep these tables in one service instead.",
            (evidence(f"one transaction, {plural(len(found.services), 'service')}", (found.place,)),),
            "AWS Prescriptive Guidance: saga, transactional outbox",
            found.symbol,
        )


def _style(participants: int) -> str:
    """What keeps so many services in step."""
    if participants <= FEW_PARTICIPANTS:
        return "saga by choreography, with a transactional outbox"
    if participants <= MOST_PARTICIPANTS:
        return "saga orchestrated by AWS Step Functions, with a transactional outbox"
    return "fewer services for these tables, or fewer tables in the transaction: no saga over so many"


@rule(
    "integration.possible-transaction",
    Topic.INTEGRATION,
    looks_for="a function that may write tables of several services before anything is committed",
    recommends="to find out what has to happen together, then a saga for that",
    source="AWS Prescriptive Guidance: saga pattern",
)
def possible_transaction(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Where sessions are handed around, the code does not tell what commits first."""
    for found in profile.possible:
        tables = ", ".join(found.tables[:5]) + (f" and {len(found.tables) - 5} more" if len(found.tables) > 5 else "")
        yield Recommendation(
            profile.name,
            Topic.INTEGRATION,
            "first find out what has to happen together; a saga for that",
            "integration.possible-transaction",
            Strength.VIABLE,
            f"{found.symbol} and what it calls write {tables} of {', '.join(found.services)}. Where that is committed "
            "is not written in it: some of it may be committed on the way.",
            (evidence(f"{plural(len(found.services), 'service')} written", (found.place,)),),
            "AWS Prescriptive Guidance: saga pattern",
            found.symbol,
        )
