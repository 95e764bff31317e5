"""The objective: what a placement costs (DESIGN.md §5), stated once and computed in one way.

    total  =  chattiness + shared data + transactions + affinity  +  imbalance

Each of the first four is the share of all evidence that crosses a boundary, times the user's weight:
calls and events; accesses by services that do not own the table, foreign keys and joins; transactions
that would span services; and everything else that a cut separates. A transaction or a module whose
members lie in k services costs one share for each member away from the majority.

    imbalance  =  concentration + god services + crumbs

*Concentration* is resolution · Σ (share of all relations that end in the service)²: what would lie inside
by chance. With it, 1 - total is the modularity of Newman and Girvan (2004) with the resolution of
Reichardt and Bornholdt (2006), so that neither one big service nor a service per function is cheap.
*God services* are charged for what exceeds ``GOD_SHARE`` of the code or of the tables, *crumbs* for what
they lack to ``CRUMB_SHARE`` of the code or to the fewest units that make a service.

Moving a node changes the cost by what its own links and the sizes of two services say: it costs its
degree (``settling.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from decompose.clustering.network import Network

RESOLUTION = 1.0
"""Of the recommended decomposition: some 10 to 40 services for 50,000 to 500,000 lines."""
GOD_SHARE = 0.4
GOD_COST = 2.0
"""Per share of the code above ``GOD_SHARE``: dearer than any cut that makes the service smaller."""
FEW_UNITS = 8
"""A service of no more units is no god, whatever its share of a small code base."""
MANY_TABLES = 10
"""From so many on, the share of the tables counts like the share of the code."""
CRUMB_SHARE, CRUMB_LINES, MOST_CRUMB_SHARE = 0.01, 1000, 0.03
"""What a service should have at least: this share of the code, and so many lines, but never more than the
last share of the code (small code bases)."""
CRUMB_COST = 0.02
"""Per crumb: what it costs to keep a service that is next to nothing (deployment, on-call, network)."""


@dataclass(frozen=True)
class Balance:
    """The part of the objective that speaks against both one big service and many crumbs.

    Attributes:
        resolution: above 1: more and smaller services; below 1: fewer and larger ones.
        weight: the user's weight of imbalance.
        lines: lines of all units.
        tables: number of all tables; too few of them say nothing of balance.
        fewest: units that a service should have at least.
        crumb_cost: what a crumb costs; 0 while single nodes move, or they would be dragged to crumbs to pad
            them.
    """

    resolution: float = RESOLUTION
    weight: float = 1.0
    lines: int = 1
    tables: int = 0
    fewest: int = 3
    crumb_cost: float = CRUMB_COST

    @cached_property
    def crumb_share(self) -> float:
        """The share of the code below which a service is a crumb."""
        return min(MOST_CRUMB_SHARE, max(CRUMB_SHARE, CRUMB_LINES / self.lines))

    def of_size(self, lines: int, tables: int, units: int) -> float:
        """What the size of one service costs; groups of anchors alone are no services."""
        if not lines and not tables:
            return 0.0
        share = lines / self.lines
        god = max(0.0, share - GOD_SHARE)
        if self.tables >= MANY_TABLES:
            god += max(0.0, tables / self.tables - GOD_SHARE)
        god *= max(0.0, 1.0 - FEW_UNITS / units) if units else 1.0
        crumb = max(0.0, 1.0 - share / self.crumb_share, 1.0 - units / self.fewest)
        return self.weight * (GOD_COST * god + self.crumb_cost * crumb)

    def of_volume(self, volume: float, total: float) -> float:
        """What the concentration of relations in one service costs."""
        return self.weight * self.resolution * volume * volume / (4 * total) if total else 0.0


def fewest_units(units: int) -> int:
    """How many units make a service, in a code base of so many: 2 to 5, and 5 from 100 on."""
    return min(5, max(2, units // 20))


def cost(net: Network, labels: Sequence[int], balance: Balance) -> float:
    """The objective from scratch: crossing weight and imbalance."""
    groups = max(labels, default=-1) + 1
    crossing, volumes = 0.0, [0.0] * groups
    lines, tables, units = [0] * groups, [0] * groups, [0] * groups
    for node, label in enumerate(labels):
        volumes[label] += net.volume[node]
        lines[label] += net.lines[node]
        tables[label] += net.tables[node]
        units[label] += net.units[node]
        for other, weight in zip(net.neighbours[node], net.weights[node], strict=True):
            if labels[other] != label:
                crossing += weight
    sizes = sum(map(balance.of_size, lines, tables, units))
    return crossing / 2 + sizes + sum(balance.of_volume(volume, net.total) for volume in volumes)
