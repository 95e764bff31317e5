"""How the outside reaches a service: HTTP, schedules, commands."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.graph import EntryKind
from decompose.recommenders.plan import Recommendation, Strength, Topic
from decompose.recommenders.profile import ServiceProfile, entry_evidence, plural
from decompose.recommenders.rules import rule


@rule(
    "api.routes",
    Topic.API,
    looks_for="HTTP entry points",
    recommends="path rules of one shared Application Load Balancer",
    source="AWS/APN e-book and whitepaper: Application Load Balancer routes by path",
)
def routes(profile: ServiceProfile) -> Iterator[Recommendation]:
    """One load balancer for all services; a rule per path prefix is also the switch for the cut."""
    entries = profile.entries_of(EntryKind.HTTP, EntryKind.WEBSOCKET)
    if not entries:
        return
    prefixes = sorted({_prefix(entry.name) for entry in entries})
    shown = ", ".join(prefixes[:4]) + (" …" if len(prefixes) > 4 else "")
    yield Recommendation(
        profile.name,
        Topic.API,
        "shared Application Load Balancer with path rules",
        "api.routes",
        Strength.RECOMMENDED,
        f"{plural(len(entries), 'route')} under {shown}: a rule per prefix sends them to the service, and "
        "removing the rule takes it back.",
        (entry_evidence(entries, "HTTP routes"),),
        "Whitepaper Microservices on AWS: API implementation",
    )


def _prefix(name: str) -> str:
    path = name.rpartition(" ")[2]
    first = path.strip("/").partition("/")[0]
    return f"/{first}" if first and "<" not in first and "{" not in first else "/"


@rule(
    "scheduling.jobs",
    Topic.SCHEDULING,
    looks_for="scheduled jobs",
    recommends="Amazon EventBridge Scheduler",
    source="AWS agent toolkit: EventBridge Scheduler for new schedules",
)
def jobs(profile: ServiceProfile) -> Iterator[Recommendation]:
    """A schedule outside of the process survives its restarts and runs once."""
    entries = profile.entries_of(EntryKind.SCHEDULE)
    if entries:
        yield Recommendation(
            profile.name,
            Topic.SCHEDULING,
            "Amazon EventBridge Scheduler, starting an Amazon ECS task",
            "scheduling.jobs",
            Strength.RECOMMENDED,
            f"{plural(len(entries), 'scheduled job')}. Delivery is at least once: each job has to bear running twice.",
            (entry_evidence(entries, "scheduled jobs"),),
            "AWS agent toolkit: EventBridge Scheduler",
        )


@rule(
    "operations.commands",
    Topic.OPERATIONS,
    looks_for="management commands",
    recommends="one-off Amazon ECS tasks",
    source="The Twelve-Factor App, XII: admin processes",
)
def commands(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Administration runs from the service's own image."""
    entries = profile.entries_of(EntryKind.COMMAND)
    if entries:
        yield Recommendation(
            profile.name,
            Topic.OPERATIONS,
            "one-off Amazon ECS tasks from the service's image",
            "operations.commands",
            Strength.RECOMMENDED,
            f"{plural(len(entries), 'command')} are run by hand or by cron today; who runs them and when is not in "
            "the code.",
            (entry_evidence(entries, "commands"),),
            "The Twelve-Factor App: admin processes",
        )
