"""Numbers as bars of blocks, an eighth of a cell exact."""

from __future__ import annotations

from decompose.reports.lines.pieces import Piece

_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
WIDE = 12


def bar(value: float, largest: float, style: str = "cyan", width: int = WIDE) -> Piece:
    """A bar for a value; that of the largest takes the width. What is not nothing is seen.

    Args:
        value: what to show, at least 0.
        largest: of the values that it is compared with.
        style: its colour, which says nothing that the number beside it does not.
        width: in cells.
    """
    if value <= 0 or largest <= 0:
        return Piece("")
    eighths = max(1, round(min(value / largest, 1.0) * width * 8))
    return Piece("█" * (eighths // 8) + _EIGHTHS[eighths % 8], style)
