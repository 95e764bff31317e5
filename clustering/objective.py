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
*God services* are charged for the lines by which they exceed ``GOD_SHARE`` of the code, *crumbs* for what
they lack to ``CRUMB_SHARE`` of the code or to the fewest units that make a service.

Moving a node changes the cost by what its own links and the sizes of two services say: it costs its
degree (``settling.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from decompose.clustering.network import Network

GOD_SHARE = 0.4
GOD_COST = 2.0
"""Per share of the code above ``GOD_SHARE``: dearer than any cut that makes the service smaller."""
CRUMB_SHARE = 0.01
CRUMB_COST = 0.01
"""Per crumb: what it costs to keep a service that is next to nothing (deployment, on-call, network)."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The part of the objective that speaks against both one big service and many crumbs.

    Attributes:
        resolution: above 1: more and smaller services; below 1: fewer and larger ones.
        weight: the user's weight of imbalance.
        lines: lines of all units.
        fewest: units that a service should have at least.
    """

    resolution: float = 1.0
    weight: float = 1.0
    lines: int = 1
    fewest: int = 3

    def of_size(self, lines: int, units: int) -> float:
        """What the size of one service costs; groups without lines (anchors alone) are no services."""
        if not lines:
            return 0.0
        share = lines / self.lines
        crumb = max(0.0, 1.0 - share / CRUMB_SHARE, 1.0 - units / self.fewest)
        return self.weight * (GOD_COST * max(0.0, share - GOD_SHARE) + CRUMB_COST * crumb)

    def of_volume(self, volume: float, total: float) -> float:
        """What the concentration of relations in one service costs."""
        return self.weight * self.resolution * volume * volume / (4 * total) if total else 0.0


def fewest_units(units: int) -> int:
    """How many units make a service, in a code base of so many: 3 to 5."""
    return min(5, max(3, units // 12))


def cost(net: Network, labels: Sequence[int], balance: Balance) -> float:
    """The objective from scratch: crossing weight and imbalance."""
    crossing = 0.0
    volume: dict[int, float] = {}
    lines: dict[int, int] = {}
    units: dict[int, int] = {}
    for node, label in enumerate(labels):
        volume[label] = volume.get(label, 0.0) + net.volume[node]
        lines[label] = lines.get(label, 0) + net.lines[node]
        units[label] = units.get(label, 0) + net.units[node]
        for other, weight in zip(net.neighbours[node], net.weights[node], strict=True):
            if labels[other] != label:
                crossing += weight / 2
    sizes = sum(balance.of_size(lines[label], units[label]) for label in volume)
    return crossing + sizes + sum(balance.of_volume(held, net.total) for held in volume.values())
