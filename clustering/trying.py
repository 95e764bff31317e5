"""What if: a decomposition before and after a person's changes, measured alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from decompose.clustering.comparing import Comparison, compare
from decompose.clustering.constraints import SHARED
from decompose.clustering.decomposition import Decomposition
from decompose.clustering.describing import Placement, described
from decompose.clustering.editing import Edit, edited
from decompose.clustering.evidence.material import Material
from decompose.clustering.gathering import gather
from decompose.clustering.options import ClusteringOptions, Evidence, Previous, Weights
from decompose.clustering.proposing import propose
from decompose.clustering.trusting import trusted
from decompose.extractors.graph import DependencyGraph
from decompose.extractors.history import CoChange


def what_if(
    graph: DependencyGraph,
    chosen: Decomposition,
    edits: Sequence[Edit],
    pins: Mapping[str, str],
    options: ClusteringOptions,
    history: CoChange | None = None,
) -> Comparison:
    """What the changes would do to a decomposition.

    Args:
        graph: the dependency graph.
        chosen: the decomposition of it.
        edits: changes of the placement, in this order; nothing else moves.
        pins: unit, table or pattern → service: the search is run anew with these pins, before the edits, and
            stays close to what there is.
        options: evidence and weights; for pins also the other constraints.
        history: files that change together, where known.

    Raises:
        ConstraintError: a change names what is not there, or clashes with the constraints.
    """
    material = Material(graph, history or CoChange())
    gathered = trusted(gather(material, options), options.weights)
    start = chosen
    if pins:
        previous = previous_of(chosen)
        pinned = msgspec.structs.replace(options, pins={**options.pins, **pins}, previous=previous, services=None)
        start = propose(graph, pinned, history, alone=True).chosen
    after = edited(gathered, placement_of(start), edits, options.weights)
    return compare(described(gathered, placement_of(chosen), options), described(gathered, after, options))


def placement_of(decomposition: Decomposition) -> Placement:
    """Where everything is."""
    services = dict.fromkeys(decomposition.shared, SHARED)
    owners: dict[str, str] = {}
    for service in decomposition.services:
        services |= dict.fromkeys(service.units, service.name)
        owners |= dict.fromkeys(service.tables, service.name)
    return Placement(services, owners, {service.name: service.named_after for service in decomposition.services})


def previous_of(decomposition: Decomposition) -> Previous:
    """The placement as something to stay close to."""
    placement = placement_of(decomposition)
    return Previous(dict(placement.services), dict(placement.owners))


def options_of(decomposition: Decomposition) -> ClusteringOptions:
    """The evidence and the weights that a decomposition was sought with."""
    known = {evidence.value: evidence for evidence in Evidence}
    named = (*decomposition.evidence, *decomposition.evidence_missing)
    fields = {part.name.replace(" ", "_"): part.weight for part in decomposition.score.parts}
    weights = Weights(**{name: fields[name] for name in Weights.__struct_fields__ if name in fields})
    return ClusteringOptions(evidence=frozenset(known[name] for name in named if name in known), weights=weights)
