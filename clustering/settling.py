"""Local moves: each node goes where it costs least, until none wants to move.

The queue is that of the fast local move of Traag, Waltman and van Eck ("From Louvain to Leiden", 2019):
only the neighbours of what moved are looked at again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from decompose.clustering.network import Network
from decompose.clustering.objective import GOD_SHARE, MANY_TABLES, Balance

EPSILON = 1e-12
"""Gains below this are rounding."""
VISITS = 30
"""Moves per node at most, on average: a guard against rounding, hardly ever reached."""


class Placing:
    """A placement of the network's nodes into groups, with what moving a node would gain.

    ``sizes`` says whether god services and crumbs count: early in a search every group is a crumb.
    """

    def __init__(self, net: Network, labels: Sequence[int], balance: Balance, *, sizes: bool) -> None:
        self.net, self.balance, self.sizes = net, balance, sizes
        self.labels = list(labels)
        groups = max(self.labels, default=-1) + 2  # one to spare, for a node that is better off alone
        self.volume, self.lines = [0.0] * groups, [0] * groups
        self.tables, self.units = [0] * groups, [0] * groups
        self.members = [0] * groups
        for node, label in enumerate(self.labels):
            self._add(node, label)
        self.free = [group for group in range(groups) if not self.members[group]]
        self._god_lines, self._god_tables = (
            GOD_SHARE * balance.lines,
            GOD_SHARE * balance.tables if balance.tables >= MANY_TABLES else balance.tables,
        )
        self._pressure = balance.weight * balance.resolution / (2 * net.total) if net.total else 0.0

    def pulls(self, node: int) -> dict[int, float]:
        """Weight of the node's links into each group; its own group is always there."""
        labels = self.labels
        pull = {labels[node]: 0.0}
        for other, weight in zip(self.net.neighbours[node], self.net.weights[node], strict=True):
            group = labels[other]
            pull[group] = pull.get(group, 0.0) + weight
        return pull

    def gain(self, node: int, group: int) -> float:
        """By how much the cost falls if the node moves to the group (an empty one included)."""
        home = self.labels[node]
        if group == home:
            return 0.0
        pull, volume = self.pulls(node), self.net.volume[node]
        gain = pull.get(group, 0.0) - pull[home]
        gain -= self._pressure * volume * (self.volume[group] - self.volume[home] + volume)
        return gain - (self._size_delta(node, home, group) if self.sizes else 0.0)

    def move(self, node: int, group: int) -> None:
        """Move a node; its group may be left empty."""
        home = self.labels[node]
        if home == group:
            return
        if not self.members[group]:
            self.free.remove(group)
        self.volume[home] -= self.net.volume[node]
        self.lines[home] -= self.net.lines[node]
        self.tables[home] -= self.net.tables[node]
        self.units[home] -= self.net.units[node]
        self.members[home] -= 1
        if not self.members[home]:
            self.free.append(home)
        self._add(node, group)

    def best(self, node: int) -> tuple[int, float]:
        """The group where the node costs least, and the gain; its own group where nothing is better."""
        net, volumes = self.net, self.volume
        home, pull = self.labels[node], self.pulls(node)
        mass = net.volume[node]
        pressure = self._pressure * mass
        stay = pull[home] - pressure * (volumes[home] - mass)
        hated = {self.labels[foe] for foe in net.foes[node]}
        best, best_gain = home, EPSILON
        for group, weight in pull.items():
            if group == home or group in hated:
                continue
            gain = weight - pressure * volumes[group] - stay
            if self.sizes:
                gain -= self._size_delta(node, home, group)
            if gain > best_gain or (gain == best_gain and group < best):
                best, best_gain = group, gain
        if stay < -EPSILON and self.free and self.members[home] > 1:
            alone = self.free[-1]
            gain = -stay - (self._size_delta(node, home, alone) if self.sizes else 0.0)
            if gain > best_gain:
                best, best_gain = alone, gain
        return best, best_gain if best != home else 0.0

    def settle(self, order: Iterable[int]) -> bool:
        """Move nodes while that gains something, looking at them in this order first; whether any moved."""
        queue = deque(order)
        waiting = bytearray(len(self.net))
        for node in queue:
            waiting[node] = 1
        patience, moved = VISITS * len(self.net), False
        while queue and patience:
            node = queue.popleft()
            waiting[node] = 0
            group, gain = self.best(node)
            if gain <= EPSILON:
                continue
            self.move(node, group)
            moved = True
            patience -= 1
            for other in self.net.neighbours[node]:
                if not waiting[other] and self.labels[other] != group:
                    waiting[other] = 1
                    queue.append(other)
        return moved

    def _add(self, node: int, group: int) -> None:
        self.labels[node] = group
        self.volume[group] += self.net.volume[node]
        self.lines[group] += self.net.lines[node]
        self.tables[group] += self.net.tables[node]
        self.units[group] += self.net.units[node]
        self.members[group] += 1

    def _size_delta(self, node: int, home: int, group: int) -> float:
        lines, tables, units = self.net.lines[node], self.net.tables[node], self.net.units[node]
        if not lines and not tables and not units:
            return 0.0
        limit, most = self._god_lines, self._god_tables
        if (
            not self.balance.crumb_cost
            and self.lines[home] <= limit
            and self.tables[home] <= most
            and self.lines[group] + lines <= limit
            and self.tables[group] + tables <= most
        ):
            return 0.0
        of_size = self.balance.of_size
        here = self.lines[home], self.tables[home], self.units[home]
        there = self.lines[group], self.tables[group], self.units[group]
        before = of_size(*here) + of_size(*there)
        after = of_size(here[0] - lines, here[1] - tables, here[2] - units)
        return after + of_size(there[0] + lines, there[1] + tables, there[2] + units) - before
