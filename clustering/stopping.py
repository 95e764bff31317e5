"""What stopping half-way would score: some services apart, and everything else as one."""

from __future__ import annotations

from collections.abc import Sequence

from decompose.clustering.constraints import SHARED
from decompose.clustering.decomposition import Decomposition, Score
from decompose.clustering.describing import Placement, scored
from decompose.clustering.evidence.material import Material
from decompose.clustering.gathering import gather
from decompose.clustering.options import ClusteringOptions
from decompose.clustering.trusting import trusted
from decompose.clustering.trying import placement_of
from decompose.extractors.graph import DependencyGraph
from decompose.extractors.history import CoChange


def scores_of_stopping(
    graph: DependencyGraph,
    chosen: Decomposition,
    order: Sequence[str],
    options: ClusteringOptions,
    history: CoChange | None = None,
) -> list[Score]:
    """The score before the first service leaves, and after each of them.

    Args:
        graph: the dependency graph.
        chosen: the decomposition of it.
        order: services, the first to leave first; what never leaves is the rest.
        options: the evidence and weights that the decomposition was found with.
        history: files that change together, where known.

    Returns:
        one more than there are services; the last one is that of the decomposition if one service stays.
    """
    gathered = trusted(gather(Material(graph, history or CoChange()), options), options.weights)
    placement = placement_of(chosen)
    stays = [service.name for service in chosen.services if service.name not in order]
    rest = stays[0] if stays else "monolith"
    found = []
    for number in range(len(order) + 1):
        out = {*order[:number], SHARED}
        merged = Placement(
            {name: held if held in out else rest for name, held in placement.services.items()},
            {name: held if held in out else rest for name, held in placement.owners.items()},
            placement.named_after,
        )
        found.append(scored(gathered, merged, options.weights))
    return found
