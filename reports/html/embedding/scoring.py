"""What the page needs to compute the score of a placement just as ``clustering`` does.

The ties are those of ``decompose what-if`` on the analysis: all evidence but the history, which no analysis keeps.
"""

from __future__ import annotations

from collections import defaultdict

import msgspec

from decompose.clustering.decomposition import Decomposition
from decompose.clustering.describing import SHARED_SHARE, VOTE_DIGITS, balance_of
from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Part
from decompose.clustering.gathering import gather
from decompose.clustering.objective import CRUMB_COST, FEW_UNITS, GOD_COST, GOD_SHARE, MANY_TABLES, RESOLUTION
from decompose.clustering.options import Weights
from decompose.clustering.trusting import trusted
from decompose.clustering.trying import options_of
from decompose.reports.html.embedding.packing import Column, packed, steps

UNIT_OF_MASS = 1e-12
"""Masses are told in whole numbers of it."""


class Ties(msgspec.Struct, frozen=True):
    """The ties of one part of the score, sorted; packed, the smaller number of each pair as steps."""

    part: str
    weight: float
    a: Column
    b: Column
    mass: Column


class Balancing(msgspec.Struct, frozen=True):
    """The constants of ``clustering.objective``, and what it knows of this code base."""

    weight: float
    lines: int
    tables: int
    fewest: int
    crumb_share: float
    resolution: float = RESOLUTION
    god_share: float = GOD_SHARE
    god_cost: float = GOD_COST
    few_units: int = FEW_UNITS
    many_tables: int = MANY_TABLES
    crumb_cost: float = CRUMB_COST
    shared_share: float = SHARED_SHARE


class Scoring(msgspec.Struct, frozen=True):
    """All that the score is made from.

    Attributes:
        nodes: number of nodes, anchors included (they come last).
        unit: of masses.
        ties: by part.
        digits: after the point that count in votes.
        balance: for the imbalance.
    """

    nodes: int
    unit: float
    ties: list[Ties]
    digits: int
    balance: Balancing


def scoring(material: Material, chosen: Decomposition) -> Scoring:
    """What the score of any placement of this code base is made from."""
    options = options_of(chosen)
    weights = options.weights
    gathered = trusted(gather(material, options), weights)
    masses: dict[Part, dict[tuple[int, int], float]] = {part: defaultdict(float) for part in Part}
    for tie in gathered.ties:
        masses[tie.part][min(tie.a, tie.b), max(tie.a, tie.b)] += tie.mass
    balance = balance_of(material, Weights())
    return Scoring(
        len(gathered.nodes),
        UNIT_OF_MASS,
        [_ties(part, float(getattr(weights, part.value)), masses[part]) for part in Part],
        VOTE_DIGITS,
        Balancing(weights.imbalance, balance.lines, balance.tables, balance.fewest, balance.crumb_share),
    )


def _ties(part: Part, weight: float, masses: dict[tuple[int, int], float]) -> Ties:
    pairs = sorted(masses)
    return Ties(
        part.value.replace("_", " "),
        weight,
        packed(steps(a for a, _ in pairs)),
        packed(b for _, b in pairs),
        packed(round(masses[pair] / UNIT_OF_MASS) for pair in pairs),
    )
