"""History: files that change together for one reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log1p, sqrt

from decompose.clustering.evidence.damping import damped
from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Link, Part, Relation, anchor, unit
from decompose.clustering.options import Evidence


def links(material: Material) -> Iterable[Link]:
    """Links between the files that change together, and between each of those files and its units."""
    in_file = Counter(unit_.path for unit_ in material.units.values())
    changing = damped(
        Link(anchor(f"changes {a}"), anchor(f"changes {b}"), log1p(weight))
        for a, b, weight in sorted(material.history.pairs)
        if a != b and a in in_file and b in in_file and weight > 0
    )
    yield from changing
    strength: dict[str, float] = defaultdict(float)
    for link in changing:
        for file in (link.a, link.b):
            strength[file.name] += link.weight
    for unit_ in material.units.values():
        file = anchor(f"changes {unit_.path}")
        if file.name in strength:
            yield Link(file, unit(unit_.name), strength[file.name] / sqrt(in_file[unit_.path]))


RELATIONS = (Relation(Evidence.HISTORY, Part.AFFINITY, 0.4, links),)
