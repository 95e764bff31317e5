"""Modules: what is written in one file is imported together and needs no import to know each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Link, Part, Relation, anchor, unit
from decompose.clustering.options import Evidence

LENGTH = 0.25
"""How fast the tie weakens with the number of units."""


def links(material: Material) -> Iterable[Link]:
    """An anchor per file, tied to its units; the units of a long file less, for it is about many things."""
    in_file = Counter(unit_.path for unit_ in material.units.values())
    for unit_ in material.units.values():
        if unit_.path and in_file[unit_.path] > 1:
            yield Link(anchor(f"file {unit_.path}"), unit(unit_.name), in_file[unit_.path] ** -LENGTH)


RELATIONS = (Relation(Evidence.IMPORTS, Part.AFFINITY, 1.0, links),)
