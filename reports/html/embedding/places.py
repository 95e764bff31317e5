"""Places as pairs of numbers."""

from __future__ import annotations

from collections.abc import Sequence

from decompose.extractors.places import Place
from decompose.reports.html.embedding.nodes import Numbering
from decompose.reports.html.embedding.packing import Column, packed

MOST_PLACES = 3
"""Of one relation; how many there are in all is told beside."""


class Places:
    """Files by number: those of modules, then the others in the order in which they come up."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._modules = len(numbering.modules().path)
        self._others: dict[str, int] = {}

    def pair(self, place: Place, near: str = "") -> tuple[int, int]:
        """A place as (0, lines below the beginning) in the unit called ``near``, else (file + 1, line)."""
        unit = self._numbering.material.units.get(near)
        if unit is not None and unit.path == place.path and place.line >= unit.line:
            return 0, place.line - unit.line
        return self._file(place.path) + 1, place.line

    def row(self, places: Sequence[Place], near: str = "") -> list[int]:
        """The first few places, flat."""
        return [number for place in places[:MOST_PLACES] for number in self.pair(place, near)]

    def _file(self, path: str) -> int:
        known = self._numbering.files.get(path)
        return known if known is not None else self._others.setdefault(path, self._modules + len(self._others))

    @property
    def others(self) -> list[str]:
        """Paths of files that are no modules."""
        return list(self._others)


def flat(rows: Sequence[Sequence[int]]) -> Column:
    """Rows of places behind each other."""
    return packed(number for row in rows for number in row)
