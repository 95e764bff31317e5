"""Entry points by service, with what they reach; and the calls over boundaries that run most often."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from decompose.clustering.decomposition import Coupling
from decompose.extractors.graph import EdgeKind, EntryPoint
from decompose.extractors.reach import Reach
from decompose.reports.analysed import Analysed
from decompose.reports.explaining import SHARED, placement

MOST_FOLLOWED = 600
"""Entry points whose reach is computed; of a larger code base the first ones of each service."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry point.

    Attributes:
        point: it.
        services: other services whose code or tables it reaches, sorted.
        reads, writes: how many tables it reaches; -1: not followed.
    """

    point: EntryPoint
    services: tuple[str, ...]
    reads: int
    writes: int


def entries(analysed: Analysed) -> list[tuple[str, list[Entry]]]:
    """Service → its entry points; those that reach most services first."""
    placed = placement(analysed)
    reach = Reach(analysed.graph)
    by_service: dict[str, list[EntryPoint]] = defaultdict(list)
    for point in sorted(analysed.graph.entry_points, key=lambda point: (point.kind, point.name)):
        by_service[placed.get(point.unit, SHARED)].append(point)
    share = max(1, MOST_FOLLOWED // max(len(by_service), 1))
    found = []
    for service in sorted(by_service):
        rows = [
            _followed(point, service, reach, placed) if number < share else Entry(point, (), -1, -1)
            for number, point in enumerate(by_service[service])
        ]
        found.append((service, sorted(rows, key=lambda row: (-len(row.services), row.point))))
    return found


def _followed(point: EntryPoint, service: str, reach: Reach, placed: dict[str, str]) -> Entry:
    reached = reach.from_entry(point)
    touched = {placed.get(name, SHARED) for name in (*reached.units, *reached.reads, *reached.writes)}
    return Entry(point, tuple(sorted(touched - {service, SHARED})), len(reached.reads), len(reached.writes))


def chatty_calls(analysed: Analysed) -> list[Coupling]:
    """Calls over a boundary that stand in several places or in loops, most frequent first."""
    found = [one for one in analysed.decomposition.couplings if one.kind is EdgeKind.CALLS and one.weight > 1]
    return sorted(found, key=lambda one: (-one.weight, one))
