"""Names that fit a width, measured in the cells of a terminal, and that cannot steer it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from decompose.reports.lines.signs import ELLIPSIS

_FEW = 5
_MOST_OF_A_NAME = 40
_LONGEST = 600
_JOINING = "\u200d\ufe0e\ufe0f"
"""Characters that change how many cells others take, differently on each terminal."""


def middle(text: str, width: int, sign: str = ELLIPSIS) -> str:
    """A text cut in the middle to a width, so that both its beginning and its end are seen."""
    if cell_len(text) <= width:
        return text
    room = width - cell_len(sign)
    if room < 4:
        return left(text, width)
    ending = right(text, room - room // 3)
    return left(text, room - cell_len(ending)) + sign + ending


def tail(name: str, width: int, sign: str = ELLIPSIS) -> str:
    """A dotted name cut to a width: its packages go first, since its end says what it is."""
    if cell_len(name) <= width:
        return name
    kept = right(name, width - cell_len(sign))
    _, dot, whole = kept.partition(".")
    return left(f"{sign}{dot}{whole}" if whole else f"{sign}{kept}", width)


def least(name: str, sign: str = ELLIPSIS) -> int:
    """The width to which a name can be cut so that it still says what it is: its last two parts, where it has dots."""
    whole = cell_len(name)
    if "." not in name:
        return min(whole, _MOST_OF_A_NAME // 2)
    ending = ".".join(name.split(".")[-2:])
    return min(whole, cell_len(f"{sign}.{ending}"), _MOST_OF_A_NAME)


def left(text: str, width: int) -> str:
    """The beginning of a text, as much as fits."""
    if len(text) > width:
        text = text[: max(width, 0) * 2 + 8]
    while text and cell_len(text) > width:
        text = text[: -max(1, (cell_len(text) - width) // 2)]
    return text


def right(text: str, width: int) -> str:
    """The end of a text, as much as fits."""
    if width <= 0:
        return ""
    if len(text) > width:
        text = text[-(width * 2 + 8) :]
    while text and cell_len(text) > width:
        text = text[max(1, (cell_len(text) - width) // 2) :]
    return text


def few(names: Sequence[str], most: int = _FEW) -> str:
    """The first of some names, and how many more there are."""
    listed = ", ".join(visible(name, _MOST_OF_A_NAME) for name in names[:most])
    return f"{listed} and {len(names) - most:,} more" if len(names) > most else listed


def visible(text: str, most: int = _LONGEST) -> str:
    """Text in which control and direction characters are seen as escapes; very long text is cut in the middle."""
    text = inert(text)
    if len(text) <= most:
        return text
    half = (most - 1) // 2
    return f"{text[:half]}{ELLIPSIS}{text[-half:]}"


def inert(text: str) -> str:
    """The whole text, with escapes for what would steer a terminal."""
    if text.isprintable() and (text.isascii() or not any(char in text for char in _JOINING)):
        return text
    return "".join(char if char.isprintable() and char not in _JOINING else _escape(char) for char in text)


def _escape(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")
