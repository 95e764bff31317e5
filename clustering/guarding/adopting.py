"""A proposed service for what belongs to none: new code is guarded from its first day on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from decompose.clustering.constraints import SHARED
from decompose.clustering.coupling import COST
from decompose.clustering.evidence.material import TABLE_TO_TABLE, TRUST
from decompose.clustering.guarding.placing import NOWHERE, Placed, ways_up
from decompose.extractors.graph import DependencyGraph, EdgeKind

_NEIGHBOUR = 0.5
"""What one unit of the same module says, a call being 1; of the package above half of that, and so on."""
_MODEL = 10.0
"""What the class that maps a table says: it outvotes nearly all who use the table."""
_ROUNDS = 3
"""New code that hangs on new code is reached in later rounds."""


def adopted(graph: DependencyGraph, placed: Placed) -> dict[str, str]:
    """Units and tables of no declared service → the service that they are tied to most; ties of names decide last.

    What nothing ties to any service is left out.
    """
    found: dict[str, str] = {}
    pending = {*placed.unplaced_units, *placed.unplaced_tables}
    if not pending:
        return found
    known = {**placed.services, **placed.owners}
    for _ in range(_ROUNDS):
        votes = _votes(graph, known, pending)
        chosen = {name: min(claims, key=lambda service: (-claims[service], service)) for name, claims in votes.items()}
        known |= chosen
        found |= chosen
        pending -= chosen.keys()
        if not chosen or not pending:
            break
    return found


def _votes(graph: DependencyGraph, known: Mapping[str, str], pending: Iterable[str]) -> dict[str, dict[str, float]]:
    wanted = set(pending)
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for edge in graph.edges:
        for end, other in ((edge.source, edge.target), (edge.target, edge.source)):
            service = known.get(other, NOWHERE)
            if end in wanted and service not in (NOWHERE, SHARED):
                is_owning = edge.kind is EdgeKind.WRITES or edge.kind in TABLE_TO_TABLE
                votes[end][service] += max(COST[edge.kind], 1.0 if is_owning else 0.1) * TRUST[edge.confidence]
    for table in graph.tables:
        for model in table.models:
            _vote(votes, wanted, known, (table.name, model), _MODEL)
    _neighbours(graph, known, wanted, votes)
    return {name: dict(claims) for name, claims in sorted(votes.items())}


def _vote(
    votes: dict[str, dict[str, float]], wanted: set[str], known: Mapping[str, str], pair: tuple[str, str], vote: float
) -> None:
    for end, other in (pair, pair[::-1]):
        service = known.get(other, NOWHERE)
        if end in wanted and service not in (NOWHERE, SHARED):
            votes[end][service] += vote


def _neighbours(
    graph: DependencyGraph, known: Mapping[str, str], wanted: set[str], votes: dict[str, dict[str, float]]
) -> None:
    """Units of the same module, and of the packages above it, as far as they belong somewhere."""
    members: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for unit in graph.units:
        service = known.get(unit.name, NOWHERE)
        if service != NOWHERE:
            for above in ways_up(unit.module):
                members[above][service] += 1
    for unit in graph.units:
        if unit.name in wanted:
            for distance, above in enumerate(ways_up(unit.module)):
                for service, count in members.get(above, {}).items():
                    share = count / sum(members[above].values())
                    votes[unit.name][service] += _NEIGHBOUR * share / 2**distance
