"""Structural modularity (SM)."""

from __future__ import annotations

from decompose.clustering.metrics.cut import Cut
from decompose.clustering.metrics.measuring import Measure


def structural_modularity(cut: Cut) -> float:
    """SM = mean of cohesion - mean of coupling, in the variant of the Mono2Micro study.

    Cohesion of a service: calling pairs inside / size². Coupling of an ordered pair of services: calling
    pairs across / (2 · product of sizes); the ordered sum is divided by K(K - 1)/2, which weighs coupling
    twice. -1..1. Source: metrics code of Kalia et al., "Mono2Micro" (ESEC/FSE 2021).
    """
    k = len(cut.sizes)
    if not k:
        return 0.0
    cohesion = sum(cut.inside[service] / size**2 for service, size in cut.sizes.items()) / k
    if k == 1:
        return cohesion
    coupling = sum(pairs / (2 * cut.sizes[a] * cut.sizes[b]) for (a, b), pairs in cut.across.items())
    return cohesion - 2 * 2 * coupling / (k * (k - 1))


MEASURES = (
    Measure("SM", structural_modularity, True,
            "structural modularity: pairs that call each other inside services against across"
            " (Mono2Micro, FSE 2021)"),
)  # fmt: skip
