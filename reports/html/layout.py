"""The service map: where services are drawn, and how the lines between them run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

WIDTH, HEIGHT = 1000, 640
_LARGEST, _SMALLEST = 52.0, 20.0
_MOST_LINES = 120


@dataclass(frozen=True, slots=True)
class Dot:
    """A service on the map; ``label_x`` and ``anchor`` keep the name outside of the circle."""

    name: str
    index: int
    x: float
    y: float
    radius: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Line:
    """The couplings from one service to another."""

    source: str
    target: str
    count: int
    path: str
    width: float


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing of ``WIDTH`` × ``HEIGHT``; ``left_out`` lines are too light to be shown."""

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT


def draw_map(sizes: Mapping[str, int], counts: Mapping[tuple[str, str], int]) -> Map:
    """Services on an ellipse, strongly coupled ones side by side; the same input gives the same drawing.

    Args:
        sizes: service → lines of code.
        counts: (service, service) → number of couplings.
    """
    order = _ring(sizes, counts)
    largest = max(sizes.values(), default=1) or 1
    dots = {}
    for index, name in enumerate(order):
        angle = 2 * math.pi * index / max(len(order), 1) - math.pi / 2
        x = WIDTH / 2 + 330 * math.cos(angle)
        y = HEIGHT / 2 + 235 * math.sin(angle)
        radius = max(_SMALLEST, _LARGEST * math.sqrt(sizes[name] / largest))
        if len(order) > 14:
            radius *= 14 / len(order)
        dots[name] = _dot(name, index, x, y, radius, angle)
    kept = sorted(counts, key=lambda pair: (-counts[pair], pair))[:_MOST_LINES]
    most = max(counts.values(), default=1)
    lines = [
        Line(a, b, counts[a, b], _path(dots[a], dots[b]), round(1 + 7 * math.sqrt(counts[a, b] / most), 2))
        for a, b in kept
        if a in dots and b in dots and a != b
    ]
    return Map(tuple(dots.values()), tuple(lines), len(counts) - len(lines))


def _dot(name: str, index: int, x: float, y: float, radius: float, angle: float) -> Dot:
    cosine, sine = math.cos(angle), math.sin(angle)
    anchor = "middle" if abs(cosine) < 0.3 else "start" if cosine > 0 else "end"
    label_x = x + (radius + 10) * cosine
    label_y = y + (radius + 16) * sine + 5
    return Dot(name, index, round(x, 1), round(y, 1), round(radius, 1), round(label_x, 1), round(label_y, 1), anchor)


def _ring(sizes: Mapping[str, int], counts: Mapping[tuple[str, str], int]) -> list[str]:
    """Greedy: start with the most coupled service, go on with the one most coupled to the last."""

    def coupled(a: str, b: str) -> int:
        return counts.get((a, b), 0) + counts.get((b, a), 0)

    left = sorted(sizes, key=lambda name: (-sum(coupled(name, other) for other in sizes), name))
    ring = left[:1]
    left = left[1:]
    while left:
        nearest = min(left, key=lambda name: (-coupled(ring[-1], name), name))
        ring.append(nearest)
        left.remove(nearest)
    return ring


def _path(a: Dot, b: Dot) -> str:
    """A curve towards the middle, so that both directions of a pair are seen."""
    dx, dy = b.x - a.x, b.y - a.y
    length = math.hypot(dx, dy) or 1
    bend = 0.14 * length
    middle_x = (a.x + b.x) / 2 - dy / length * bend
    middle_y = (a.y + b.y) / 2 + dx / length * bend
    start = _towards(a.x, a.y, middle_x, middle_y, a.radius + 2)
    end = _towards(b.x, b.y, middle_x, middle_y, b.radius + 7)
    return f"M{start[0]} {start[1]}Q{middle_x:.1f} {middle_y:.1f} {end[0]} {end[1]}"


def _towards(x: float, y: float, to_x: float, to_y: float, distance: float) -> tuple[float, float]:
    length = math.hypot(to_x - x, to_y - y) or 1
    return round(x + (to_x - x) / length * distance, 1), round(y + (to_y - y) / length * distance, 1)
