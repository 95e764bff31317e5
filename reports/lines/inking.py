"""Blocks as text: laid out, coloured, linked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from decompose.reports.lines.blocks import Block, Table
from decompose.reports.lines.cutting import left
from decompose.reports.lines.pieces import Piece
from decompose.reports.lines.screen import Screen
from decompose.reports.lines.tabling import tabled
from decompose.reports.lines.wrapping import width_of, wrapped

if TYPE_CHECKING:
    from rich.color import ColorSystem
    from rich.style import Style

_COMMAND = re.compile(r"^((?:\s|\x1b\[[\d;]*m|\x1b\]8;;[!-~]*\x1b\\)*)::")
_LINK, _END = "\x1b]8;;", "\x1b\\"
_MARK_OF_SYSTEM = {"standard": "STANDARD", "256": "EIGHT_BIT", "truecolor": "TRUECOLOR", "windows": "WINDOWS"}


def inked(blocks: Iterable[Block], screen: Screen) -> str:
    """Blocks as a screen takes them; each line ends with a line break."""
    return "".join(
        _inert(_shown(_trimmed(pieces, screen.width), screen)) + "\n"
        for block in blocks
        for pieces in (tabled(block, screen) if isinstance(block, Table) else wrapped(block, screen))
    )


def _trimmed(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """Without spaces at the end, nor anything beyond the right edge."""
    found = list(pieces)
    while found and not found[-1].text.rstrip(" "):
        found.pop()
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip(" "))
    while width and found and width_of(found) > width:
        last = found.pop()
        shorter = left(last.text, width - width_of(found))
        if shorter:
            found.append(replace(last, text=shorter))
            break
    return found


def _shown(pieces: Sequence[Piece], screen: Screen) -> str:
    text = []
    for (style, address), alike in groupby(pieces, key=lambda piece: (piece.style, piece.address)):
        shown = _colored("".join(piece.text for piece in alike), style, screen.color)
        text.append(f"{_LINK}{address}{_END}{shown}{_LINK}{_END}" if address and shown else shown)
    return "".join(text)


def _colored(text: str, style: str, color: str | None) -> str:
    if not style or not text or not color:
        return text
    return _style(style).render(text, color_system=_system(color), legacy_windows=False)


@cache
def _style(words: str) -> Style:
    from rich.style import Style

    return Style.parse(words)


@cache
def _system(color: str) -> ColorSystem:
    from rich.color import ColorSystem

    return ColorSystem[_MARK_OF_SYSTEM[color]]


def _inert(line: str) -> str:
    """A line that a CI runner does not take for a command, whatever the names and the code in it are."""
    return _COMMAND.sub(r"\1.:", line.replace("##[", "##("))
