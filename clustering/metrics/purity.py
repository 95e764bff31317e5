"""Business context purity (BCP)."""

from __future__ import annotations

from math import log

from decompose.clustering.metrics.cut import Cut
from decompose.clustering.metrics.measuring import Measure


def business_context_purity(cut: Cut) -> float:
    """BCP = mean over services of ln(number of business contexts that run through it); 0 is best.

    A context is an entry point; elements that none reaches have none, and a service without any counts 0. Means
    nothing where one service holds nearly everything. Source: metrics code of Kalia et al., "Mono2Micro"
    (ESEC/FSE 2021), whose contexts are use cases that testers recorded.
    """
    held: dict[str, set[str]] = {service: set() for service in cut.sizes}
    for element, contexts in cut.contexts.items():
        if element in cut.services:
            held[cut.services[element]].update(contexts)
    return sum(log(max(1, len(contexts))) for contexts in held.values()) / len(held) if held else 0.0


MEASURES = (
    Measure("BCP", business_context_purity, False,
            "mean ln(entry points that reach a service within two calls) (Mono2Micro, FSE 2021, by entry points)"),
)  # fmt: skip
