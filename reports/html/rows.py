"""The boxes of the map in rows, from those that need to those that are needed, related ones near each other."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

GAP = 34.0
"""Between two boxes of a row: what lines from farther rows go through."""
_SWEEPS = 12
_SPREAD, _EMPTY = 4.0, 0.4
"""What heights that differ within a row cost, and rows that are left empty."""


def in_rows(heights: Mapping[str, float], widths: Mapping[str, float], room: float) -> list[list[str]]:
    """Services sorted by height, cut into rows no wider than there is room, so that a row's heights differ least.

    Args:
        heights: service → level.
        widths: service → width of its box.
        room: how wide a row may be; a single box may be wider.
    """
    order = sorted(heights, key=lambda name: (heights[name], name))
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(order) + 1):
        choices = []
        width = -GAP
        for start in range(end - 1, -1, -1):
            width += widths[order[start]] + GAP
            if width > room and start < end - 1:
                break
            held = [heights[name] for name in order[start:end]]
            mean = sum(held) / len(held)
            cost = _SPREAD * sum((one - mean) ** 2 for one in held) + _EMPTY * (1 - min(width / room, 1)) ** 2
            choices.append((best[start][0] + cost, start))
        best.append(min(choices))
    rows, end = [], len(order)
    while end:
        start = best[end][1]
        rows.append(order[start:end])
        end = start
    return rows[::-1]


def centres(rows: Sequence[Sequence[str]], widths: Mapping[str, float], room: float) -> dict[str, float]:
    """Where along its row each box has its middle; rows are set in the middle and spread a little."""
    found = {}
    for row in rows:
        taken = sum(widths[name] for name in row)
        gap = min(max(GAP, (room - taken) / len(row)), 3 * GAP)
        at = (room - taken - gap * (len(row) - 1)) / 2
        for name in row:
            found[name] = at + widths[name] / 2
            at += widths[name] + gap
    return found


def ordered(
    rows: list[list[str]], counts: Mapping[tuple[str, str], int], widths: Mapping[str, float], room: float
) -> list[list[str]]:
    """The rows with their boxes in an order that keeps lines short."""
    ties: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (a, b), count in sorted(counts.items()):
        ties[a].append((b, math.sqrt(count)))
        ties[b].append((a, math.sqrt(count)))
    best, least = rows, math.inf
    for sweep in range(_SWEEPS):
        at = centres(rows, widths, room)
        length = sum(weight * abs(at[a] - at[b]) for a in ties for b, weight in ties[a])
        if length < least:
            best, least = rows, length
        rows = [list(row) for row in rows]
        for index in range(len(rows)) if sweep % 2 else range(len(rows) - 1, -1, -1):
            rows[index].sort(key=lambda name: (_pull(name, ties, at), name))
            at.update(centres([rows[index]], widths, room))
    return best


def _pull(name: str, ties: Mapping[str, list[tuple[str, float]]], at: Mapping[str, float]) -> float:
    """The middle of what it is tied to."""
    weights = sum(weight for _, weight in ties[name])
    return sum(at[other] * weight for other, weight in ties[name]) / weights if weights else at[name]
