"""Whether a phase of an extraction is done: the couplings of its kinds that are left."""

from __future__ import annotations

from collections.abc import Mapping

from decompose.clustering.decomposition import Coupling, Decomposition
from decompose.extractors.graph import DependencyGraph, EdgeKind
from decompose.extractors.places import Confidence
from decompose.recommenders.phases.extraction import needless

_DATA = frozenset({EdgeKind.FOREIGN_KEY, EdgeKind.JOINS, EdgeKind.TRANSACTION})
CHECKABLE: Mapping[str, str] = {
    "seam": "others touch its tables or use its names as values",
    "dependencies": "it touches tables of others or uses their names as values",
    "data": "foreign keys, joins and transactions tie it to others",
    "events": "signals, tasks and messages are handled on the other side",
}
"""Phases that the code tells the end of, and what is left until then."""


def left_of(phase: str, service: str, graph: DependencyGraph, decomposition: Decomposition) -> tuple[Coupling, ...]:
    """The couplings that keep a phase from being done, worst first; guesses keep nothing from it.

    Args:
        phase: one of ``CHECKABLE``.
        service: the one that is extracted.
        graph: the dependency graph.
        decomposition: the services as they are declared.
    """
    sure = [coupling for coupling in decomposition.couplings if coupling.confidence is not Confidence.HEURISTIC]
    arriving = [coupling for coupling in sure if coupling.target_service == service]
    leaving = [coupling for coupling in sure if coupling.source_service == service]
    if phase in {"seam", "dependencies"}:
        mine = arriving if phase == "seam" else leaving
        tables = {table.name: table for table in graph.tables}
        names = set(needless(mine, tables))
        return tuple(c for c in mine if c in names or c.kind in {EdgeKind.READS, EdgeKind.WRITES})
    kinds = _DATA if phase == "data" else frozenset({EdgeKind.EVENT})
    return tuple(coupling for coupling in (*arriving, *leaving) if coupling.kind in kinds)
