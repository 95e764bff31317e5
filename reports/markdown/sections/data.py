"""Who owns which table, and which tables are in several hands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decompose.clustering.decomposition import TableUse
from decompose.extractors.graph import EdgeKind
from decompose.reports.analysed import Analysed
from decompose.reports.markdown.marking import Links, folded, names, rest, table
from decompose.reports.markdown.texts import code

TITLE = "Data"
_MOST_ROWS = 60
_OPEN_ROWS = 15


def lines(analysed: Analysed, links: Links) -> Iterator[str]:
    """Contested tables, foreign keys to cut, and the owner of every table."""
    chosen = analysed.decomposition
    written = [use for use in chosen.table_uses if len(use.writers) > 1]
    read = [use for use in chosen.table_uses if len(use.writers) <= 1]
    if written:
        yield f"### {len(written)} contested: written by several services"
        yield ""
        yield from _uses(written, links)
    if read:
        yield from folded(f"{len(read)} tables that one service writes and others read", _uses(read, links))
    keys = [found for found in chosen.couplings if found.kind is EdgeKind.FOREIGN_KEY]
    yield from (
        folded(
            f"{len(keys)} foreign keys to cut",
            (
                *table(
                    ("table", "refers to", "of", "where"),
                    (
                        (
                            code(found.source),
                            code(found.target),
                            code(found.target_service),
                            links.places(found.places, 1),
                        )
                        for found in keys[:_MOST_ROWS]
                    ),
                ),
                *rest(_MOST_ROWS, len(keys), "foreign keys"),
            ),
        )
        if keys
        else ()
    )
    owned = [service for service in chosen.services if service.tables]
    yield from folded(
        "Who owns which table",
        table(("service", "tables"), ((code(one.name), names(one.tables, 200)) for one in owned)),
    )


def _uses(uses: Sequence[TableUse], links: Links) -> Iterator[str]:
    titles = ("table", "owner", "written by", "read by", "where others touch it")
    rows = [
        (code(use.table), code(use.owner), names(use.writers), names(use.readers), links.places(use.places))
        for use in uses[:_MOST_ROWS]
    ]
    yield from table(titles, rows[:_OPEN_ROWS])
    yield from folded(f"{len(rows) - _OPEN_ROWS} more", table(titles, rows[_OPEN_ROWS:]))
    yield from rest(len(rows), len(uses), "tables")
