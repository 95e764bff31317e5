"""Modules: what is written in one file is imported together and needs no import to know each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import sqrt

from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Link, Part, Relation, anchor, unit
from decompose.clustering.options import Evidence

USUAL = 8
"""A file of more units than this is about more than one thing: its ties weaken."""


def links(material: Material) -> Iterable[Link]:
    """An anchor per file, tied to its units; the units of a long file less, for it is about many things."""
    in_file = Counter(unit_.path for unit_ in material.units.values())
    for unit_ in material.units.values():
        if unit_.path and in_file[unit_.path] > 1:
            yield Link(anchor(f"file {unit_.path}"), unit(unit_.name), tie(in_file[unit_.path]))


def tie(units: int) -> float:
    """The tie of a unit to its file, in a file of so many units; at most 1."""
    return min(1.0, sqrt(USUAL / units))


RELATIONS = (Relation(Evidence.IMPORTS, Part.AFFINITY, 1.0, links, is_scaled=False),)
