"""In which order services leave the monolith.

A service leaves early that is worth much and risks little. *Worth*: one that owns data comes before one that
only has entry points, and that before one with neither: what owns its tables can be deployed and scaled by
itself, the rest is an adapter or a tool of others. *Risk*, within those of equal worth:

    risk  =  Σ cost of its couplings with what is still in the monolith  /  (1 + Σ cost of the relations inside it)

with the costs of ``clustering.coupling``. The measure is relative, so that a large service is not put off for
being large. It is that of the conductance of a cut (Kannan, Vempala and Vetta, "On clusterings: good, bad and
spectral", 2004), over costs of the work in place of weights. What is out already no longer counts: it is reached
through an interface that exists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from decompose.clustering.coupling import COST
from decompose.clustering.decomposition import Coupling, Decomposition, Service
from decompose.extractors.graph import DependencyGraph, EdgeKind


@dataclass(frozen=True, slots=True)
class Turn:
    """One service's turn.

    Attributes:
        service: its name.
        to_cut: couplings between it and what is still in the monolith, both directions.
        kept: couplings between it and services that are out already.
        cost: the weighted sum of ``to_cut``.
        inside: the weighted sum of the relations inside it.
        couplings_left: couplings that cross between services that are out, or between them and the rest.
    """

    service: str
    to_cut: tuple[Coupling, ...]
    kept: int
    cost: float
    inside: float
    couplings_left: int

    @property
    def risk(self) -> float:
        """What is to be cut, relative to what the service does by itself."""
        return self.cost / (1 + self.inside)


def cost_of(couplings: Iterable[Coupling]) -> float:
    """What cutting these couplings is taken to cost."""
    return sum(COST[coupling.kind] for coupling in couplings)


def extraction_order(decomposition: Decomposition, graph: DependencyGraph) -> list[Turn]:
    """The turns, the first to leave first; the most entangled service stays.

    After the last turn every coupling between services crosses.

    Args:
        decomposition: the chosen one.
        graph: the dependency graph, for what is inside of the services.
    """
    around: dict[str, list[Coupling]] = defaultdict(list)
    for coupling in decomposition.couplings:
        for name in {coupling.source_service, coupling.target_service}:
            around[name].append(coupling)
    inside = _inside(decomposition, graph)
    stays = remaining_service(decomposition)
    remaining = {service.name: service for service in decomposition.services if service.name != stays}
    out: set[str] = set()
    turns: list[Turn] = []
    left = 0
    while remaining:
        waiting = {name: [held for held in around[name] if not out & _ends(held)] for name in remaining}
        name = min(
            remaining,
            key=lambda name: (_worth(remaining[name]), cost_of(waiting[name]) / (1 + inside[name]), name),
        )
        to_cut = tuple(waiting[name])
        left += len(to_cut)
        kept = len(around[name]) - len(to_cut)
        turns.append(Turn(name, to_cut, kept, cost_of(to_cut), inside[name], left))
        out.add(name)
        del remaining[name]
    return turns


def remaining_service(decomposition: Decomposition) -> str:
    """The service that stays in the monolith's code base: the most entangled one."""
    entangled = {service.name: 0.0 for service in decomposition.services}
    for coupling in decomposition.couplings:
        for name in (coupling.source_service, coupling.target_service):
            if name in entangled:
                entangled[name] += COST[coupling.kind]
    lines = {service.name: service.lines for service in decomposition.services}
    return max(entangled, key=lambda name: (entangled[name], lines[name], name), default="")


def _worth(service: Service) -> int:
    """0 for what owns data, 1 for what only has entry points, 2 for the rest."""
    return 0 if service.tables else 1 if service.entry_points else 2


def _ends(coupling: Coupling) -> set[str]:
    return {coupling.source_service, coupling.target_service}


def _inside(decomposition: Decomposition, graph: DependencyGraph) -> dict[str, float]:
    """Service → cost of the relations inside it, were they to be cut."""
    units = {name: service.name for service in decomposition.services for name in service.units}
    tables = {name: service.name for service in decomposition.services for name in service.tables}
    found = {service.name: 0.0 for service in decomposition.services}
    for edge in graph.edges:
        source = tables.get(edge.source) if edge.kind in _BETWEEN_TABLES else units.get(edge.source)
        target = (units if edge.kind in _TO_UNITS else tables).get(edge.target)
        if source is not None and source == target:
            found[source] += COST[edge.kind]
    return found


_BETWEEN_TABLES = frozenset({EdgeKind.JOINS, EdgeKind.FOREIGN_KEY})
_TO_UNITS = frozenset({EdgeKind.CALLS, EdgeKind.IMPORTS, EdgeKind.INHERITS, EdgeKind.EVENT})
