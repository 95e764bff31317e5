"""Celery's clock: ``beat_schedule`` names the tasks that run by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.frameworks.timing import entries_of, written_time
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.objects import Kind

_SCHEDULES = frozenset({"beat_schedule", "CELERYBEAT_SCHEDULE", "CELERY_BEAT_SCHEDULE"})


@finder
def scheduled(wiring: Wiring) -> Iterator[Entry]:
    """``{"nightly": {"task": "shop.tasks.tidy", "schedule": crontab(hour=3)}}``."""
    schedules = list(_schedules(wiring))
    tasks = _tasks(wiring) if schedules else {}
    for gid, value in schedules:
        for op in wiring.linkage.scopes[gid].ops:
            if isinstance(op, facts.Build) and op.target == value:
                for key, entry in zip(op.keys, op.values, strict=False):
                    yield from _entries(wiring, gid, str(key or ""), entry, tasks)


def _schedules(wiring: Wiring) -> Iterator[tuple[int, int]]:
    linkage = wiring.linkage
    for gid in range(len(linkage.scopes)):
        yield from ((gid, op.source) for op in linkage.of_type(gid, facts.Bind) if op.name in _SCHEDULES)
        yield from ((gid, op.source) for op in linkage.of_type(gid, facts.SetAttr) if op.name in _SCHEDULES)
        for call in linkage.of_type(gid, facts.Call):
            if call.keywords:
                yield from ((gid, value) for name, value in call.keywords if name in _SCHEDULES)


def _entries(wiring: Wiring, gid: int, name: str, value: int, tasks: dict[str, int]) -> Iterator[Entry]:
    linkage = wiring.linkage
    times = [written_time(wiring, gid, held) for key, held in entries_of(wiring, gid, value) if key == "schedule"]
    when = times[0] if len(times) == 1 else ""
    for thing in sorted(linkage.solver.get(linkage.node(gid, value))):
        if linkage.objects.kinds[thing] is not Kind.CONTAINER:
            continue
        for text in wiring.texts(linkage.element_node(thing, "task")):
            scope = tasks.get(text, -1)
            if scope >= 0:
                trigger = when or text
                yield wiring.entry(EntryKind.SCHEDULE, name, scope, linkage.scopes[scope].line, scope, trigger)


def _tasks(wiring: Wiring) -> dict[str, int]:
    """Decorated functions by their dotted paths, and by what their decorators call them."""
    found: dict[str, int] = {}
    for decoration in wiring.decorations:
        named = wiring.texts(decoration.site.argument(99, "name")) if decoration.site else []
        for name in (*named, wiring.linkage.names[decoration.scope]):
            found.setdefault(name, decoration.scope)
    return found
