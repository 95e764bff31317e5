"""How the outside reaches a service: HTTP, schedules, commands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.clustering.counting import plural
from decompose.extractors.graph import EntryKind, UnitKind
from decompose.recommenders.compute.drafting import is_living
from decompose.recommenders.conditions import When
from decompose.recommenders.options import Scope
from decompose.recommenders.plan import Recommendation, Strength, Topic
from decompose.recommenders.profile import ServiceProfile, acting, entry_evidence
from decompose.recommenders.rules import declare, rule

_CLEANS = re.compile(
    r"clean_?up|(^|_)clean_|purge|prune|dedup|vacuum|sweep|(delete|remove|clear|expire)_(old|stale|unused|all|expired|outdated)",
    re.IGNORECASE,
)
_MANY_PATHS = 20
_VERSION = re.compile(r"/(v\d+(?:\.\d+)?)(?=/|$)")


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
    paths = [path for workload in profile.workloads for path in workload.paths]
    if not paths:
        return
    shown = ", ".join(paths[:5]) + (f" and {len(paths) - 5} more" if len(paths) > 5 else "")
    yield Recommendation(
        profile.name,
        Topic.API,
        "shared Application Load Balancer with path rules",
        "api.routes",
        Strength.RECOMMENDED,
        f"{plural(len(paths), 'path pattern')} for its {plural(len(entries), 'route')}: {shown}. A rule for them sends "
        "requests to the service, and removing the rule takes them back."
        + (" So many are better brought under one prefix first." if len(paths) > _MANY_PATHS else ""),
        (entry_evidence(entries, "HTTP routes"),),
        "Whitepaper Microservices on AWS: API implementation",
    )


@rule(
    "scheduling.jobs",
    Topic.SCHEDULING,
    looks_for="scheduled jobs",
    recommends="Amazon EventBridge Scheduler",
    source="AWS agent toolkit: EventBridge Scheduler for new schedules",
)
def jobs(profile: ServiceProfile) -> Iterator[Recommendation]:
    """A schedule outside of the process survives its restarts and runs once; what an object does by itself stays."""
    classes = {unit.name for unit in profile.units if unit.kind is UnitKind.CLASS}
    entries = tuple(entry for entry in profile.entries_of(EntryKind.SCHEDULE) if not is_living(entry, classes))
    if entries:
        yield Recommendation(
            profile.name,
            Topic.SCHEDULING,
            "Amazon EventBridge Scheduler",
            "scheduling.jobs",
            Strength.RECOMMENDED,
            f"{plural(len(entries), 'scheduled job')}. Delivery is at least once: each job has to bear running twice.",
            (entry_evidence(entries, "scheduled jobs"),),
            "AWS agent toolkit: EventBridge Scheduler",
        )


@rule(
    "scheduling.cleanup",
    Topic.SCHEDULING,
    looks_for="scheduled jobs and commands whose names speak of cleaning up",
    recommends="jobs of the service that owns the rows, by Amazon EventBridge Scheduler",
    source="Whitepaper Microservices on AWS: scheduled clean-up",
)
def cleanup(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Who owns rows cleans them up: a job that cleans up for all would need all databases."""
    entries = tuple(
        entry
        for entry in profile.entries_of(EntryKind.SCHEDULE, EntryKind.COMMAND, EntryKind.TASK)
        if _CLEANS.search(entry.name.rpartition(".")[2])
    )
    if entries:
        names = sorted({entry.name.rpartition(".")[2] for entry in entries})
        yield Recommendation(
            profile.name,
            Topic.SCHEDULING,
            "jobs of its own, by Amazon EventBridge Scheduler",
            "scheduling.cleanup",
            Strength.VIABLE,
            f"By their names, these clean up: {', '.join(names[:4])}{' …' if len(names) > 4 else ''}. What is deleted "
            "there should be its own rows alone: the others are their owners' work.",
            (entry_evidence(entries, "jobs"),),
            "Whitepaper Microservices on AWS: scheduled clean-up",
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
            f"{acting(len(entries), 'command', 'is', 'are')} run by hand or by cron today; who runs what and when is "
            "not in the code.",
            (entry_evidence(entries, "commands"),),
            "The Twelve-Factor App: admin processes",
        )


declare(
    "api.limits",
    Topic.API,
    looks_for="limits of how often the code may be asked",
    target="usage plans of Amazon API Gateway (REST API), or rate-based rules of AWS WAF before a load balancer",
    reason="It limits its callers in code; counters in one process no longer add up once there are several.",
    source="Whitepaper Microservices on AWS: Amazon API Gateway, throttling",
    when=When(traits=("rate limit",)),
    strength=Strength.VIABLE,
)
declare(
    "api.connections",
    Topic.API,
    looks_for="WebSockets, server-sent events, gRPC servers",
    target="Application Load Balancer, with longer idle time-outs",
    reason="It keeps connections open; a load balancer keeps them, an API of API Gateway ends them after 2 hours and "
    "10 idle minutes.",
    source="API Gateway quotas: WebSocket connections",
    when=(When(traits=("stream",)), When(entries=(EntryKind.WEBSOCKET,))),
)
declare(
    "api.static",
    Topic.API,
    looks_for="static files that the application hands out",
    target="Amazon S3 with Amazon CloudFront",
    reason="The application serves files that are the same for everybody; a content delivery network does that nearer "
    "to them, and leaves the processes for requests.",
    source="Whitepaper Microservices on AWS: Amazon CloudFront",
    when=(When(packages=("whitenoise", "django_compressor", "compressor", "flask_assets", "webassets")),
          When(marks=("setting:STATIC_URL", "setting:STATIC_ROOT", "setting:STATICFILES_STORAGE",
                      "setting:STORAGES*"))),
    scope=Scope.SYSTEM,
)  # fmt: skip


@rule(
    "api.versions",
    Topic.API,
    looks_for="routes with a version in their path",
    recommends="rules by version at the load balancer or API Gateway",
    source="Whitepaper Microservices on AWS: versioning by routing",
)
def versions(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Two versions of an interface can be two deployments."""
    routes = [entry for entry in profile.entries_of(EntryKind.HTTP) if _VERSION.search(entry.name)]
    if routes:
        found = sorted({match.group(1) for entry in routes if (match := _VERSION.search(entry.name))})
        yield Recommendation(
            profile.name,
            Topic.API,
            "a rule for each version at the load balancer or API Gateway",
            "api.versions",
            Strength.VIABLE,
            f"{acting(len(routes), 'route', 'carries', 'carry')} a version ({', '.join(found)}): an old one "
            "can stay where it is while the next one is served by the new service.",
            (entry_evidence(tuple(routes), "routes with a version"),),
            "Whitepaper Microservices on AWS: versioning by routing",
        )
