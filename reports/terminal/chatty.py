"""Loops that run a query for each element."""

from __future__ import annotations

from decompose.extractors.places import Confidence
from decompose.reports.analysed import Analysed
from decompose.reports.explaining import placement
from decompose.reports.lines import Block, at, line, name
from decompose.reports.repetition import in_words, repeated_queries
from decompose.reports.terminal.more import more

_MOST = 3


def chatty_rows(analysed: Analysed) -> tuple[str, list[Block]]:
    """The title of the section, and the first of them: those that cross services, then the surest."""
    found = repeated_queries(analysed.graph, placement(analysed))
    sure = [one for one in found if one.confidence is not Confidence.HEURISTIC]
    if not found:
        return "", []
    rows: list[Block] = []
    guessed = len(found) - len(sure)
    if guessed:
        rows.append(line(f"{guessed:,} more that may be, by the names of what they call", indent=2, style="dim"))
    for one in sure[:_MOST]:
        rows.append(line(name(one.symbol), indent=2))
        rows.append(line(in_words(one), indent=4))
        rows.append(line(at(one.call), indent=4))
    return f"Queries that loops repeat ({len(sure):,})", rows + more(len(sure), _MOST)
