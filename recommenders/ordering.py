"""In which order services leave the monolith."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from decompose.clustering.decomposition import Coupling, Decomposition
from decompose.extractors.graph import EdgeKind

_COST = {
    EdgeKind.TRANSACTION: 8.0,
    EdgeKind.WRITES: 5.0,
    EdgeKind.JOINS: 3.0,
    EdgeKind.FOREIGN_KEY: 2.0,
    EdgeKind.READS: 2.0,
    EdgeKind.CALLS: 1.0,
    EdgeKind.INHERITS: 2.0,
    EdgeKind.IMPORTS: 0.3,
    EdgeKind.EVENT: 0.3,
}
"""What cutting one coupling of a kind is taken to cost, relative to a call."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One service's turn.

    Attributes:
        service: its name.
        to_cut: couplings between it and what is still in the monolith, both directions.
        kept: couplings between it and services that are out already.
        cost: the weighted sum of ``to_cut``.
        couplings_left: couplings that cross between services that are out, or between them and the rest.
    """

    service: str
    to_cut: tuple[Coupling, ...]
    kept: int
    cost: float
    couplings_left: int


def cost_of(couplings: Iterable[Coupling]) -> float:
    """What cutting these couplings is taken to cost."""
    return sum(_COST.get(coupling.kind, 1.0) for coupling in couplings)


def extraction_order(decomposition: Decomposition) -> list[Turn]:
    """Cheapest first: at each turn the service leaves that costs least per line of code moved.

    After the last turn, with the largest service left behind, every coupling between services crosses.
    """
    remaining = {service.name: service for service in decomposition.services}
    out: set[str] = set()
    turns: list[Turn] = []
    while len(remaining) > 1:
        stays = _stays(remaining.values(), decomposition)
        candidates = [name for name in remaining if name != stays]
        turn = min(
            (_turn(decomposition, name, out) for name in candidates),
            key=lambda found: (found.cost / max(remaining[found.service].lines, 50) ** 0.5, found.service),
        )
        turns.append(turn)
        out.add(turn.service)
        del remaining[turn.service]
    return turns


def remaining_service(decomposition: Decomposition) -> str:
    """The service that stays in the monolith's code base: the most entangled one."""
    return _stays(decomposition.services, decomposition) if decomposition.services else ""


def _stays(services: Iterable[object], decomposition: Decomposition) -> str:
    entangled = {service.name: 0.0 for service in decomposition.services}
    for coupling in decomposition.couplings:
        cost = _COST.get(coupling.kind, 1.0)
        entangled[coupling.source_service] = entangled.get(coupling.source_service, 0.0) + cost
        entangled[coupling.target_service] = entangled.get(coupling.target_service, 0.0) + cost
    del services
    lines = {service.name: service.lines for service in decomposition.services}
    return max(entangled, key=lambda name: (entangled[name], lines.get(name, 0), name))


def _turn(decomposition: Decomposition, name: str, out: set[str]) -> Turn:
    to_cut = []
    kept = 0
    left = 0
    now_out = out | {name}
    for coupling in decomposition.couplings:
        ends = {coupling.source_service, coupling.target_service}
        if ends & now_out:
            left += 1
        if name in ends:
            if ends & out:
                kept += 1
            else:
                to_cut.append(coupling)
    return Turn(name, tuple(to_cut), kept, cost_of(to_cut), left)
