"""Where on its line a finding is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from decompose.clustering.guarding.findings import Spot
from decompose.extractors.places import Place

Texts = Callable[[str], str | None]
"""Path → the text of that file; None where it cannot be had."""


def spot_of(place: Place, words: Iterable[str], texts: Texts) -> Spot:
    """The first of the words on a place's line; the whole line where it has none of them."""
    # decompose: allow[DC302] the reader of files is handed in
    line = _line(texts(place.path), place.line) if place.line else None
    if line is None:
        return Spot(place.path, place.line)
    for word in words:
        found = re.search(rf"(?<![\w]){re.escape(word)}(?![\w])", line, re.IGNORECASE) if word else None
        if found:
            return Spot(place.path, place.line, found.start() + 1, place.line, found.end() + 1)
    indent = len(line) - len(line.lstrip())
    return Spot(place.path, place.line, indent + 1, place.line, len(line.rstrip()) + 1)


def _line(text: str | None, number: int) -> str | None:
    if text is None:
        return None
    lines = text.splitlines()
    return lines[number - 1] if number <= len(lines) else None
