"""Names of services as identifiers of other notations, and texts inside of their quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from decompose.reports.lines.cutting import visible


def identifiers(
    names: Iterable[str], *, other: str = "_", most: int = 60, reserved: frozenset[str] = frozenset()
) -> dict[str, str]:
    """Name → an identifier of ASCII letters, digits and one other character; no two are the same.

    Args:
        names: of services.
        other: what stands for everything else.
        most: characters.
        reserved: words in lower case that the notation keeps for itself.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        base = re.sub(r"[^A-Za-z0-9]+", other, name).strip(other)[: most - 4] or "service"
        base = base if base[0].isalpha() else f"s{other}{base}"
        made, number = base, 2
        while made.lower() in taken or made.lower() in reserved:
            made, number = f"{base}{other}{number}", number + 1
        taken.add(made.lower())
        found[name] = made
    return found


def apart(names: Sequence[str], most: int = 100) -> dict[str, str]:
    """Name → what it is called in quotes: never empty, and no two are the same there, in upper or lower case."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        base = visible(name, most).strip() or "unnamed"
        made, number = base, 2
        while _in_quotes(made).lower() in taken:
            made, number = f"{base} ({number})", number + 1
        taken.add(_in_quotes(made).lower())
        found[name] = made
    return found


def quoted(text: str) -> str:
    """A text in double quotes, on one line, without what could end it."""
    return f'"{_in_quotes(text)}"'


def _in_quotes(text: str) -> str:
    shown = "".join(character if character.isprintable() else " " for character in text)
    return shown.replace("\\", "/").replace('"', "'").replace("${", "$ {").replace("->", "→").strip()
