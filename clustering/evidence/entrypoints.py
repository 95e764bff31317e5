"""Entry points: what one request or job reaches serves one purpose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import sqrt

from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Link, Part, Relation, anchor, unit
from decompose.clustering.options import Evidence
from decompose.extractors.graph import EdgeKind

DEPTH = 2
"""Deeper calls are shared by most entry points and tell nothing."""


def links(material: Material) -> Iterable[Link]:
    """An anchor per handling unit, tied to what it reaches: half as strongly with every call.

    What many entry points reach is damped by their number.
    """
    callees: dict[str, list[str]] = defaultdict(list)
    for caller, callee in material.pairs[EdgeKind.CALLS]:
        callees[caller].append(callee)
    handlers = sorted({point.unit for point in material.entry_points})
    reached = {handler: _reach(handler, callees) for handler in handlers}
    reachers: dict[str, int] = defaultdict(int)
    for units in reached.values():
        for name in units:
            reachers[name] += 1
    for handler, units in reached.items():
        if len(units) > 1:
            for name, depth in units.items():
                damping = sqrt(max(len(units), reachers[name]))
                yield Link(anchor(f"entry {handler}"), unit(name), 0.5**depth / damping)


def _reach(start: str, callees: Mapping[str, list[str]]) -> dict[str, int]:
    """Units reached from ``start`` → number of calls on the shortest way."""
    depths, frontier = {start: 0}, [start]
    for depth in range(1, DEPTH + 1):
        found = []
        for caller in frontier:
            for callee in callees.get(caller, ()):
                if callee not in depths:
                    depths[callee] = depth
                    found.append(callee)
        frontier = found
    return depths


RELATIONS = (Relation(Evidence.ENTRYPOINTS, Part.AFFINITY, 0.3, links),)
