"""A decomposition from a placement: ownership, couplings, score and metrics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from decompose.clustering.constraints import SHARED
from decompose.clustering.coupling import couplings, spanning_transactions, table_uses
from decompose.clustering.decomposition import Decomposition, Score, ScorePart, Service
from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import NodeKind, Part
from decompose.clustering.gathering import Gathered, weighted
from decompose.clustering.metrics.cut import Cut
from decompose.clustering.metrics.measuring import measured
from decompose.clustering.objective import GOD_COST, RESOLUTION, Balance, fewest_units
from decompose.clustering.options import ClusteringOptions, Weights
from decompose.extractors.graph import EdgeKind

VOTE_DIGITS = 9
"""Votes that differ by less are equal: what is left is the rounding of sums."""
SHARED_SHARE = 0.4
"""A shared library of more than this share of the code is charged like a god service."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where everything is.

    Attributes:
        services: unit → service or ``shared``; every unit of the code base.
        owners: table → service; every table.
        named_after: service → the words that its name comes from.
    """

    services: Mapping[str, str]
    owners: Mapping[str, str]
    named_after: Mapping[str, tuple[str, ...]]


def balance_of(material: Material, weights: Weights, resolution: float = RESOLUTION) -> Balance:
    """The balance that the objective applies to this code base."""
    lines = sum(max(1, unit.lines) for unit in material.units.values())
    return Balance(
        resolution, max(0.0, weights.imbalance), max(1, lines), len(material.tables), fewest_units(len(material.units))
    )


def described(
    gathered: Gathered, placement: Placement, options: ClusteringOptions, label: str = "recommended"
) -> Decomposition:
    """Everything there is to say about a placement."""
    material = gathered.material
    crossing = couplings(material, placement.services, placement.owners)
    spanning = spanning_transactions(material, placement.services, placement.owners)
    return Decomposition(
        services=_services(gathered, placement),
        shared=tuple(name for name in material.units if placement.services[name] == SHARED),
        couplings=crossing,
        table_uses=table_uses(material, placement.services, placement.owners),
        spanning_transactions=spanning,
        score=scored(gathered, placement, options.weights),
        metrics=measured(_cut(material, placement, len(spanning))),
        evidence=tuple(kind.value for kind in gathered.used),
        evidence_missing=tuple(kind.value for kind in gathered.missing),
        label=label,
    )


def scored(gathered: Gathered, placement: Placement, weights: Weights) -> Score:
    """The objective of a placement, part by part."""
    labels = _labels(gathered, placement, weights)
    crossing = dict.fromkeys(Part, 0.0)
    volume: dict[str, float] = defaultdict(float)
    for tie in gathered.ties:
        ends = labels[tie.a], labels[tie.b]
        if SHARED not in ends:
            weight = weighted(tie, weights)
            volume[ends[0]] += weight
            volume[ends[1]] += weight
            if ends[0] != ends[1]:
                crossing[tie.part] += tie.mass
    parts = [
        ScorePart(part.value.replace("_", " "), crossing[part], float(getattr(weights, part.value))) for part in Part
    ]
    return Score((*parts, ScorePart("imbalance", _imbalance(gathered.material, placement, volume), weights.imbalance)))


def _imbalance(material: Material, placement: Placement, volume: Mapping[str, float]) -> float:
    balance = balance_of(material, Weights())
    lines: dict[str, int] = defaultdict(int)
    tables: dict[str, int] = defaultdict(int)
    units: dict[str, int] = defaultdict(int)
    for name, service in placement.services.items():
        lines[service] += max(1, material.units[name].lines)
        units[service] += 1
    for service in placement.owners.values():
        tables[service] += 1
    library = max(0.0, lines.pop(SHARED, 0) / balance.lines - SHARED_SHARE) * GOD_COST
    total = sum(volume.values()) / 2
    concentration = sum(balance.of_volume(held, total) for _, held in sorted(volume.items()))
    return (
        library
        + concentration
        + sum(balance.of_size(lines[service], tables[service], units[service]) for service in sorted({*lines, *tables}))
    )


def _labels(gathered: Gathered, placement: Placement, weights: Weights) -> list[str]:
    """The service of every node; anchors are where they are tied most, innermost folders first."""
    labels: list[str] = []
    for node in gathered.nodes:
        known = placement.services if node.kind is NodeKind.UNIT else placement.owners
        labels.append("" if node.kind is NodeKind.ANCHOR else known[node.name])
    pending = [number for number, node in enumerate(gathered.nodes) if node.kind is NodeKind.ANCHOR]
    near: dict[int, list[tuple[int, float]]] = {number: [] for number in pending}
    for tie in gathered.ties:
        for end, other in ((tie.a, tie.b), (tie.b, tie.a)):
            if end in near:
                near[end].append((other, weighted(tie, weights)))
    while pending:
        votes = {number: _votes(near[number], labels) for number in pending}
        found = {number: _winner(vote) for number, vote in votes.items() if vote}
        for number in pending:
            labels[number] = found.get(number, "" if found else SHARED)
        pending = [number for number in pending if not labels[number]]
    return labels


def _winner(votes: Mapping[str, float]) -> str:
    """The one with most votes, the first by name among equals."""
    return min(votes, key=lambda service: (-round(votes[service], VOTE_DIGITS), service))


def _votes(near: list[tuple[int, float]], labels: list[str]) -> dict[str, float]:
    votes: dict[str, float] = defaultdict(float)
    for other, weight in near:
        if labels[other] not in ("", SHARED):
            votes[labels[other]] += weight
    return votes


def _services(gathered: Gathered, placement: Placement) -> tuple[Service, ...]:
    material = gathered.material
    units: dict[str, list[str]] = defaultdict(list)
    tables: dict[str, list[str]] = defaultdict(list)
    entries: dict[str, set[str]] = defaultdict(set)
    for name in material.units:
        units[placement.services[name]].append(name)
    for name in material.tables:
        tables[placement.owners[name]].append(name)
    for point in material.entry_points:
        entries[placement.services[point.unit]].add(point.name)
    cohesion = _cohesion(material, placement)
    return tuple(
        Service(
            name,
            tuple(units[name]),
            tuple(tables[name]),
            tuple(placement.named_after.get(name, ())),
            cohesion.get(name, 0.0),
            sum(material.units[unit_].lines for unit_ in units[name]),
            tuple(sorted(entries[name])),
        )
        for name in sorted({*units, *tables} - {SHARED, ""})
    )


def _cohesion(material: Material, placement: Placement) -> dict[str, float]:
    inside: dict[str, float] = defaultdict(float)
    crossing: dict[str, float] = defaultdict(float)
    for kind in (EdgeKind.CALLS, EdgeKind.READS, EdgeKind.WRITES):
        targets = placement.services if kind is EdgeKind.CALLS else placement.owners
        for (source, target), weight in material.pairs[kind].items():
            ends = placement.services[source], targets[target]
            if ends[0] == ends[1]:
                inside[ends[0]] += weight
            elif SHARED not in ends:
                crossing[ends[0]] += weight
                crossing[ends[1]] += weight
    names = sorted({*inside, *crossing})
    return {name: 2 * inside[name] / (2 * inside[name] + crossing[name]) for name in names}


def _cut(material: Material, placement: Placement, spanning: int) -> Cut:
    services = {name: service for name, service in placement.services.items() if service != SHARED}
    calls: dict[tuple[str, str], float] = defaultdict(float)
    accesses: dict[str, set[str]] = defaultdict(set)
    for edge in material.edges:
        if edge.kind is EdgeKind.CALLS and edge.source in services and edge.target in services:
            calls[edge.source, edge.target] += max(0.0, edge.weight)
        elif edge.kind in (EdgeKind.READS, EdgeKind.WRITES) and edge.source in services:
            accesses[edge.target].add(edge.source)
    return Cut(
        services,
        {pair: volume for pair, volume in calls.items() if volume > 0},
        {name: frozenset(users) for name, users in accesses.items()},
        {name: material.units[name].lines for name in services},
        spanning,
        _contexts(material),
    )


def _contexts(material: Material) -> dict[str, frozenset[str]]:
    """Unit → the entry points that it takes part in."""
    points: dict[str, list[str]] = defaultdict(list)
    for point in material.entry_points:
        points[point.unit].append(point.name)
    found: dict[str, set[str]] = defaultdict(set)
    for handler, reached in material.reached.items():
        for name in reached:
            found[name].update(points[handler])
    return {name: frozenset(held) for name, held in found.items()}
