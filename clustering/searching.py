"""The search: multi-level, from several starts, then merges, splits and moves on the whole objective.

Levels as in Blondel et al. ("Fast unfolding of communities in large networks", 2008); the first level is
shared by all starts and resolutions: *grains*, small groups that any decomposition keeps together and that
only the last local moves may break up. Every order and every start is fixed by a seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from decompose.clustering.merging import merged
from decompose.clustering.network import Network, drawn_together, numbered, part_of
from decompose.clustering.objective import Balance, cost
from decompose.clustering.settling import Placing

GRAIN_RESOLUTION = 12.0
"""Grains are the groups that hold together even at this many times the resolution."""
SMALL = 2500
"""Networks of so few nodes are searched without grains."""
STARTS = 3
DETOURS = (0.5, 2.0)
"""Also tried: the placements at other resolutions (times this one), settled anew at this one."""
FINALISTS = 2
"""So many of the tries are worked out on the whole objective."""
ROUNDS = 3
MOST_STEPS = 12
GAIN = 1e-9
"""What a round must gain at least."""

Labels = list[int]


@dataclass(frozen=True, slots=True)
class Grains:
    """A network with its grains.

    Attributes:
        net: every node by itself.
        of: the grain of each node.
        coarse: the network of the grains.
    """

    net: Network
    of: Labels
    coarse: Network


def grains(net: Network, balance: Balance) -> Grains:
    """The grains of a network."""
    if len(net) <= SMALL:
        alone = list(range(len(net)))
        return Grains(net, alone, net)
    placing = Placing(net, range(len(net)), replace(balance, resolution=GRAIN_RESOLUTION), sizes=False)
    placing.settle(range(len(net)))
    labels, size = numbered(placing.labels)
    return Grains(net, labels, drawn_together(net, labels, size))


def searched(held: Grains, balance: Balance, seeds: Sequence[Labels] = (), *, thorough: bool = True) -> Labels:
    """The best placement of the nodes that was found at this balance.

    Args:
        held: the network with its grains.
        balance: resolution and sizes.
        seeds: placements of the nodes to start from as well, besides the grains by themselves.
        thorough: several orders and detours, several finalists; if not, one of each.
    """
    coarse, alone = held.coarse, list(range(len(held.coarse)))
    tries = [_levels(coarse, alone, balance, seed) for seed in range(STARTS if thorough else 1)]
    tries += [_levels(coarse, _majorities(held, seed), balance, 0) for seed in seeds]
    for factor in DETOURS if thorough else ():
        detour = replace(balance, resolution=balance.resolution * factor)
        tries.append(_levels(coarse, _levels(coarse, alone, detour, 0), balance, 0))
    tries.sort(key=lambda labels: cost(coarse, labels, balance))
    finals = [improved(coarse, labels, balance) for labels in tries[: FINALISTS if thorough else 1]]
    best = min(finals, key=lambda labels: cost(coarse, labels, balance))
    return polished(held.net, [best[grain] for grain in held.of], balance)


def exactly(held: Grains, balance: Balance, services: int, seeds: Sequence[Labels] = ()) -> Labels | None:
    """The best placement found with so many services; None where fences or a lack of nodes forbid it."""
    labels: Labels = []
    for resolution in (balance.resolution * 1.5**step for step in range(MOST_STEPS)):
        labels = searched(held, replace(balance, resolution=resolution), seeds)
        if number_of_services(held.net, labels) >= services:
            break
    else:
        labels = list(range(len(held.net)))
    labels = merged(held.net, labels, balance, down_to=services)
    if number_of_services(held.net, labels) != services:
        return None
    placing = Placing(held.net, labels, replace(balance, crumb_cost=0.0), sizes=True)
    placing.settle(range(len(held.net)))
    settled = numbered(placing.labels)[0]
    return settled if number_of_services(held.net, settled) == services else labels


def number_of_services(net: Network, labels: Labels) -> int:
    """How many groups hold more than anchors."""
    return len({label for node, label in enumerate(labels) if net.lines[node] or net.tables[node]})


def improved(net: Network, labels: Labels, balance: Balance) -> Labels:
    """Moves, merges and splits on the whole objective, as long as they gain."""
    best = cost(net, labels, balance)
    for _ in range(ROUNDS):
        labels = polished(net, labels, balance)
        labels = merged(net, _split(net, labels, balance), balance)
        before, best = best, cost(net, labels, balance)
        if best > before - GAIN:
            break
    return labels


def polished(net: Network, labels: Labels, balance: Balance) -> Labels:
    """Moves and merges on the whole objective, as long as something can be merged."""
    for _ in range(ROUNDS):
        placing = Placing(net, labels, replace(balance, crumb_cost=0.0), sizes=True)
        placing.settle(range(len(net)))
        settled = numbered(placing.labels)[0]
        labels = merged(net, settled, balance)
        if labels == settled:
            break
    return labels


def _levels(net: Network, labels: Labels, balance: Balance, seed: int) -> Labels:
    order = list(range(len(net)))
    if seed:
        Random(seed).shuffle(order)  # noqa: S311 (a fixed order, not a secret)
    placing = Placing(net, labels, balance, sizes=False)
    placing.settle(order)
    labels, size = numbered(placing.labels)
    if size == len(net) or not size:
        return labels
    above = _levels(drawn_together(net, labels, size), list(range(size)), balance, seed)
    return [above[label] for label in labels]


def _split(net: Network, labels: Labels, balance: Balance) -> Labels:
    """Each service searched by itself, and replaced by its parts where those cost less."""
    groups: dict[int, Labels] = {}
    for node, label in enumerate(labels):
        groups.setdefault(label, []).append(node)
    labels, fresh = list(labels), len(groups)
    for group in groups.values():
        inside = part_of(net, group)
        parts = merged(inside, _levels(inside, list(range(len(group))), balance, 0), balance)
        if cost(inside, parts, balance) < cost(inside, [0] * len(group), balance) - GAIN:
            for node, part in zip(group, parts, strict=True):
                if part:
                    labels[node] = fresh + part - 1
            fresh += max(parts)
    return labels


def _majorities(held: Grains, seed: Labels) -> Labels:
    """The seed's placement carried over to the grains: where most of each grain's volume is."""
    votes: list[dict[int, float]] = [{} for _ in range(len(held.coarse))]
    for node, grain in enumerate(held.of):
        votes[grain][seed[node]] = votes[grain].get(seed[node], 0.0) + held.net.volume[node]
    labels = [min(vote, key=lambda label: (-vote[label], label)) for vote in votes]
    fresh = max(labels, default=-1) + 1
    for grain, foes in enumerate(held.coarse.foes):
        if any(labels[foe] == labels[grain] for foe in foes):
            labels[grain], fresh = fresh, fresh + 1
    return numbered(labels)[0]
