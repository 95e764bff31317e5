"""Who stands above whom on the map: a service above those that it needs."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

_ROUNDS = 300
_ENOUGH = 1e-6


def levels(names: list[str], counts: Mapping[tuple[str, str], int]) -> dict[str, float]:
    """A height for each service, 0 on top, such that those needed stand about one below those that need them.

    That is the trophic level of MacKay, Johnson and Sansom ("How directed is a directed network?", 2020), with the root
    of the counts as weights: it minimises Σ weight · (level of the needed − level of the needing − 1)², so that circles
    come to lie on one level rather than anywhere.

    Args:
        names: the services.
        counts: (needs, is needed) → how many couplings.
    """
    ties: dict[str, list[tuple[str, float, int]]] = defaultdict(list)
    for (needs, needed), count in sorted(counts.items()):
        weight = math.sqrt(count)
        ties[needed].append((needs, weight, 1))
        ties[needs].append((needed, weight, -1))
    found = dict.fromkeys(names, 0.0)
    for _ in range(_ROUNDS):
        change = 0.0
        for name in names:
            if ties[name]:
                sums = sum(weight * (found[other] + step) for other, weight, step in ties[name])
                level = sums / sum(weight for _, weight, _ in ties[name])
                change = max(change, abs(level - found[name]))
                found[name] = level
        if change < _ENOUGH:
            break
    top = min((found[name] for name in names if ties[name]), default=0.0)
    bottom = max((found[name] for name in names if ties[name]), default=0.0)
    return {name: round(found[name] - top if ties[name] else bottom - top + 1, 4) for name in names}
