"""The source lines that a finding is about, with a mark under what is meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len

from decompose.clustering.guarding.findings import Spot
from decompose.reports.checks.setting import Source
from decompose.reports.lines.cutting import inert

_AROUND = 1
_TAB = "    "
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class FrameLine:
    """One line of a frame.

    Attributes:
        number: of the source line; 0 for the line with the mark.
        text: the code, or the mark.
        is_meant: whether the finding is about it.
    """

    number: int
    text: str
    is_meant: bool


def frame(source: Source | None, spot: Spot, room: int) -> list[FrameLine]:
    """The line of a finding between its neighbours.

    Args:
        source: reads files; None gives no frame.
        spot: what to show.
        room: columns for the code; what does not fit is cut off. 0: no limit.

    Returns:
        Nothing where the file or the line is not to be had.
    """
    if source is None or spot.line < 1:
        return []
    text = source(spot.path)  # decompose: allow[DC302] the reader of files is handed in
    lines = text.split("\n") if text is not None else []
    if spot.line > len(lines) or not lines[spot.line - 1].strip():
        return []
    return list(_framed(lines, spot, room or _LONGEST))


def _framed(lines: list[str], spot: Spot, room: int) -> Iterator[FrameLine]:
    meant = lines[spot.line - 1]
    start, end = _marked(meant, spot)
    before, inside = _shown(meant[:start]), _shown(meant[start:end])
    cut = max(0, len(before) - room // 2) if len(before) + len(inside) > room else 0
    for number in range(max(1, spot.line - _AROUND), min(len(lines), spot.line + _AROUND) + 1):
        code = _cropped(_shown(lines[number - 1].rstrip("\r")), cut, room)
        is_meant = number == spot.line
        if is_meant or code.strip():
            yield FrameLine(number, code, is_meant)
        if is_meant and spot.column > 1:
            width = max(1, min(cell_len(inside), room - cell_len(before[cut:])))
            yield FrameLine(0, " " * cell_len(before[cut:]) + "^" * width, is_meant=True)


def _marked(line: str, spot: Spot) -> tuple[int, int]:
    """The stretch of the line that is meant, counted from 0; at least one character."""
    start = min(max(spot.column - 1, 0), max(len(line) - 1, 0))
    if spot.end_line == spot.line and spot.end_column - 1 > start:
        return start, min(spot.end_column - 1, len(line))
    if spot.end_line > spot.line:
        return start, len(line.rstrip())
    return start, start + 1


def _shown(code: str) -> str:
    return inert(code.replace("\t", _TAB))


def _cropped(code: str, cut: int, room: int) -> str:
    code = code[cut:]
    while cell_len(code) > room:
        code = code[: -max(1, (cell_len(code) - room) // 2)]
    return code.rstrip()
