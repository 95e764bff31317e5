"""Tables on a screen: columns go one after the other where there is little room, then names are cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from decompose.reports.lines.blocks import HANG, Column, Line, Table
from decompose.reports.lines.pieces import Piece, sign_of
from decompose.reports.lines.screen import Screen
from decompose.reports.lines.wrapping import wrapped

_GAP = 2
_ENDLESS = 1_000_000


@dataclass(frozen=True, slots=True)
class _Shown:
    """A column with its cells, title first, and the width that they take."""

    column: Column
    cells: list[Piece]

    @property
    def width(self) -> int:
        return max(cell.width for cell in self.cells)

    @property
    def least(self) -> int:
        return min(self.width, max(self.column.least, self.cells[0].width)) if self.column.least else self.width


def tabled(table: Table, screen: Screen) -> Iterator[tuple[Piece, ...]]:
    """The lines that a table takes."""
    shown = [
        _Shown(column, [Piece(column.title, "dim").on(screen), *(row[index].on(screen) for row in table.rows)])
        for index, column in enumerate(table.columns)
    ]
    shown = [found for found in shown if found.width]
    room = screen.width - table.indent if screen.width else _ENDLESS
    if table.is_stacked and _total([found.width for found in shown]) > room:
        yield from _stacked(table, screen)
        return
    shown = _kept(shown, room)
    widths = _fitted(shown, room)
    sign = sign_of(screen)
    first = 0 if any(found.cells[0].text for found in shown) else 1
    for index in range(first, len(table.rows) + 1):
        cells = [found.cells[index].fitted(width, sign) for found, width in zip(shown, widths, strict=True)]
        yield tuple(_row(cells, [found.column for found in shown], widths, table.indent))


def _kept(columns: Sequence[_Shown], room: int) -> list[_Shown]:
    """The columns for which there is room, if names are cut: what repeats others goes before that."""
    shown = list(columns)
    while _total([found.width for found in shown]) > room and any(found.column.is_spare for found in shown):
        shown.remove(next(found for found in reversed(shown) if found.column.is_spare))
    while _total([found.least for found in shown]) > room and any(found.column.drop for found in shown):
        shown.remove(max(reversed(shown), key=lambda found: found.column.drop))
    return shown


def _stacked(table: Table, screen: Screen) -> Iterator[tuple[Piece, ...]]:
    """Each cell on lines of its own, all but the first further in."""
    for first, *others in table.rows:
        yield from wrapped(Line((first,), table.indent, HANG), screen)
        for cell in others:
            yield from wrapped(Line((cell,), table.indent + HANG), screen)


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * (len(widths) - 1)


def _fitted(shown: Sequence[_Shown], room: int) -> list[int]:
    """The widths of the columns; the widest of those with names gives way first, then any."""
    widths = [found.width for found in shown]
    for floors in ([found.least for found in shown], [4 if found.column.least else 1 for found in shown]):
        while _total(widths) > room:
            candidates = [
                index for index, width in enumerate(widths) if shown[index].column.least and width > floors[index]
            ]
            if not candidates:
                break
            widest = max(candidates, key=lambda index: widths[index])
            widths[widest] -= 1
    return widths


def _row(cells: Sequence[Piece], columns: Sequence[Column], widths: Sequence[int], indent: int) -> Iterator[Piece]:
    yield Piece(" " * indent)
    for index, (cell, column, width) in enumerate(zip(cells, columns, widths, strict=True)):
        padding = Piece(" " * (width - cell.width))
        gap = Piece(" " * (_GAP if index else 0))
        yield from (gap, padding, cell) if column.is_right else (gap, cell, padding)
