"""What several services touch, and which services wait for each other."""

from __future__ import annotations

from decompose.clustering.metrics.cut import Cut
from decompose.clustering.metrics.measuring import Measure


def shared_tables(cut: Cut) -> float:
    """Tables that elements of more than one service read or write: count, 0 is best."""
    users = (frozenset(cut.services[user] for user in held if user in cut.services) for held in cut.accesses.values())
    return float(sum(len(services) > 1 for services in users))


def chatty_pairs(cut: Cut) -> float:
    """Unordered pairs of services that call each other in both directions: count, 0 is best.

    Neither of the two can be changed, deployed or down without the other. The mutual case of the fan-in and
    fan-out of Henry and Kafura ("Software structure metrics based on information flow", 1981).
    """
    return float(sum(a < b and (b, a) in cut.volume for a, b in cut.volume))


MEASURES = (
    Measure("shared tables", shared_tables, False, "tables that more than one service reads or writes"),
    Measure("chatty pairs", chatty_pairs, False, "pairs of services that call each other in both directions"),
)
