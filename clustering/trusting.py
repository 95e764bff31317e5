"""Groups are trusted as far as the rest of the evidence bears them out.

A file or a folder can be one subject or a drawer for everything; which of the two is seen in a draft of the
placement. The units of a subject end up together there, those of a drawer are torn apart by what they call
and touch.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from decompose.clustering.evidence.relation import NodeKind, Part
from decompose.clustering.gathering import Gathered, weighted
from decompose.clustering.network import network
from decompose.clustering.objective import RESOLUTION, Balance
from decompose.clustering.options import Weights
from decompose.clustering.searching import grains, searched

LEAST_TRUST = 0.05
"""What is left of the ties to a group whose members the draft scatters."""


def trusted(gathered: Gathered, weights: Weights) -> Gathered:
    """The evidence with the ties of every group (of the affinity part) weakened by what a draft says of it."""
    trust = _trust(gathered, _draft(gathered, weights))
    ties = [
        tie._replace(mass=tie.mass * trust[tie.a]) if tie.part is Part.AFFINITY and tie.a in trust else tie
        for tie in gathered.ties
    ]
    whole = sum(tie.mass for tie in ties) or 1.0
    return replace(gathered, ties=tuple(tie._replace(mass=tie.mass / whole) for tie in ties))


def _draft(gathered: Gathered, weights: Weights) -> list[int]:
    """A quick placement of all nodes; every unit counts as one line."""
    units = [int(node.kind is NodeKind.UNIT) for node in gathered.nodes]
    tables = [int(node.kind is NodeKind.TABLE) for node in gathered.nodes]
    ties = ((tie.a, tie.b, weighted(tie, weights)) for tie in gathered.ties)
    net = network(ties, units, tables, units, [()] * len(units))
    balance = Balance(RESOLUTION, max(0.0, weights.imbalance), max(1, sum(units)), sum(tables))
    return searched(grains(net, balance), balance, thorough=False)


def _trust(gathered: Gathered, labels: list[int]) -> dict[int, float]:
    """Anchor → ``LEAST_TRUST`` … 1, by the purity of its members' places.

    The purity is Σ (share of the ties in one place)², brought to 0 where every member is elsewhere.
    """
    places: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    squares: dict[int, float] = defaultdict(float)
    for tie in gathered.ties:
        if tie.part is Part.AFFINITY and gathered.nodes[tie.a].kind is NodeKind.ANCHOR:
            places[tie.a][labels[tie.b]] += tie.mass
            squares[tie.a] += tie.mass**2
    trust = {}
    for group, shares in places.items():
        whole = sum(shares.values()) ** 2
        least = squares[group] / whole if whole else 1.0
        if least < 1.0:
            purity = sum(share**2 for share in shares.values()) / whole
            trust[group] = LEAST_TRUST + (1 - LEAST_TRUST) * max(0.0, purity - least) / (1 - least)
    return trust
