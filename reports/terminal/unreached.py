"""Functions that no entry point reaches."""

from __future__ import annotations

from decompose.clustering.counting import plural
from decompose.extractors.places import Confidence
from decompose.reports.analysed import Analysed
from decompose.reports.lines import Block, at, line, name
from decompose.reports.terminal.more import more

_MOST = 3


def unreached_rows(analysed: Analysed) -> tuple[str, list[Block]]:
    """The title of the section, and the longest of them."""
    lost = analysed.graph.unreached
    sure = [found for found in lost if found.confidence is not Confidence.HEURISTIC]
    if not lost:
        return "", []
    guessed = len(lost) - len(sure)
    told = f"{plural(sum(found.lines for found in sure), 'line')} that no entry point reaches"
    told += f"; {plural(guessed, 'more function')} that calls of unknowns may mean" if guessed else ""
    rows: list[Block] = [line(told, indent=2)]
    longest = sorted(sure, key=lambda found: (-found.lines, found))[:_MOST]
    for found in longest:
        counted = f" ({plural(found.lines, 'line')})  "
        rows.append(line(name(found.symbol), counted, at(found.place), indent=2))
    return f"Possibly dead ({plural(len(sure), 'function')})", rows + more(len(sure), _MOST)
