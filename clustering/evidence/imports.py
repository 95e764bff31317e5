"""Imports and mentions: weak, but there where calls could not be resolved."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.clustering.evidence.damping import damped
from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Link, Part, Relation, unit
from decompose.clustering.options import Evidence
from decompose.extractors.graph import EdgeKind


def links(material: Material) -> Iterable[Link]:
    """A link for each unit and a unit that it names."""
    return damped(Link(unit(a), unit(b), weight) for (a, b), weight in material.pairs[EdgeKind.IMPORTS].items())


RELATIONS = (Relation(Evidence.IMPORTS, Part.AFFINITY, 0.5, links),)
