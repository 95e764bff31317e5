"""How firmly each placement stands: searches on perturbed evidence, and what would tip those that waver.

The stability of clusters under resampling (Hennig, "Cluster-wise assessment of cluster stability", 2007), taken
for each placement: in every run a few ties are lost, and the parts of the score weigh a little more or less.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import mean

from decompose.clustering.atoms import Atoms
from decompose.clustering.claiming import claimed
from decompose.clustering.evidence.relation import NodeKind, Part
from decompose.clustering.gathering import weight_of, weighted
from decompose.clustering.metrics.agreement import adjusted_rand
from decompose.clustering.network import Network, drawn_together, network
from decompose.clustering.objective import Balance
from decompose.clustering.options import Weights
from decompose.clustering.searching import Grains, searched
from decompose.clustering.settling import Placing

RUNS, FEWER_RUNS = 10, 5
"""Perturbed searches: of small networks, and of large ones, where each takes its time."""
DROPPED = 0.05
"""Share of the ties that a run loses."""
JITTER = 0.2
"""By what share a part of the score weighs more or less in a run, at most."""

Labels = Sequence[int]


@dataclass(frozen=True, slots=True)
class Wavering:
    """An atom on whose place not all runs agree.

    Attributes:
        share: of the runs that put it where it is.
        rival: the group where most of the others put it.
        part: the part of the score that draws it there most; None if none does.
        factor: how many times as much that part would have to weigh to tip it; 0 without a part.
    """

    share: float
    rival: int
    part: Part | None
    factor: float


@dataclass(frozen=True, slots=True)
class Firmness:
    """What the runs say of a placement.

    Attributes:
        runs: their number.
        agreement: mean adjusted Rand index between the placement and theirs, over units and tables.
        wavering: by atom; the others stand where all runs put them.
    """

    runs: int
    agreement: float
    wavering: Mapping[int, Wavering]


def firmness(atoms: Atoms, grains: Grains, labels: Labels, weights: Weights, balance: Balance) -> Firmness:
    """Search anew on perturbed evidence, several times: from the placement itself and from the grains alone.

    Args:
        atoms: what is placed as one.
        grains: their network, with its grains.
        labels: the placement in question.
        weights: of the score's parts.
        balance: resolution and sizes.
    """
    runs = FEWER_RUNS if atoms.gathered.is_large else RUNS
    nodes = enumerate(atoms.gathered.nodes)
    placed = sorted({atoms.of[number] for number, node in nodes if node.kind is not NodeKind.ANCHOR} - {-1})
    own = {str(atom): str(labels[atom]) for atom in placed}
    agreed: Counter[int] = Counter()
    elsewhere: dict[int, Counter[int]] = defaultdict(Counter)
    agreements = []
    for run in range(1, runs + 1):
        net = _perturbed(atoms, grains.net, weights, run)
        coarse = net if grains.coarse is grains.net else drawn_together(net, grains.of, len(grains.coarse))
        found = searched(Grains(net, grains.of, coarse), balance, [list(labels)], thorough=False)
        found = claimed(atoms, found)
        agreements.append(adjusted_rand(own, {str(atom): str(found[atom]) for atom in placed}))
        home = _homes(placed, labels, found)
        for atom in placed:
            if home[found[atom]] == labels[atom]:
                agreed[atom] += 1
            else:
                elsewhere[atom][home[found[atom]]] += 1
    rivals = {atom: min(held, key=lambda group: (-held[group], group)) for atom, held in elsewhere.items()}
    tipping = _tipping(atoms, grains.net, labels, weights, balance, rivals)
    wavering = {atom: Wavering(agreed[atom] / runs, rivals[atom], *tipping[atom]) for atom in sorted(rivals)}
    return Firmness(runs, mean(agreements), wavering)


def _perturbed(atoms: Atoms, net: Network, weights: Weights, seed: int) -> Network:
    """The network without some of its ties, the parts of the score jittered."""
    random = Random(seed)  # noqa: S311 (reproducible, not secret)
    factors = {part: (1 + JITTER * random.uniform(-1, 1)) * weight_of(part, weights) for part in Part}
    of, draw = atoms.of, random.random
    ties = [
        (of[tie.a], of[tie.b], factors[tie.part] * tie.mass)
        for tie in atoms.gathered.ties
        if of[tie.a] >= 0 <= of[tie.b] and draw() >= DROPPED
    ]
    return network(ties, net.lines, net.tables, net.units, net.foes)


def _homes(placed: Sequence[int], labels: Labels, found: Labels) -> dict[int, int]:
    """Group of a run → the group of the placement that most of it is in."""
    shared: dict[int, Counter[int]] = defaultdict(Counter)
    for atom in placed:
        shared[found[atom]][labels[atom]] += 1
    return {group: min(held, key=lambda label: (-held[label], label)) for group, held in shared.items()}


def _tipping(
    atoms: Atoms, net: Network, labels: Labels, weights: Weights, balance: Balance, rivals: Mapping[int, int]
) -> dict[int, tuple[Part | None, float]]:
    """Atom → the part that draws it to its rival most, and how many times as much it would have to weigh."""
    pulls: dict[int, dict[Part, float]] = {atom: dict.fromkeys(Part, 0.0) for atom in rivals}
    for tie in atoms.gathered.ties:
        ends = atoms.of[tie.a], atoms.of[tie.b]
        for atom, other in (ends, ends[::-1]):
            if atom in rivals and other not in (-1, atom):
                towards = (labels[other] == rivals[atom]) - (labels[other] == labels[atom])
                pulls[atom][tie.part] += towards * weighted(tie, weights)
    placing = Placing(net, labels, balance, sizes=True)
    found: dict[int, tuple[Part | None, float]] = {}
    for atom, rival in rivals.items():
        part = max(Part, key=lambda part: pulls[atom][part])
        margin = max(0.0, -placing.gain(atom, rival))
        drawn = pulls[atom][part]
        found[atom] = (part, 1 + margin / drawn) if drawn > 0 else (None, 0.0)
    return found
