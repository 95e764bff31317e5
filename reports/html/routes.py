"""How lines run on the map: down from who needs to who is needed, through the gaps of the rows between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A service on the map, by its middle.

    Attributes:
        name: of the service.
        row: counted from the top.
        x, y: its middle.
        width, height: of the box.
    """

    name: str
    row: int
    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """Its left side."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + self.width / 2


class Router:
    """Finds the way of each line between boxes.

    Args:
        boxes: all of them.
        pairs: (from, to) of the lines that are drawn.
    """

    def __init__(self, boxes: Mapping[str, Box], pairs: Sequence[tuple[str, str]]) -> None:
        self._boxes = boxes
        rows: dict[int, list[Box]] = defaultdict(list)
        for box in boxes.values():
            rows[box.row].append(box)
        self._rows = {row: sorted(held, key=lambda box: box.x) for row, held in rows.items()}
        self._ports = self._spread(pairs)

    def path(self, source: str, target: str) -> str:
        """The line as an SVG path of quadratic curves."""
        (start, end), controls = self._ports[source, target], self._controls(source, target)
        parts = [f"M{_at(start)}"]
        for here, there in pairwise(controls):
            parts.append(f"Q{_at(here)} {_at(((here[0] + there[0]) / 2, (here[1] + there[1]) / 2))}")
        return "".join([*parts, f"Q{_at(controls[-1])} {_at(end)}"])

    def _controls(self, source: str, target: str) -> list[Point]:
        a, b = self._boxes[source], self._boxes[target]
        start, end = self._ports[source, target]
        if a.row == b.row:
            rise = self._edge(a.row, above=a.x < b.x) + (-26 if a.x < b.x else 26)
            return [(start[0], rise), (end[0], rise)]
        step = 1 if b.row > a.row else -1
        stops = [start, *self._gaps(a, b, step), end]
        found = []
        for row, (here, there) in enumerate(pairwise(stops)):
            above, below = sorted((a.row + step * row, a.row + step * (row + 1)))
            middle = (self._edge(above, above=False) + self._edge(below, above=True)) / 2
            found += [(here[0], middle), (there[0], middle)]
        return found

    def _gaps(self, a: Box, b: Box, step: int) -> list[Point]:
        """Where the line goes through each row between."""
        found: list[Point] = []
        x, left = a.x, abs(b.row - a.row)
        for row in range(a.row + step, b.row, step):
            wanted = x + (b.x - x) / left
            x = min(self._openings(row), key=lambda gap: (abs(gap - wanted), gap))
            left -= 1
            found.append((x, 0.0))
        return found

    def _openings(self, row: int) -> list[float]:
        held = self._rows[row]
        between = [(one.right + other.left) / 2 for one, other in pairwise(held)]
        return [held[0].left - 16, *between, held[-1].right + 16]

    def _edge(self, row: int, *, above: bool) -> float:
        """The upper or lower bound of a row."""
        half = max(box.height for box in self._rows[row]) / 2
        return self._rows[row][0].y + (-half if above else half)

    def _spread(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], tuple[Point, Point]]:
        """Start and end of each line, side by side along the boxes in the order of where they go."""
        sides: dict[tuple[str, bool], list[tuple[float, tuple[str, str], int]]] = defaultdict(list)
        for pair in pairs:
            a, b = (self._boxes[name] for name in pair)
            is_down = b.row > a.row or (b.row == a.row and a.x > b.x)
            sides[a.name, is_down].append((b.x, pair, 0))
            sides[b.name, (not is_down) if a.row != b.row else is_down].append((a.x, pair, 1))
        ends: dict[tuple[str, str], list[Point]] = {pair: [(0.0, 0.0)] * 2 for pair in pairs}
        for (name, is_down), held in sides.items():
            box = self._boxes[name]
            y = box.y + (box.height / 2 if is_down else -box.height / 2)
            for index, (_, pair, which) in enumerate(sorted(held)):
                share = (index + 1) / (len(held) + 1) - 0.5
                ends[pair][which] = (box.x + share * box.width * 0.86, y)
        return {pair: (start, end) for pair, (start, end) in ends.items()}


def _at(point: Point) -> str:
    return f"{point[0]:.0f} {point[1]:.0f}"
