"""Entry points: what one request or job reaches serves one purpose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import sqrt

from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Link, Part, Relation, anchor, unit
from decompose.clustering.options import Evidence


def links(material: Material) -> Iterable[Link]:
    """An anchor per handling unit, tied to what it reaches: half as strongly with every call.

    What many entry points reach is damped by their number.
    """
    reached = material.reached
    reachers: dict[str, int] = defaultdict(int)
    for units in reached.values():
        for name in units:
            reachers[name] += 1
    for handler, units in reached.items():
        if len(units) > 1:
            for name, depth in units.items():
                damping = sqrt(max(len(units), reachers[name]))
                yield Link(anchor(f"entry {handler}"), unit(name), 0.5**depth / damping)


RELATIONS = (Relation(Evidence.ENTRYPOINTS, Part.AFFINITY, 0.3, links),)
