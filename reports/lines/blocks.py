"""Lines and tables before they are laid out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from decompose.reports.lines.pieces import Piece

HANG = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line before it is wrapped.

    Attributes:
        pieces: its content.
        indent: cells before each line of it.
        hang: cells before all lines but the first, in addition.
        is_cropped: whether what does not fit is left out, as in source code, rather than wrapped.
    """

    pieces: tuple[Piece, ...] = ()
    indent: int = 0
    hang: int = 0
    is_cropped: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        title: what stands above it.
        is_right: whether its cells end at its right edge, as numbers do.
        drop: how soon it is left out where there is little room: the highest first, 0 never.
        least: the width that its names keep before columns are dropped; 0 if its cells cannot be shortened.
        is_spare: whether it is left out before any name is cut, as a bar that shows what a number says already.
    """

    title: str = ""
    is_right: bool = False
    drop: int = 0
    least: int = 0
    is_spare: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Cells under titles; each row takes one line.

    Attributes:
        columns: from left to right.
        rows: a cell for each column.
        indent: cells before each line of it.
        is_stacked: whether, where it does not fit, all cells of a row stand below each other.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Piece, ...], ...]
    indent: int = 0
    is_stacked: bool = False


Block = Line | Table
"""What a report is made of."""
BLANK = Line()


def line(*parts: str | Piece, indent: int = 0, hang: int = HANG, style: str = "") -> Line:
    """A line of pieces; text is said in the style."""
    return Line(tuple(Piece(part, style) if isinstance(part, str) else part for part in parts), indent, hang)


def heading(title: str) -> Line:
    """The first line of a section."""
    return line(title, style="bold")


def section(title: str | Line, rows: Iterable[Block]) -> Sequence[Block]:
    """A section below a blank line; nothing where it would be empty."""
    listed = list(rows)
    return [BLANK, heading(title) if isinstance(title, str) else title, *listed] if listed else []
