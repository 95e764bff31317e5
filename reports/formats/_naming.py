"""Names of services as identifiers of other notations, and texts inside of their quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable


def identifiers(names: Iterable[str], *, other: str = "_", most: int = 60) -> dict[str, str]:
    """Name → an identifier of ASCII letters, digits and one other character; no two are the same.

    Args:
        names: of services.
        other: what stands for everything else.
        most: characters.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        base = re.sub(r"[^A-Za-z0-9]+", other, name).strip(other)[: most - 4] or "service"
        base = base if base[0].isalpha() else f"s{other}{base}"
        made, number = base, 2
        while made.lower() in taken:
            made, number = f"{base}{other}{number}", number + 1
        taken.add(made.lower())
        found[name] = made
    return found


def quoted(text: str) -> str:
    """A text in double quotes, on one line, without what could end it."""
    clean = "".join(character if character.isprintable() else " " for character in text)
    return '"' + clean.replace("\\", "/").replace('"', "'") + '"'
