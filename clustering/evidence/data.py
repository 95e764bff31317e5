"""Tables: units belong to the data that they touch, and writers more than readers."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.clustering.evidence.damping import damped
from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Link, Part, Relation, table, unit
from decompose.clustering.options import Evidence
from decompose.extractors.graph import EdgeKind

WRITE_SHARE = 3.0
"""Only the owner may write; a reader can be served by a copy or an API."""
FOREIGN_KEY_SHARE = 1.0
JOIN_SHARE = 1.0


def accesses(material: Material) -> Iterable[Link]:
    """A link for each unit and table that it reads or writes."""
    reads = [Link(unit(a), table(b), weight) for (a, b), weight in material.pairs[EdgeKind.READS].items()]
    writes = material.pairs[EdgeKind.WRITES].items()
    return damped(reads + [Link(unit(a), table(b), WRITE_SHARE * weight) for (a, b), weight in writes])


def references(material: Material) -> Iterable[Link]:
    """A link for each pair of tables that a foreign key or a join ties."""
    keys = material.pairs[EdgeKind.FOREIGN_KEY].items()
    joins = material.pairs[EdgeKind.JOINS].items()
    links = [Link(table(a), table(b), FOREIGN_KEY_SHARE * weight) for (a, b), weight in keys]
    return damped(links + [Link(table(a), table(b), JOIN_SHARE * weight) for (a, b), weight in joins])


RELATIONS = (
    Relation(Evidence.DATA, Part.SHARED_DATA, 2.5, accesses),
    Relation(Evidence.DATA, Part.SHARED_DATA, 1.2, references),
)
