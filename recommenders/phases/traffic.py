"""Requests, jobs and calls go to the new place."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.clustering.counting import plural
from decompose.extractors.graph import EdgeKind, EntryKind, EntryPoint
from decompose.extractors.places import Place
from decompose.recommenders.phases.extraction import PLACES, Extraction, grouped, listed
from decompose.recommenders.plan import Action, Phase, Strength, Topic
from decompose.recommenders.routes import Rule

_ROUTES = (EntryKind.HTTP, EntryKind.WEBSOCKET)
_JOBS = (EntryKind.TASK, EntryKind.SCHEDULE, EntryKind.MESSAGE, EntryKind.COMMAND)
_BY_HOST = {
    EntryKind.ADMIN: "admin page",
    EntryKind.HOOK: "hook",
    EntryKind.MIDDLEWARE: "piece of middleware",
}
_MOST_RULES = 8


def phase(extraction: Extraction) -> Phase:
    """The shift of traffic."""
    routes = extraction.profile.entries_of(*_ROUTES)
    jobs = extraction.profile.entries_of(*_JOBS)
    return Phase(
        "Shift the traffic",
        "strangler fig" if routes else "",
        tuple(_shifts(extraction, routes, jobs)),
        "a week with all of it there, error rate and latency as before the shift",
        "traffic",
        f"{plural(len(routes), 'route')} of its own can be intercepted before the monolith." if routes else "",
        "delete the rule: requests go to the monolith again, which still has the code" if routes else
        "switch the adapter back to the function in the monolith",
        (),
        extraction.efforts(service=1, route=len(routes), job=len(jobs)),
    )  # fmt: skip


def _shifts(extraction: Extraction, routes: tuple[EntryPoint, ...], jobs: tuple[EntryPoint, ...]) -> Iterator[Action]:
    chosen = [a for a in extraction.advice if a.topic is Topic.COMPUTE and a.strength is Strength.RECOMMENDED]
    where = ", ".join(f"its {found.subject} on {found.target}" for found in chosen if found.subject)
    yield Action(f"Deploy {where or extraction.name}, with nothing sent to it yet")
    if routes:
        yield from _rules(extraction, routes)
    if jobs:
        kinds = ", ".join(
            plural(len([job for job in jobs if job.kind is kind]), kind.value)
            for kind in _JOBS
            if any(job.kind is kind for job in jobs)
        )
        names = listed(sorted(job.name for job in jobs), 4)
        yield Action(f"Start {kinds} there and stop them in the monolith, one by one: {names}", _places(jobs))
    for kind, noun in _BY_HOST.items():
        entries = extraction.profile.entries_of(kind)
        if entries:
            what = f"Decide where {plural(len(entries), noun)} of it will be, which the framework calls in the monolith"
            yield Action(f"{what}: {listed(sorted(entry.name for entry in entries), 3)}", _places(entries))
    callers = sorted({c.source_service for c in extraction.arriving(EdgeKind.CALLS)})
    if callers:
        what = "Let the interface in the monolith ask the service, by a flag, for one caller after the other"
        yield Action(f"{what}: {listed(callers)}")
    calls = (coupling for coupling in extraction.profile.arriving if coupling.kind is EdgeKind.CALLS)
    earlier = [coupling for coupling in calls if coupling.source_service in extraction.out]
    for service in grouped(earlier, lambda coupling: coupling.source_service):
        yield Action(f"Point the adapter of {service}, which is out already, to the service in place of the monolith")


def _rules(extraction: Extraction, routes: tuple[EntryPoint, ...]) -> Iterator[Action]:
    rules = extraction.terrain.routes.rules_of(extraction.name)
    if not rules:
        return
    shown = ", ".join(_told(rule) for rule in rules[:_MOST_RULES])
    more = f" and {len(rules) - _MOST_RULES} more" if len(rules) > _MOST_RULES else ""
    what = f"Send {plural(len(routes), 'route')} to it by {plural(len(rules), 'path rule')}, a small share first"
    yield Action(f"{what}: {shown}{more}", _places(routes))
    clashes = [rule.pattern for rule in rules if rule.is_shared]
    if clashes:
        what = f"Tell {plural(len(clashes), 'path')} apart by more than the path, since others answer there too"
        yield Action(f"{what}: {listed(clashes, 4)}")


def _told(rule: Rule) -> str:
    return f"{rule.pattern} ({rule.routes})" if rule.routes > 1 else rule.pattern


def _places(entries: tuple[EntryPoint, ...]) -> tuple[Place, ...]:
    return tuple(sorted({entry.place for entry in entries})[:PLACES])
