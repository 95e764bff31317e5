"""What a relation of evidence is: weighted links between the nodes that are placed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from decompose.clustering.evidence.material import Material
from decompose.clustering.options import Evidence


class NodeKind(StrEnum):
    """What stands in the network that is cut."""

    UNIT = "unit"
    TABLE = "table"
    ANCHOR = "anchor"
    """Stands for a group (a module, a transaction, an entry point's reach): it ties the group's members
    with as many links as there are members, and is placed where most of them are."""


class Node(NamedTuple):
    """A node by kind and name; units and tables may bear the same name."""

    kind: NodeKind
    name: str


class Link(NamedTuple):
    """An undirected link; parallel links add up."""

    a: Node
    b: Node
    weight: float


class Part(StrEnum):
    """The parts of the score that a crossing link can belong to (fields of ``Weights``)."""

    CHATTINESS = "chattiness"
    SHARED_DATA = "shared_data"
    TRANSACTIONS = "transactions"
    AFFINITY = "affinity"


@dataclass(frozen=True, slots=True)
class Relation:
    """One kind of evidence.

    Attributes:
        evidence: the name under which users switch it on and off.
        part: the part of the score that its crossing links count for.
        importance: what it weighs for a node that it knows, relative to calls (1.0).
        links: finds the links in the material.
        is_scaled: whether only the proportions of its weights count: they are then scaled so that a node has
            1 on average. If not, weights are meant as they are, with about 1 for a node as the most.
    """

    evidence: Evidence
    part: Part
    importance: float
    links: Callable[[Material], Iterable[Link]]
    is_scaled: bool = True


def unit(name: str) -> Node:
    """The node of a unit."""
    return Node(NodeKind.UNIT, name)


def table(name: str) -> Node:
    """The node of a table."""
    return Node(NodeKind.TABLE, name)


def anchor(name: str) -> Node:
    """The node that stands for a group."""
    return Node(NodeKind.ANCHOR, name)
