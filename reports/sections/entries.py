"""Entry points by service, with what they reach; and the calls over boundaries that run most often."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from decompose.clustering.decomposition import Coupling
from decompose.extractors.graph import EdgeKind, EntryPoint, UnitKind
from decompose.reports.analysed import Analysed
from decompose.reports.explaining import SHARED, placement
from decompose.reports.sections.reaching import Reaching


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry point.

    Attributes:
        point: it.
        services: other services whose code or tables it reaches, sorted.
        reads, writes: how many tables it reaches.
    """

    point: EntryPoint
    services: tuple[str, ...]
    reads: int
    writes: int


def entries(analysed: Analysed) -> list[tuple[str, list[Entry]]]:
    """Service → its entry points; those that reach most services first."""
    placed = placement(analysed)
    reaching = Reaching(analysed.graph, placed)
    by_service: dict[str, list[Entry]] = defaultdict(list)
    for point in sorted(analysed.graph.entry_points, key=lambda point: (point.kind, point.name)):
        service, reached = placed.get(point.unit, SHARED), reaching.from_entry(point)
        others = tuple(other for other in reached.services if other not in (service, SHARED))
        by_service[service].append(Entry(point, others, reached.reads, reached.writes))
    return [
        (service, sorted(by_service[service], key=lambda row: (-len(row.services), row.point)))
        for service in sorted(by_service)
    ]


def chatty_calls(analysed: Analysed) -> list[Coupling]:
    """Calls over a boundary that stand in several places or in loops, most frequent first.

    What the body of a module calls runs once, when it is imported: a decorator that stands in a hundred places is not
    chatty.
    """
    modules = {unit.name for unit in analysed.graph.units if unit.kind is UnitKind.MODULE}
    found = [
        one
        for one in analysed.decomposition.couplings
        if one.kind is EdgeKind.CALLS and one.weight > 1 and one.source not in modules
    ]
    return sorted(found, key=lambda one: (-one.weight, one))
