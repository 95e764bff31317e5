"""Tables that several services write."""

from __future__ import annotations

from decompose.clustering.decomposition import TableUse
from decompose.reports.analysed import Analysed
from decompose.reports.lines import Block, at, line, name, service
from decompose.reports.lines.cutting import few
from decompose.reports.terminal.more import more
from decompose.reports.weighing import Weighing

_WORST = 6


def contested(analysed: Analysed) -> list[TableUse]:
    """The tables with more than one writer; those that others than their owner write most come first."""
    weighing = Weighing(analysed)
    tables = [use for use in analysed.decomposition.table_uses if len(use.writers) > 1]
    return sorted(tables, key=lambda use: -weighing.writes(use.table))


def writer_rows(analysed: Analysed) -> tuple[str, list[Block]]:
    """The title of the section, and the first of them."""
    tables = contested(analysed)
    rows: list[Block] = []
    for use in tables[:_WORST]:
        others = [writer for writer in use.writers if writer != use.owner]
        told = f", also written by {few(others)}"
        rows.append(line(name(use.table, "magenta"), "  owned by ", service(use.owner), told, indent=2))
        rows += [line(at(place), indent=4) for place in use.places[:1]]
    return f"Tables that several services write ({len(tables):,})", rows + more(len(tables), _WORST, "tables")
