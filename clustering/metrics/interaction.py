"""How much services talk: ICP, IFN, coupling."""

from __future__ import annotations

from math import log

from decompose.clustering.metrics.cut import Cut
from decompose.clustering.metrics.measuring import Measure


def inter_call_percentage(cut: Cut) -> float:
    """ICP = Σ over crossing calls of (1 + ln volume) / the same over all calls; 0..1.

    Volumes below 1 count as 1. Source: metrics code of Kalia et al., "Mono2Micro" (ESEC/FSE 2021).
    """
    weights = {pair: 1 + log(max(1.0, volume)) for pair, volume in sorted(cut.calls.items())}
    total = sum(weights.values())
    return sum(w for pair, w in weights.items() if cut.crosses(*pair)) / total if total else 0.0


def interface_number(cut: Cut) -> float:
    """IFN = unordered pairs of elements that call each other across services / K.

    Source: metrics code of Kalia et al., "Mono2Micro" (ESEC/FSE 2021).
    """
    return sum(cut.across.values()) / len(cut.sizes) if cut.sizes else 0.0


def coupling(cut: Cut) -> float:
    """Volume of crossing calls / volume of all calls; 0..1. Source: Nitin et al., "CARGO" (ASE 2022)."""
    total = sum(cut.volume.values())
    return sum(volume for (a, b), volume in cut.volume.items() if a != b) / total if total else 0.0


MEASURES = (
    Measure("ICP", inter_call_percentage, False,
            "share of call weight (1 + ln volume) that crosses services (Mono2Micro, FSE 2021)"),
    Measure("IFN", interface_number, False,
            "calling pairs of units across services, per service (Mono2Micro, FSE 2021)"),
    Measure("coupling", coupling, False, "share of call volume that crosses services (CARGO, ASE 2022)"),
)  # fmt: skip
