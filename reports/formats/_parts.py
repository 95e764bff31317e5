"""What the notations have in common: who asks whom, who tells whom, what a service is."""

from __future__ import annotations

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Service
from decompose.reports.analysed import Analysed


def asked(analysed: Analysed) -> list[tuple[str, str, int]]:
    """(who asks, who answers, functions), sorted; of services that the decomposition has."""
    known = {service.name for service in analysed.decomposition.services}
    return [
        (found.service, found.target, len(found.functions))
        for found in analysed.architecture.connections
        if found.service in known and found.target in known
    ]


def told(analysed: Analysed) -> list[tuple[str, str, str]]:
    """(who tells, who wants to know, event), sorted."""
    events = analysed.architecture.events
    return [(event.service, receiver, event.name) for event in events for receiver in event.receivers]


def description(service: Service) -> str:
    """What a service is, in one line."""
    tables, entries = plural(len(service.tables), "table"), plural(len(service.entry_points), "entry point")
    return f"{tables}, {entries}, {service.lines:,} lines"


def technology(analysed: Analysed, service: str) -> str:
    """Where its workloads run."""
    targets = [found.compute.value for found in analysed.architecture.workloads if found.service == service]
    return ", ".join(dict.fromkeys(targets))
