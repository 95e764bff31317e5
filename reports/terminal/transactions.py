"""Transactions that the cut would break."""

from __future__ import annotations

from decompose.clustering.decomposition import SpanningTransaction
from decompose.reports.analysed import Analysed
from decompose.reports.lines import Block, at, line, name
from decompose.reports.lines.cutting import few
from decompose.reports.terminal.more import more
from decompose.reports.weighing import Weighing

_WORST = 5


def spanning(analysed: Analysed) -> list[SpanningTransaction]:
    """The transactions that write tables of several services, those that write most first."""
    weighing = Weighing(analysed)
    return sorted(analysed.decomposition.spanning_transactions, key=lambda found: -weighing.transaction(found))


def transaction_rows(analysed: Analysed) -> tuple[str, list[Block]]:
    """The title of the section, and the first of them."""
    transactions = spanning(analysed)
    rows: list[Block] = []
    for found in transactions[:_WORST]:
        rows.append(line(name(found.symbol), indent=2))
        rows.append(line(f"writes tables of {len(found.services)} services: {few(found.services)}", indent=4))
        rows.append(line(at(found.place), indent=4))
    return f"Transactions that the cut would break ({len(transactions):,})", rows + more(len(transactions), _WORST)
