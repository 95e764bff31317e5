"""Sizes: the guards without which most other metrics praise one big service."""

from __future__ import annotations

from collections import defaultdict

from decompose.clustering.metrics.cut import Cut
from decompose.clustering.metrics.measuring import Measure


def number_of_services(cut: Cut) -> float:
    """K, the shared library not counted."""
    return float(len(cut.sizes))


def non_extreme_distribution(cut: Cut) -> float:
    """NED = 1 - share of elements in services of 5 to 20 elements; 0..1.

    Made for code bases of some dozens of classes. Source: metrics code of Kalia et al., "Mono2Micro"
    (ESEC/FSE 2021).
    """
    elements = sum(cut.sizes.values())
    return 1 - sum(size for size in cut.sizes.values() if 5 <= size <= 20) / elements if elements else 0.0


def largest_share(cut: Cut) -> float:
    """Share of the services' lines of code that the largest one holds; 0..1."""
    lines: dict[str, int] = defaultdict(int)
    for element, service in cut.services.items():
        lines[service] += max(1, cut.lines.get(element, 1))
    return max(lines.values(), default=0) / max(1, sum(lines.values()))


MEASURES = (
    Measure("services", number_of_services, False, "number of services (neither direction is better by itself)"),
    Measure("NED", non_extreme_distribution, False,
            "share of units outside services of 5 to 20 units (Mono2Micro, FSE 2021; for small code bases)"),
    Measure("largest share", largest_share, False, "share of the lines of code in the largest service"),
)  # fmt: skip
