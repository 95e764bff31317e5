"""The drawing of the services: boxes sized by their code, in rows from who needs to who is needed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from decompose.reports.html.levels import levels
from decompose.reports.html.routes import Box, Router
from decompose.reports.html.rows import GAP, centres, in_rows, ordered

MOST_CHARACTERS = 22
"""Of a name on its box; longer ones are cut."""
_CHARACTER, _PADDING = 9.8, 24.0
_WIDTH, _HEIGHT = 144.0, 46.0
_GROWTH = 44.0
"""By how much the largest service's box is wider and higher than that of an empty one."""
_BETWEEN_ROWS, _MARGIN = 64.0, 30.0
_SHAPE = 1.7
"""Width to height of the whole, if all rows were full."""
_LINES_EACH, _LEAST_LINES = 2, 24


@dataclass(frozen=True, slots=True)
class Line:
    """The couplings from one service to another.

    Attributes:
        source, target: the two.
        count: how many.
        path: of the line, as SVG has it.
        width: of the line.
        strength: 0..1, against the strongest one.
        is_upwards: it runs against the order, from one that is mostly needed to one that mostly needs.
    """

    source: str
    target: str
    count: int
    path: str
    width: float
    strength: float
    is_upwards: bool


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing; ``left_out`` lines are too light to be shown."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    left_out: int
    width: float
    height: float


def draw_map(sizes: Mapping[str, int], counts: Mapping[tuple[str, str], int]) -> Map:
    """Services in rows, each above those that it needs where that can be; the same input gives the same drawing.

    Args:
        sizes: service → lines of code.
        counts: (needs, is needed) → number of couplings.
    """
    names = sorted(sizes)
    held = {pair: count for pair, count in counts.items() if pair[0] != pair[1] and set(pair) <= sizes.keys()}
    extents = {name: _extent(name, sizes[name], max(sizes.values()) or 1) for name in names}
    widths = {name: width for name, (width, _) in extents.items()}
    area = sum((width + GAP) * (height + _BETWEEN_ROWS) for width, height in extents.values())
    room = max(math.sqrt(area * _SHAPE), *widths.values(), 240.0)
    rows = ordered(in_rows(levels(names, held), widths, room), held, widths, room)
    boxes = _boxes(rows, extents, centres(rows, widths, room))
    right = max((box.right for box in boxes.values()), default=0.0)
    bottom = max((box.y + box.height / 2 for box in boxes.values()), default=0.0)
    return Map(
        tuple(boxes[name] for name in names), *_lines(boxes, held), round(right + _MARGIN), round(bottom + _MARGIN)
    )


def _extent(name: str, size: int, largest: int) -> tuple[float, float]:
    growth = _GROWTH * math.sqrt(size / largest)
    label = _CHARACTER * min(len(name), MOST_CHARACTERS) + _PADDING
    return round(max(_WIDTH + growth, label)), round(_HEIGHT + growth)


def _boxes(
    rows: list[list[str]], extents: Mapping[str, tuple[float, float]], across: Mapping[str, float]
) -> dict[str, Box]:
    found: dict[str, Box] = {}
    top = _MARGIN
    left = min((across[name] - extents[name][0] / 2 for name in across), default=0.0) - _MARGIN
    for number, row in enumerate(rows):
        highest = max(extents[name][1] for name in row)
        for name in row:
            found[name] = Box(name, number, round(across[name] - left), round(top + highest / 2), *extents[name])
        top += highest + _BETWEEN_ROWS
    return found


def _lines(boxes: Mapping[str, Box], counts: Mapping[tuple[str, str], int]) -> tuple[tuple[Line, ...], int]:
    most = max(counts.values(), default=1)
    kept = _strongest(counts, max(_LEAST_LINES, _LINES_EACH * len(boxes)))
    router = Router(boxes, kept)
    lines = [
        Line(
            *pair,
            counts[pair],
            router.path(*pair),
            round(1 + 6 * math.sqrt(counts[pair] / most), 1),
            round(math.sqrt(counts[pair] / most), 2),
            boxes[pair[1]].row < boxes[pair[0]].row,
        )
        for pair in reversed(kept)  # the strongest on top
    ]
    return tuple(lines), len(counts) - len(lines)


def _strongest(counts: Mapping[tuple[str, str], int], most: int) -> list[tuple[str, str]]:
    """The heaviest lines, and the heaviest one of each service that would have none."""
    order = sorted(counts, key=lambda pair: (-counts[pair], pair))
    kept, touched = order[:most], {name for pair in order[:most] for name in pair}
    for pair in order[most:]:
        if not touched.issuperset(pair):
            kept.append(pair)
            touched.update(pair)
    return kept
