"""The pieces of a line: sentences, names and places, each with what may happen to it where there is little room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from rich.cells import cell_len

from decompose.extractors.places import Place
from decompose.reports.lines.cutting import inert, least, middle, tail
from decompose.reports.lines.screen import Screen
from decompose.reports.lines.signs import ELLIPSIS, in_ascii

_PLACE = re.compile(r"(?<![\w./-])([\w./-]+\.[A-Za-z]\w*):(\d{1,7})\b")


class Cut(Enum):
    """What may happen to a piece."""

    WRAPPED = "wrapped"
    """Sentences: broken between words."""
    SHORTENED = "shortened"
    """Names: never broken, but cut to the room that there is."""
    WHOLE = "whole"
    """Places and file names, to click on and to search for: neither, as long as they fit on a line alone."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line.

    Attributes:
        text: as it is; what would steer a terminal is escaped when it is shown.
        style: in rich's words; empty for none.
        cut: what may happen to it.
        place: what it leads to, if that is a place in the code.
        address: where it leads, if that is something else.
    """

    text: str
    style: str = ""
    cut: Cut = Cut.WRAPPED
    place: Place | None = None
    address: str = ""

    @property
    def width(self) -> int:
        """In cells."""
        return cell_len(self.text)

    def on(self, screen: Screen) -> Piece:
        """The same in signs that the screen has, harmless, with the address that it leads to there."""
        text = inert(self.text)
        if not screen.is_unicode:
            if self.cut is Cut.WRAPPED:
                text = in_ascii(text)
            text = text.encode(screen.encoding, "backslashreplace").decode(screen.encoding)
        address = ""
        if screen.address is not None:
            address = self.address or (screen.address(self.place) if self.place is not None else "")
        return replace(self, text=text, address=address)

    def fitted(self, width: int, sign: str) -> Piece:
        """The same, shortened to a width."""
        if self.width <= width:
            return self
        is_dotted = self.cut is Cut.SHORTENED and "." in self.text
        return replace(self, text=(tail if is_dotted else middle)(self.text, width, sign))

    def least(self, sign: str) -> int:
        """The width to which it may be shortened while it can be understood."""
        return least(self.text, sign) if self.cut is Cut.SHORTENED else self.width


def words(text: str, style: str = "") -> Piece:
    """Something that is said."""
    return Piece(text, style)


def name(text: str, style: str = "") -> Piece:
    """A name in the code."""
    return Piece(text, style, Cut.SHORTENED)


def service(text: str) -> Piece:
    """The name of a service."""
    return Piece(text, "cyan", Cut.SHORTENED)


def at(place: Place, shown: str = "", style: str = "dim") -> Piece:
    """A place in the code; ``shown`` where it is to be written otherwise than ``path:line``."""
    return Piece(shown or str(place), style, Cut.WHOLE, place)


def told(text: str, style: str = "") -> Iterator[Piece]:
    """A sentence in which places are places."""
    end = 0
    for found in _PLACE.finditer(text):
        yield words(text[end : found.start()], style)
        yield at(Place(found[1], int(found[2])), found[0], style)
        end = found.end()
    yield words(text[end:], style)


def evidence(places: Sequence[Place], most: int = 1) -> Iterator[Piece]:
    """The first of some places, to stand behind what they prove."""
    for place in places[:most]:
        yield words("  ")
        yield at(place)


def file(path: str, address: str = "", style: str = "") -> Piece:
    """The name of a file."""
    return Piece(path, style, Cut.WHOLE, address=address)


def sign_of(screen: Screen) -> str:
    """What stands for what was left out."""
    return ELLIPSIS if screen.is_unicode else in_ascii(ELLIPSIS)
