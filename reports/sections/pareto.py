"""The alternatives as points: how many services, and how much crosses between them."""

from __future__ import annotations

from dataclasses import dataclass

from decompose.clustering.decomposition import Decomposition
from decompose.clustering.fronting import crossing
from decompose.reports.analysed import Analysed

WIDTH, HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 30, 26, 48
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Point:
    """A decomposition on the plot; ``view`` is its number in the embedded document."""

    view: int
    decomposition: Decomposition
    crossing: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Plot:
    """The plot: points by number of services, and the ticks of both axes as (position, text)."""

    points: tuple[Point, ...]
    line: str
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT


def pareto(analysed: Analysed) -> Plot:
    """The chosen decomposition among its alternatives."""
    every = [analysed.decomposition, *analysed.alternatives]
    counts, shares = [len(one.services) for one in every], [crossing(one) for one in every]
    least, most, top = min(counts) - 1, max(counts) + 1, max(*shares, 0.01) * 1.15

    def across(count: float) -> float:
        return round(_LEFT + (count - least) / (most - least) * (WIDTH - _LEFT - _RIGHT), 1)

    def down(share: float) -> float:
        return round(HEIGHT - _BOTTOM - share / top * (HEIGHT - _TOP - _BOTTOM), 1)

    points = [
        Point(view, one, share, across(count), down(share))
        for view, (one, count, share) in enumerate(zip(every, counts, shares, strict=True))
    ]
    points.sort(key=lambda point: (point.x, point.y, point.view))
    line = "M" + "L".join(f"{point.x} {point.y}" for point in points)
    steps = [top * step / _TICKS for step in range(_TICKS + 1)]
    return Plot(
        tuple(points),
        line,
        tuple((across(count), str(count)) for count in sorted(set(counts))),
        tuple((down(share), f"{share:.0%}") for share in steps),
    )
