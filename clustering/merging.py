"""Whole services merged: where that lowers the objective, or until a wanted number is left."""

from __future__ import annotations

from collections.abc import Sequence

from decompose.clustering.network import Network, drawn_together, numbered
from decompose.clustering.objective import Balance


def merged(net: Network, labels: Sequence[int], balance: Balance, *, down_to: int | None = None) -> list[int]:
    """The placement after the best merges, best first.

    Args:
        net: the network.
        labels: the placement, numbered from 0 without gaps.
        balance: resolution and sizes.
        down_to: merge at any cost until so many services are left (fewer merges may be
            possible: what must not be put together stays apart); None: only merges that gain.
    """
    size = max(labels, default=-1) + 1
    merging = _Merging(drawn_together(net, labels, size), balance)
    while down_to is None or merging.services > down_to:
        pair = merging.best_pair(any_pair=down_to is not None)
        if pair is None or (down_to is None and merging.delta(*pair) >= -1e-12):
            break
        merging.merge(*pair)
    return numbered([merging.into(label) for label in labels])[0]


class _Merging:
    def __init__(self, net: Network, balance: Balance) -> None:
        self.balance, self.total = balance, net.total
        self.near = [dict(zip(*row, strict=True)) for row in zip(net.neighbours, net.weights, strict=True)]
        self.volume = list(net.volume)
        self.sizes = list(zip(net.lines, net.tables, net.units, strict=True))
        self.foes = [set(foes) for foes in net.foes]
        self.alive = dict.fromkeys(range(len(net)))
        self.parent = list(range(len(net)))
        self.bests: dict[int, tuple[float, int] | None] = {}

    @property
    def services(self) -> int:
        return sum(1 for group in self.alive if any(self.sizes[group]))

    def into(self, group: int) -> int:
        while self.parent[group] != group:
            group = self.parent[group]
        return group

    def delta(self, a: int, b: int) -> float:
        """By how much the cost rises if the two are merged."""
        of_size, of_volume = self.balance.of_size, self.balance.of_volume
        (lines, tables, units), (others, other_tables, other_units) = self.sizes[a], self.sizes[b]
        sizes = of_size(lines + others, tables + other_tables, units + other_units)
        sizes -= of_size(*self.sizes[a]) + of_size(*self.sizes[b])
        volumes = of_volume(self.volume[a] + self.volume[b], self.total)
        volumes -= of_volume(self.volume[a], self.total) + of_volume(self.volume[b], self.total)
        return sizes + volumes - self.near[a].get(b, 0.0)

    def best_pair(self, *, any_pair: bool) -> tuple[int, int] | None:
        """The pair that is cheapest to merge; unrelated ones too where asked for."""
        best: tuple[float, int, int] | None = None
        for group in self.alive:
            if group not in self.bests:
                self.bests[group] = self._best_of(group, any_pair=any_pair)
            found = self.bests[group]
            if found is not None and (best is None or (found[0], group, found[1]) < best):
                best = (found[0], group, found[1])
        return None if best is None else (best[1], best[2])

    def merge(self, a: int, b: int) -> None:
        """Put b into a."""
        self.parent[b] = a
        del self.alive[b]
        self.volume[a] += self.volume[b]
        (lines, tables, units), (others, other_tables, other_units) = self.sizes[a], self.sizes[b]
        self.sizes[a] = (lines + others, tables + other_tables, units + other_units)
        for other, weight in self.near[b].items():
            del self.near[other][b]
            if other != a:
                self.near[a][other] = self.near[a].get(other, 0.0) + weight
                self.near[other][a] = self.near[a][other]
        for foe in sorted(self.foes[b]):
            self.foes[foe].discard(b)
            self.foes[foe].add(a)
            self.foes[a].add(foe)
        self.near[a].pop(b, None)
        # What the two were good for has changed, for them and for whoever wanted one of them.
        stale = {a, b} | set(self.near[a])
        stale |= {group for group, found in self.bests.items() if found is not None and found[1] in (a, b)}
        for group in stale:
            self.bests.pop(group, None)

    def _best_of(self, group: int, *, any_pair: bool) -> tuple[float, int] | None:
        if any_pair and not any(self.sizes[group]):
            return None
        others = self.alive if any_pair else self.near[group]
        deltas = [
            (self.delta(group, other), other)
            for other in others
            if other != group and other not in self.foes[group] and (any(self.sizes[other]) or not any_pair)
        ]
        return min(deltas, default=None)
