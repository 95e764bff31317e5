"""Entry points by service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from decompose.clustering.counting import plural
from decompose.reports.analysed import Analysed
from decompose.reports.markdown.marking import NONE, Links, folded, names, table
from decompose.reports.markdown.texts import code
from decompose.reports.sections.entries import Entry, entries

TITLE = "Entry points"
_MOST = 600
"""Rows of the whole section."""


def lines(analysed: Analysed, links: Links) -> Iterator[str]:
    """A folded table for each service; first what reaches into most other services."""
    found = entries(analysed)
    if not found:
        return
    most = max(8, _MOST // len(found))
    for service, rows in found:
        kinds = Counter(row.point.kind.value for row in rows)
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        yield from folded(f"{service}: {plural(len(rows), 'entry point')} ({counts})", _table(rows, most, links))


def _table(rows: list[Entry], most: int, links: Links) -> Iterator[str]:
    yield from table(
        ("entry point", "kind", "handled by", "reaches into", "tables read:", "written:", "where"),
        (
            (
                code(row.point.name),
                row.point.kind.value,
                code(row.point.symbol),
                names(row.services, 4),
                str(row.reads) if row.reads >= 0 else NONE,
                str(row.writes) if row.writes >= 0 else NONE,
                links.place(row.point.place),
            )
            for row in rows[:most]
        ),
    )
    if len(rows) > most:
        yield f"… and {len(rows) - most:,} more."
        yield ""
