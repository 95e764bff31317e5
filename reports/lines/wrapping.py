"""Pieces on lines of a width: wrapped between words, each further line under the text of the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rich.cells import cell_len

from decompose.reports.lines.blocks import Line
from decompose.reports.lines.cutting import left
from decompose.reports.lines.pieces import Cut, Piece, sign_of
from decompose.reports.lines.screen import Screen

_BRACKETED = re.compile(r"([(\[{`\"']*)(.*?)([)\]}`\"',;:.]*)", re.DOTALL)
_DOTTED = re.compile(r"\w+(?:\.\w+)+")
_PLACE = re.compile(r"\.\w+:\d+\b")
_NARROWEST = 16


@dataclass(frozen=True, slots=True)
class _Word:
    """What is not broken: pieces without a space between them, and the spaces before."""

    gap: int
    pieces: tuple[Piece, ...]

    @property
    def width(self) -> int:
        return sum(piece.width for piece in self.pieces)


def wrapped(line: Line, screen: Screen) -> Iterator[tuple[Piece, ...]]:
    """The lines that a line takes on a screen; pieces are as they are shown."""
    pieces = [piece.on(screen) for piece in line.pieces if piece.text]
    margin = Piece(" " * line.indent)
    if not screen.width or not pieces:
        yield (margin, *pieces) if pieces else ()
    elif line.is_cropped:
        yield _cropped((margin, *pieces), screen.width)
    else:
        hang = line.indent + line.hang
        hang = hang if screen.width - hang >= _NARROWEST else min(line.indent, screen.width // 4)
        yield from _Wrapping(screen, min(line.indent, screen.width // 2), hang).lines(pieces)


def _cropped(pieces: Sequence[Piece], width: int) -> tuple[Piece, ...]:
    kept = []
    for piece in pieces:
        shown = replace(piece, text=left(piece.text, width))
        kept.append(shown)
        width -= shown.width
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Wrapping:
    screen: Screen
    indent: int
    hang: int

    @property
    def width(self) -> int:
        return self.screen.width

    def lines(self, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
        current: list[Piece] = [Piece(" " * self.indent)]
        used = self.indent
        is_empty = True
        for word in self._words(self._shortened(pieces)):
            gap = word.gap
            if not is_empty and used + gap + word.width > self.width:
                yield tuple(current)
                current, used, gap, is_empty = [Piece(" " * self.hang)], self.hang, 0, True
            if is_empty and used + gap + word.width > self.width:
                # Alone on a line and still too wide: it begins further left, so that it stays whole.
                gap, used = 0, max(0, self.width - word.width)
                current = [Piece(" " * used)]
            current += [Piece(" " * gap, _common_style(current[-1], word.pieces[0])), *word.pieces]
            used += gap + word.width
            is_empty = False
        yield tuple(current)

    def _shortened(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Names cut so that what stands between two places takes one line, if they are still understood then."""
        sign = sign_of(self.screen)
        found: list[Piece] = []
        room = self.width - self.indent
        for is_whole, group in groupby(pieces, key=lambda piece: piece.cut is Cut.WHOLE):
            stretch = list(group)
            if not is_whole:
                excess = sum(piece.width for piece in stretch) - room
                least = sum(piece.least(sign) for piece in stretch)
                if excess > 0 and least <= room:
                    stretch = _levelled(stretch, room, sign)
            found += stretch
            room = self.width - self.hang
        longest = self.width - max(self.indent, self.hang)
        return [piece.fitted(longest, sign) if piece.cut is Cut.SHORTENED else piece for piece in found]

    def _words(self, pieces: Sequence[Piece]) -> Iterator[_Word]:
        gap = 0
        held: list[Piece] = []
        for piece in pieces:
            tokens = [piece.text] if piece.cut is not Cut.WRAPPED else re.findall(r" +|[^ ]+", piece.text)
            for token in tokens:
                if piece.cut is Cut.WRAPPED and token[0] == " ":
                    if held:
                        yield from self._whole(_Word(gap, tuple(held)))
                        gap, held = 0, []
                    gap += len(token)
                else:
                    held.append(replace(piece, text=token))
        if held:
            yield from self._whole(_Word(gap, tuple(held)))

    def _whole(self, word: _Word) -> Iterator[_Word]:
        """The word itself if it fits on a line; else its brackets apart, and what is in them cut if need be."""
        room = self.width if _is_place(word) else self.width - self.hang
        if word.width <= room:
            yield word
            return
        sign, gap = sign_of(self.screen), word.gap
        for piece in word.pieces:
            parts: Sequence[str] = [piece.text]
            if piece.cut is Cut.WRAPPED and piece.width > room:
                match = _BRACKETED.fullmatch(piece.text)
                parts = match.groups() if match else parts
            for part in filter(None, parts):
                cut = Cut.SHORTENED if _DOTTED.fullmatch(part) else piece.cut
                yield _Word(gap, (replace(piece, text=part, cut=cut).fitted(room, sign),))
                gap = 0


def _is_place(word: _Word) -> bool:
    """Whether it is to be clicked on, and so keeps whole."""
    return any(piece.cut is Cut.WHOLE or _PLACE.search(piece.text) for piece in word.pieces)


def _common_style(before: Piece, after: Piece) -> str:
    """The style of the space between two words: theirs, if they are of one sentence."""
    is_one = before.style == after.style and not (before.address or after.address)
    return after.style if is_one else ""


def _levelled(pieces: Sequence[Piece], room: int, sign: str) -> list[Piece]:
    """The longest names cut to one length, so that all pieces fit into the room."""
    low, high = 0, room
    while low < high:
        level = (low + high + 1) // 2
        if sum(min(piece.width, max(level, piece.least(sign))) for piece in pieces) <= room:
            low = level
        else:
            high = level - 1
    return [piece.fitted(max(low, piece.least(sign)), sign) for piece in pieces]


def width_of(pieces: Sequence[Piece]) -> int:
    """In cells, as a terminal shows them in a row."""
    return cell_len("".join(piece.text for piece in pieces))
