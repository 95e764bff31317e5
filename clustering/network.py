"""A weighted network on compact integers: what the search works on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Network:
    """An undirected weighted network.

    Attributes:
        neighbours, weights: per node, parallel: the other ends, and what the links weigh; no loops.
        volume: per node, weight of the link ends in it; links inside it (where several nodes were
            drawn together) count with both ends.
        lines, tables, units: per node, lines of code and numbers of tables and units; 0 for an anchor.
        total: weight of all links of the network that this one is (a part of).
        foes: per node, the nodes that must not be put together with it.
    """

    neighbours: list[list[int]]
    weights: list[list[float]]
    volume: list[float]
    lines: list[int]
    tables: list[int]
    units: list[int]
    total: float
    foes: list[tuple[int, ...]]

    def __len__(self) -> int:
        return len(self.neighbours)


def network(
    links: Iterable[tuple[int, int, float]],
    lines: list[int],
    tables: list[int],
    units: list[int],
    foes: list[tuple[int, ...]],
) -> Network:
    """The network of these links; parallel links add up, loops count for the volume only."""
    near: list[dict[int, float]] = [{} for _ in lines]
    volume = [0.0] * len(lines)
    for a, b, weight in links:
        if weight > 0:
            volume[a] += weight
            volume[b] += weight
            if a != b:
                near[a][b] = near[a].get(b, 0.0) + weight
                near[b][a] = near[b].get(a, 0.0) + weight
    ends, weights = [list(row) for row in near], [list(row.values()) for row in near]
    return Network(ends, weights, volume, lines, tables, units, sum(volume) / 2, foes)


def drawn_together(net: Network, labels: Sequence[int], size: int) -> Network:
    """The network whose nodes are the groups 0 … ``size`` - 1 that ``labels`` puts the nodes into."""
    near: list[dict[int, float]] = [{} for _ in range(size)]
    foes: list[set[int]] = [set() for _ in range(size)]
    volume, lines, tables, units = [0.0] * size, [0] * size, [0] * size, [0] * size
    for node, label in enumerate(labels):
        volume[label] += net.volume[node]
        lines[label] += net.lines[node]
        tables[label] += net.tables[node]
        units[label] += net.units[node]
        foes[label].update(labels[foe] for foe in net.foes[node])
        row = near[label]
        for other, weight in zip(net.neighbours[node], net.weights[node], strict=True):
            group = labels[other]
            if group != label:
                row[group] = row.get(group, 0.0) + weight
    ends, weights = [list(row) for row in near], [list(row.values()) for row in near]
    return Network(ends, weights, volume, lines, tables, units, net.total, [tuple(sorted(f)) for f in foes])


def part_of(net: Network, nodes: Sequence[int]) -> Network:
    """The network between ``nodes`` alone; volumes and total remain those of the whole."""
    number = {node: place for place, node in enumerate(nodes)}
    ends: list[list[int]] = []
    weights: list[list[float]] = []
    for node in nodes:
        kept = [
            (number[other], weight)
            for other, weight in zip(net.neighbours[node], net.weights[node], strict=True)
            if other in number
        ]
        ends.append([other for other, _ in kept])
        weights.append([weight for _, weight in kept])
    return Network(
        ends,
        weights,
        [net.volume[node] for node in nodes],
        [net.lines[node] for node in nodes],
        [net.tables[node] for node in nodes],
        [net.units[node] for node in nodes],
        net.total,
        [tuple(number[foe] for foe in net.foes[node] if foe in number) for node in nodes],
    )


def numbered(labels: Sequence[int]) -> tuple[list[int], int]:
    """The labels renamed 0, 1, 2 … in the order of their first appearance, and how many there are."""
    names: dict[int, int] = {}
    return [names.setdefault(label, len(names)) for label in labels], len(names)
