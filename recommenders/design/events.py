"""Queues, events and schedules: how work reaches a service that nobody waits for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from decompose.clustering.decomposition import Coupling
from decompose.extractors.graph import EdgeKind, EntryKind, EntryPoint, UnitKind
from decompose.extractors.marks import TraitKind
from decompose.recommenders.architecture import Channel, Event, Queue, Schedule, Workload, WorkloadKind
from decompose.recommenders.compute.drafting import is_living
from decompose.recommenders.design.crons import eventbridge
from decompose.recommenders.profile import ServiceProfile

_FEW = 6
_QUEUED = (EntryKind.TASK, EntryKind.MESSAGE)
_OF_MODELS = re.compile(r"(pre|post)_(save|delete|init|migrate)|m2m_changed|(before|after)_\w+")
"""Signals of a framework, which many senders share."""


def queues_of(profile: ServiceProfile, workloads: Sequence[Workload]) -> Iterator[Queue]:
    """A queue for each workload that takes tasks or messages: what waits for different things waits apart."""
    arriving = [coupling for coupling in profile.arriving if coupling.kind is EdgeKind.EVENT]
    for workload in workloads:
        if workload.service == profile.name and workload.kind is WorkloadKind.WORKER:
            handlers = set(workload.handlers)
            entries = [entry for entry in profile.entries_of(*_QUEUED) if entry.symbol in handlers]
            sent = [coupling for coupling in arriving if coupling.target in handlers]
            limits = [t.value for t in profile.traits_of(TraitKind.TIME_LIMIT) if t.value and t.symbol in handlers]
            places = sorted({place for c in sent for place in c.places} or {entry.place for entry in entries})
            yield Queue(
                profile.name,
                workload.name,
                workload.name,
                tuple(sorted({coupling.source_service for coupling in sent})),
                tuple(sorted({entry.name for entry in entries})),
                int(max(limits, default=0)),
                tuple(places[:_FEW]),
            )


def events_of(profile: ServiceProfile) -> Iterator[Event]:
    """Signals that other services receive, one event a signal.

    They travel over one bus, with a queue before each receiver: another receiver needs no change of the sender then.
    """
    found: dict[str, list[Coupling]] = defaultdict(list)
    for coupling in profile.leaving:
        if coupling.kind is EdgeKind.EVENT:
            name = _event_name(coupling, profile)
            if name:
                found[name].append(coupling)
    for name, sent in found.items():
        yield Event(
            profile.name,
            name,
            tuple(sorted({coupling.target_service for coupling in sent})),
            Channel.EVENTBRIDGE,
            tuple(sorted({coupling.target for coupling in sent})),
            tuple(sorted({place for coupling in sent for place in coupling.places})[:_FEW]),
        )


def _event_name(coupling: Coupling, profile: ServiceProfile) -> str:
    """What the event is called: after the signal, or for those that models share after what receives it."""
    receivers = profile.signals.get(coupling.target, ())
    trigger = next((entry.trigger for entry in receivers if entry.trigger), "")
    if not receivers:
        return ""
    about = trigger.rpartition(".")[2]
    if not about or _OF_MODELS.match(about):
        about = f"{coupling.target.rpartition('.')[2]}-{about}"
    return re.sub(r"[^A-Za-z0-9]+", "-", about).strip("-").lower()


def schedules_of(profile: ServiceProfile, workloads: Sequence[Workload]) -> Iterator[Schedule]:
    """The scheduled jobs of a service; what an object does by itself goes on in its process."""
    classes = {unit.name for unit in profile.units if unit.kind is UnitKind.CLASS}
    jobs = [w for w in workloads if w.service == profile.name and w.kind is WorkloadKind.JOB]
    for entry in profile.entries_of(EntryKind.SCHEDULE):
        if is_living(entry, classes):
            continue
        workload = next((job.name for job in jobs if _enters(entry, job)), "")
        written = entry.trigger
        yield Schedule(profile.name, workload, entry.name, entry.symbol, eventbridge(written), written, entry.place)


def _enters(entry: EntryPoint, workload: Workload) -> bool:
    return f"{entry.kind.value} {entry.name}" in workload.entry_points
