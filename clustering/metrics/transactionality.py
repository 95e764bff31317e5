"""Data: database purity, transactions that become distributed."""

from __future__ import annotations

from collections import Counter
from math import log

from decompose.clustering.metrics.cut import Cut
from decompose.clustering.metrics.measuring import Measure


def transactional_purity(cut: Cut) -> float:
    """DBTP, normalised: 1 - mean over tables of H / ln(min(K, accessors)); 0..1, 1 is one service per table.

    H is the entropy of the shares of a table's accessing elements over the services; a table with one
    accessor has none. The published form divides by nothing and can be negative. Source: Nitin et al.,
    "CARGO" (ASE 2022), normalised here.
    """
    impurities = []
    for _, users in sorted(cut.accesses.items()):
        held = Counter(cut.services[user] for user in sorted(users) if user in cut.services)
        if held:
            highest = log(min(len(cut.sizes), held.total()))
            entropy = -sum(n / held.total() * log(n / held.total()) for n in held.values())
            impurities.append(min(1.0, max(0.0, entropy / highest)) if highest else 0.0)
    return 1 - sum(impurities) / len(impurities) if impurities else 1.0


def distributed_transactions(cut: Cut) -> float:
    """Transactions that write tables of more than one service."""
    return float(cut.spanning)


MEASURES = (
    Measure("DBTP", transactional_purity, True,
            "how nearly each table is used by one service, 0..1 (CARGO, ASE 2022, normalised)"),
    Measure("distributed transactions", distributed_transactions, False,
            "transactions that write tables of more than one service"),
)  # fmt: skip
