"""Where the code of a service runs."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.graph import EntryKind
from decompose.recommenders.plan import Recommendation, Strength, Topic
from decompose.recommenders.profile import ServiceProfile, entry_evidence, evidence, plural
from decompose.recommenders.rules import rule

_FARGATE = "AWS Fargate (Amazon ECS)"
_SMALL_LINES = 1500
_SMALL_ROUTES = 3
_EVENTS = (EntryKind.TASK, EntryKind.MESSAGE, EntryKind.SCHEDULE)
_SERVED = (EntryKind.HTTP, EntryKind.ADMIN, EntryKind.WEBSOCKET, EntryKind.RPC)


@rule(
    "compute.container",
    Topic.COMPUTE,
    looks_for="HTTP, RPC or admin entry points, or more code than a few handlers",
    recommends=_FARGATE,
    source="AWS/APN e-book on microservices: parts of legacy applications move more easily to containers",
)
def container(profile: ServiceProfile) -> Iterator[Recommendation]:
    """A part lifted from a monolith keeps its framework and its pools: a container."""
    if _is_event_driven(profile):
        return
    served = profile.entries_of(*_SERVED)
    seen = [entry_evidence(served, "entry points that wait for an answer")] if served else []
    seen.append(evidence(f"{profile.service.lines:,} lines in {plural(len(profile.units), 'unit')}"))
    frameworks = [name for name in profile.frameworks if name in {"django", "flask", "fastapi", "pyramid"}]
    keeps = f" and keeps its {frameworks[0]} set-up" if frameworks and served else ""
    called = len(profile.arriving)
    why = (
        f"It serves {plural(len(served), 'request entry point')}{keeps}; as a container it moves without a rewrite."
        if served
        else f"It has no entry point of its own and is reached by {plural(called, 'coupling')} from other "
        "services; as a container behind an internal API it moves without a rewrite."
    )
    yield Recommendation(
        profile.name,
        Topic.COMPUTE,
        _FARGATE,
        "compute.container",
        Strength.RECOMMENDED,
        why,
        tuple(seen),
        "AWS/APN e-book on microservices; AWS agent toolkit: Fargate is the default for containers",
    )


@rule(
    "compute.events",
    Topic.COMPUTE,
    looks_for="a small service that only tasks, messages or schedules enter",
    recommends="AWS Lambda",
    source="AWS/APN e-book on microservices: functions suit work that need not always run",
)
def events(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Small and started by events alone."""
    if not _is_event_driven(profile):
        return
    entries = profile.entries_of(*_EVENTS)
    yield Recommendation(
        profile.name,
        Topic.COMPUTE,
        "AWS Lambda",
        "compute.events",
        Strength.RECOMMENDED,
        f"Only {plural(len(entries), 'task or schedule')} start it, in {profile.service.lines:,} lines. "
        "How long one run takes cannot be seen in the code: Lambda ends a run after 900 seconds.",
        (entry_evidence(entries, "tasks, messages and schedules"),),
        "AWS/APN e-book on microservices; Lambda quotas: 900 seconds",
    )


@rule(
    "compute.workers",
    Topic.COMPUTE,
    looks_for="background tasks beside request entry points",
    recommends="a worker service on AWS Fargate, fed by Amazon SQS",
    source="AWS agent toolkit: scale queue workers on the backlog per task",
)
def workers(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Tasks of a service that also serves requests run apart from them."""
    tasks = profile.entries_of(EntryKind.TASK, EntryKind.MESSAGE)
    if not tasks or _is_event_driven(profile):
        return
    yield Recommendation(
        profile.name,
        Topic.COMPUTE,
        f"{_FARGATE}: separate worker service fed by Amazon SQS",
        "compute.workers",
        Strength.RECOMMENDED,
        f"{plural(len(tasks), 'background task')} should scale with its queue and not with the requests. "
        "A task known to end within 900 seconds can run on Lambda instead.",
        (entry_evidence(tasks, "background tasks"),),
        "AWS agent toolkit: queue workers",
        "background tasks",
    )


def _is_event_driven(profile: ServiceProfile) -> bool:
    served = profile.entries_of(*_SERVED)
    events = profile.entries_of(*_EVENTS)
    return bool(events) and not served and profile.service.lines <= _SMALL_LINES and not profile.arriving
