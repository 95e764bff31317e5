"""Gathers the evidence: every relation's links, brought to one scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from decompose.clustering.evidence.discovering import relations
from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Link, Node, NodeKind, Part, table, unit
from decompose.clustering.objective import fewest_units
from decompose.clustering.options import ClusteringOptions, Evidence, Weights

TRACE = 1e-3
"""A tie that decides only where nothing else does."""

LARGE = 40_000
"""Ties of a large network."""


class Tie(NamedTuple):
    """A link between two numbered nodes.

    Attributes:
        a, b: numbers of the nodes.
        part: the part of the score that it counts for where it crosses a boundary.
        mass: its share of all evidence, before the user's weights.
    """

    a: int
    b: int
    part: Part
    mass: float


@dataclass(frozen=True, slots=True)
class Gathered:
    """All evidence about one code base; the masses of all ties add up to 1.

    Attributes:
        material: where it comes from.
        nodes: units, then tables, then anchors, each sorted by name.
        index: the number of each node.
        ties: sorted by relation; a pair may be tied by several relations.
        used, missing: relations that had something to say, and those asked for that had not.
    """

    material: Material
    nodes: tuple[Node, ...]
    index: dict[Node, int]
    ties: tuple[Tie, ...]
    used: tuple[Evidence, ...]
    missing: tuple[Evidence, ...]

    @property
    def is_large(self) -> bool:
        """Whether there are so many ties that each further search takes its time."""
        return len(self.ties) > LARGE

    @property
    def placed(self) -> int:
        """The number of nodes that get a place: units and tables."""
        return len(self.material.units) + len(self.material.tables)


def gather(material: Material, options: ClusteringOptions) -> Gathered:
    """The evidence that the options allow.

    A relation's mass is its importance times the share of units and tables that it knows: what
    speaks of few nodes decides about those few and not about the rest.
    """
    wanted = [relation for relation in relations() if relation.evidence in options.evidence]
    found = [(relation, [link for link in relation.links(material) if link.weight > 0]) for relation in wanted]
    used = {relation.evidence for relation, links in found if links}
    nodes = _nodes(material, (link for _, links in found for link in links))
    index = {node: number for number, node in enumerate(nodes)}
    ties: list[Tie] = []
    for relation, links in found:
        scale = relation.importance * (_scale(links) if relation.is_scaled else 1.0)
        ties += [Tie(index[a], index[b], relation.part, weight * scale) for a, b, weight in links]
    ties += strays(material, index, ties)
    whole = sum(tie.mass for tie in ties) or 1.0
    return Gathered(
        material,
        nodes,
        index,
        tuple(Tie(a, b, part, mass / whole) for a, b, part, mass in ties),
        tuple(kind for kind in Evidence if kind in used),
        tuple(kind for kind in Evidence if kind in options.evidence and kind not in used),
    )


def _scale(links: list[Link]) -> float:
    """What brings the links of a relation to 1 per unit or table that it knows."""
    known = {node for link in links for node in (link.a, link.b) if node.kind is not NodeKind.ANCHOR}
    return len(known) / (sum(link.weight for link in links) or 1.0)


def weighted(tie: Tie, weights: Weights) -> float:
    """What a tie weighs for the user."""
    return tie.mass * weight_of(tie.part, weights)


def weight_of(part: Part, weights: Weights) -> float:
    """What the user gives a part of the score."""
    return max(0.0, float(getattr(weights, part.value)))


def strays(material: Material, index: Mapping[Node, int], ties: Iterable[Tie]) -> list[Tie]:
    """Ties for the few that nothing ties to the rest: a trace of weight, to the neighbour by name.

    Something has to be done with them, and names are all there is.
    """
    parent = list(range(len(index)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for tie in ties:
        parent[root(tie.a)] = root(tie.b)
    size = Counter(root(index[unit(name)]) for name in material.units)
    fewest = fewest_units(len(material.units))
    found = []
    placed = [unit(name) for name in material.units] + [table(name) for name in material.tables]
    for place, node in enumerate(placed):
        here = root(index[node])
        beside = [other for other in placed[max(0, place - 1) : place + 2] if root(index[other]) != here]
        if size[here] < fewest and beside:
            near = max(beside, key=lambda other: (_common(node.name, other.name), other.name))
            found.append(Tie(index[node], index[near], Part.AFFINITY, TRACE))
            size[root(index[near])] += size[here]
            parent[here] = root(index[near])
    return found


def _common(name: str, other: str) -> int:
    """How many leading dotted parts the two names share."""
    pairs = zip(name.split("."), other.split("."), strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))


def _nodes(material: Material, links: Iterable[Link]) -> tuple[Node, ...]:
    anchors = {node for link in links for node in (link.a, link.b) if node.kind is NodeKind.ANCHOR}
    return (*map(unit, material.units), *map(table, material.tables), *sorted(anchors))
