"""The entrance: propose a decomposition, or evaluate a given one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from decompose.clustering.constraints import SHARED, resolved
from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Decomposition, Proposal
from decompose.clustering.describing import Placement, described
from decompose.clustering.evidence.material import Material
from decompose.clustering.fronting import crossing, front
from decompose.clustering.gathering import gather
from decompose.clustering.options import ClusteringOptions
from decompose.clustering.owning import owners
from decompose.clustering.studying import Study
from decompose.clustering.trusting import trusted
from decompose.extractors.graph import DependencyGraph
from decompose.extractors.history import CoChange

NEAR = (0.5, 2.0)
"""Resolutions of alternatives, relative to the recommended one; what is found there may be recommended as well."""
FAR = (0.25,)
"""Resolutions of further alternatives, less thoroughly searched …"""
MORE = (0.7, 1.4, 3.0)
"""… and of more where the network is not large."""
UNPLACED = "unplaced"
"""Where ``evaluate`` puts units that a placement does not name."""


def propose(
    graph: DependencyGraph, options: ClusteringOptions, history: CoChange | None = None, *, alone: bool = False
) -> Proposal:
    """Propose how to cut the code base.

    Args:
        graph: the dependency graph.
        options: evidence, weights and constraints.
        history: files that change together, where known.
        alone: the chosen decomposition only, without alternatives and without how firmly it stands.

    Raises:
        ConstraintError: the constraints cannot be met.
    """
    material = Material(graph, history or CoChange())
    constraints = resolved(material, options)
    gathered = trusted(gather(material, options), options.weights)
    study = Study(gathered, constraints, options)
    near = [study.at(resolution) for resolution in NEAR]
    labels = _wanted(study, near, options.span)
    chosen = study.described(labels, "recommended")
    if alone:
        return Proposal(chosen, _why(chosen, (), options))
    chosen = study.firm(labels, chosen)
    further = FAR if gathered.is_large else (*FAR, *MORE)
    far = [study.at(resolution, thorough=False) for resolution in further]
    numbers = {study.services_in(labels): chosen}
    for other in (*near, *far):
        number = study.services_in(other)
        if number not in numbers:
            numbers[number] = study.described(other, "")
    alternatives = front(chosen, numbers.values())
    return Proposal(chosen, _why(chosen, alternatives, options), alternatives)


def _wanted(study: Study, near: Sequence[list[int]], span: tuple[int, int] | None) -> list[int]:
    """The best placement that has a wanted number of services, those at other resolutions considered."""
    if span is not None and span[0] == span[1]:
        return study.of_size(span[0])
    labels = study.settled([study.at(1.0), *near])
    if span is None or span[0] <= study.services_in(labels) <= span[1]:
        return labels
    return study.of_size(min(max(study.services_in(labels), span[0]), span[1]))


def evaluate(
    graph: DependencyGraph,
    placement: Mapping[str, str],
    options: ClusteringOptions,
    history: CoChange | None = None,
) -> Decomposition:
    """Score a given placement, with everything that crosses its boundaries.

    Args:
        graph: the dependency graph.
        placement: unit or table name → service; ``shared`` is the shared library. A unit that is missing
            belongs to the service ``unplaced``; a table that is missing, or placed into ``shared``, is owned
            by its heaviest writers (see ``owning``). A unit and a table of one name share one entry.
        options: evidence and weights; constraints are not applied.
        history: files that change together, where known.
    """
    gathered = trusted(gather(Material(graph, history or CoChange()), options), options.weights)
    material = gathered.material
    services = {name: placement.get(name, UNPLACED) for name in material.units}
    given = {name: placement[name] for name in material.tables if placement.get(name, SHARED) != SHARED}
    held = Placement(services, owners(material, services, given), {})
    return described(gathered, held, options, "given")


def _why(chosen: Decomposition, alternatives: tuple[Decomposition, ...], options: ClusteringOptions) -> str:
    """One sentence on why this one."""
    if not chosen.services:
        return "There is no code to place."
    lines = sum(service.lines for service in chosen.services) or 1
    largest = max(service.lines for service in chosen.services)
    span, number = options.span, len(chosen.services)
    asked = "" if span is None else f"{span[0]}" if span[0] == span[1] else f"{span[0]} to {span[1]}"
    basis = (
        f"{asked} {'service was' if asked == '1' else 'services were'} asked for"
        if asked
        else f"{plural(number, 'service')} {'balances' if number == 1 else 'balance'} what crosses boundaries against"
        f" size at a score of {chosen.score.total:.3f}"
    )
    others = ", ".join(f"{a.label} with {len(a.services)}: {a.score.total:.3f}" for a in alternatives)
    return (
        f"{basis}{f' ({others})' if others else ''}: {crossing(chosen):.0%} of the evidence crosses a boundary,"
        f" and the largest service holds {largest / lines:.0%} of the services' code."
    )
