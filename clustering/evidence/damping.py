"""Hubs damped, so that a logger neither glues everything together nor is dragged about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import sqrt

from decompose.clustering.evidence.relation import Link


def damped(links: Iterable[Link]) -> list[Link]:
    """Each link divided by the geometric mean of the degrees of its two ends.

    That is the weighting of the normalised Laplacian (Chung, "Spectral Graph Theory", 1997): a node's links
    weigh the less the more of them it has.
    """
    held = list(links)
    degree = Counter(node for link in held for node in (link.a, link.b))
    return [Link(a, b, weight / sqrt(degree[a] * degree[b])) for a, b, weight in held]
