"""How much services keep to themselves: cluster factor, TurboMQ, modularity."""

from __future__ import annotations

from decompose.clustering.metrics.cut import Cut
from decompose.clustering.metrics.measuring import Measure


def cluster_factors(cut: Cut) -> dict[str, float]:
    """Service → 2 · inside / (2 · inside + crossing), in call volume, crossing in both directions; 0..1.

    Source: Mitchell and Mancoridis, "On the automatic modularization of software systems using the Bunch
    tool" (TSE 2006).
    """
    inside = dict.fromkeys(cut.sizes, 0.0)
    crossing = dict.fromkeys(cut.sizes, 0.0)
    for (a, b), volume in cut.volume.items():
        if a == b:
            inside[a] += volume
        else:
            crossing[a] += volume
            crossing[b] += volume
    return {s: 2 * inside[s] / (2 * inside[s] + crossing[s]) if inside[s] else 0.0 for s in cut.sizes}


def cohesion(cut: Cut) -> float:
    """Mean cluster factor over services; 0..1. Source: Nitin et al., "CARGO" (ASE 2022)."""
    factors = cluster_factors(cut)
    return sum(factors.values()) / len(factors) if factors else 0.0


def turbo_mq(cut: Cut) -> float:
    """TurboMQ = sum of the cluster factors; 0..K. Source: Mitchell and Mancoridis (TSE 2006)."""
    return sum(cluster_factors(cut).values())


def modularity(cut: Cut) -> float:
    """Q = Σ over services of (inside / all - (degree / (2 · all))²), in undirected call volume; -0.5..1.

    Source: Newman and Girvan, "Finding and evaluating community structure in networks" (2004).
    """
    total = sum(cut.volume.values())
    if not total:
        return 0.0
    degree = dict.fromkeys(cut.sizes, 0.0)
    for (a, b), volume in cut.volume.items():
        degree[a] += volume
        degree[b] += volume
    inside = sum(volume for (a, b), volume in cut.volume.items() if a == b)
    return inside / total - sum((held / (2 * total)) ** 2 for held in degree.values())


MEASURES = (
    Measure("cohesion", cohesion, True,
            "mean share of a service's call volume that stays inside (mean cluster factor; CARGO, ASE 2022)"),
    Measure("TurboMQ", turbo_mq, True, "sum of cluster factors (Mitchell and Mancoridis, TSE 2006)"),
    Measure("modularity", modularity, True,
            "call volume inside services beyond chance (Newman and Girvan, 2004)"),
)  # fmt: skip
