"""Calls and events: what would have to cross the network."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.clustering.evidence.damping import damped
from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Link, Part, Relation, unit
from decompose.clustering.options import Evidence
from decompose.extractors.graph import EdgeKind

EVENT_SHARE = 0.3
"""An event that crosses a boundary is how services should talk: it binds far less than a call."""


def links(material: Material) -> Iterable[Link]:
    """A link for each calling pair of units.

    Volumes that were counted stand as they are: that a hub means little to each of its users is a guess where
    nobody knows how often they call it.
    """
    calls = [Link(unit(a), unit(b), weight) for (a, b), weight in material.pairs[EdgeKind.CALLS].items()]
    events = material.pairs[EdgeKind.EVENT].items()
    calls += [Link(unit(a), unit(b), EVENT_SHARE * weight) for (a, b), weight in events]
    return calls if material.is_counted else damped(calls)


RELATIONS = (Relation(Evidence.CALLS, Part.CHATTINESS, 1.0, links),)
