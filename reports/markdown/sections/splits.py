"""Modules whose units land in different services."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.places import Place
from decompose.reports.analysed import Analysed
from decompose.reports.markdown.marking import Links, folded, rest, table
from decompose.reports.markdown.texts import code, prose
from decompose.reports.sections.splits import split_modules

TITLE = "Modules to split"
_MOST_ROWS = 60
_OPEN_ROWS = 12


def lines(analysed: Analysed, links: Links) -> Iterator[str]:
    """Those over most services first."""
    found = split_modules(analysed)
    titles = ("module", "lines:", "goes to", "held together by")
    rows = [
        (
            links.place(Place(module.path, 0)),
            f"{module.lines:,}",
            ", ".join(f"{code(part.service)} ({part.lines:,} lines)" for part in module.parts[:8]),
            prose("; ".join(module.held_by[:3])) or "nothing",
        )
        for module in found[:_MOST_ROWS]
    ]
    yield from table(titles, rows[:_OPEN_ROWS])
    yield from folded(f"{len(rows) - _OPEN_ROWS} more modules", table(titles, rows[_OPEN_ROWS:]))
    yield from rest(len(rows), len(found), "modules")
