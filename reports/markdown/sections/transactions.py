"""Transactions that would span services."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.reports.analysed import Analysed
from decompose.reports.markdown.marking import Links, folded, names, rest, table
from decompose.reports.markdown.texts import code

TITLE = "Transactions that the cut would break"
_MOST_ROWS = 80
_OPEN_ROWS = 12


def lines(analysed: Analysed, links: Links) -> Iterator[str]:
    """Those over most services first."""
    found = analysed.decomposition.spanning_transactions
    titles = ("function", "in", "services", "tables written", "where")
    rows = [
        (
            code(one.symbol),
            code(one.service),
            names(one.services),
            names(one.tables, 8),
            links.place(one.place),
        )
        for one in found[:_MOST_ROWS]
    ]
    yield from table(titles, rows[:_OPEN_ROWS])
    yield from folded(f"{len(rows) - _OPEN_ROWS} more transactions", table(titles, rows[_OPEN_ROWS:]))
    yield from rest(len(rows), len(found), "transactions")
