"""What commands print of analyses, at every width: ``terminal_text.py ANALYSIS.json …``.

For each: lines of the first screen at 60, 80 and 140 columns; of the summary, the explanation of the largest service
and the plan at 40 to 200 columns, lines that are wider than the screen, and places that are not whole though they would
fit on a line; seconds to lay the three out.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from rich.cells import cell_len

from decompose.analyzer.analysis import Analysis
from decompose.analyzer.documents import read_analysis
from decompose.reports.explaining import explain
from decompose.reports.lines import Block, Screen, file, inked
from decompose.reports.lines.blocks import Line
from decompose.reports.migration.terminal import plan_blocks
from decompose.reports.terminal import explanation_blocks, summary

DETAILS = re.compile(r"^(?:All [\d,]+ services|Why these)$", re.MULTILINE)


def texts(analysis: Analysis) -> Iterator[list[Block]]:
    """What is laid out."""
    largest = max(analysis.decomposition.services, key=lambda service: service.lines).name
    yield list(summary(analysis, source="shop", files=[file("shop/.decompose/report.html")]))
    yield list(explanation_blocks(explain(analysis, largest)))
    yield list(plan_blocks(analysis))


def places(blocks: list[Block]) -> set[str]:
    """All places that are shown."""
    pieces = [piece for block in blocks if isinstance(block, Line) for piece in block.pieces]
    return {str(piece.place) for piece in pieces if piece.place is not None}


def main() -> None:
    """A row for each."""
    for document in map(Path, sys.argv[1:]):
        shown = list(texts(read_analysis(document)))
        first = [
            len(DETAILS.split(inked(shown[0], Screen(width)))[0].rstrip("\n").splitlines()) for width in (60, 80, 140)
        ]
        begun = time.perf_counter()
        for blocks in shown:
            inked(blocks, Screen(100))
        seconds = time.perf_counter() - begun
        lines = wide = broken = 0
        for blocks in shown:
            wanted = places(blocks)
            for width in range(40, 201):
                text = inked(blocks, Screen(width))
                rows = text.splitlines()
                lines += len(rows)
                wide += sum(cell_len(row) > width for row in rows)
                broken += sum(len(place) <= width and place not in text for place in wanted)
        found = f"{lines:,} lines, {wide} too wide, {broken} places broken"
        print(f"{document}: first screen {first}; {found}; {seconds:.2f} s")


if __name__ == "__main__":
    main()
