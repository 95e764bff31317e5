"""History: files that change together for one reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log1p, sqrt

from decompose.clustering.evidence.damping import damped
from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Link, Part, Relation, anchor, unit
from decompose.clustering.options import Evidence


def links(material: Material) -> Iterable[Link]:
    """Links between the files that change together, and between each of those files and its units."""
    in_file = Counter(unit_.path for unit_ in material.units.values())
    pairs = sorted((a, b, w) for (a, b), w in material.history.pairs.items() if a in in_file and b in in_file)
    changing = damped(Link(anchor(f"changes {a}"), anchor(f"changes {b}"), log1p(w)) for a, b, w in pairs if w > 0)
    yield from changing
    strength: Counter[str] = Counter()
    for a, b, weight in changing:
        strength[a.name] += weight  # type: ignore[assignment]
        strength[b.name] += weight  # type: ignore[assignment]
    for unit_ in material.units.values():
        tie = strength[f"changes {unit_.path}"]
        if tie:
            yield Link(anchor(f"changes {unit_.path}"), unit(unit_.name), tie / sqrt(in_file[unit_.path]))


RELATIONS = (Relation(Evidence.HISTORY, Part.AFFINITY, 0.4, links),)
