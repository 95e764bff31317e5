"""Names that fit a width, and cannot steer a terminal."""

from __future__ import annotations

from collections.abc import Sequence

_FEW = 5


def middle(text: str, width: int) -> str:
    """A text cut in the middle to a width, so that both its package and its name are seen."""
    if len(text) <= width or width < 5:
        return text[:width] if width < 5 else text
    left = (width - 1) // 3
    return f"{text[:left]}…{text[-(width - left - 1) :]}"


def tail(name: str, width: int) -> str:
    """A dotted name cut to a width: its packages go first, since its end says what it is."""
    if len(name) <= width:
        return name
    kept = name[-(width - 1) :] if width > 1 else ""
    _, dot, whole = kept.partition(".")
    return f"…{dot}{whole}" if dot else f"…{kept}"


def few(names: Sequence[str], most: int = _FEW) -> str:
    """The first of some names, and how many more there are."""
    listed = ", ".join(plain(name) for name in names[:most])
    return f"{listed} and {len(names) - most} more" if len(names) > most else listed


def plain(text: str) -> str:
    """Text without control characters, which a hostile name could steer the terminal with."""
    return "".join(char if char.isprintable() else "?" for char in text)
