"""An order in which what belongs together stands together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_FADING = 0.5
"""How much less each earlier neighbour counts."""


def by_likeness(names: Sequence[str], ties: Mapping[frozenset[str], float]) -> list[str]:
    """Names in a chain: after each comes the one that is tied most to the last ones.

    Args:
        names: sorted.
        ties: how strongly two of them are tied.
    """

    def tied(a: str, b: str) -> float:
        return ties.get(frozenset((a, b)), 0.0)

    sums = {name: sum(tied(name, other) for other in names if other != name) for name in names}
    left = sorted(names, key=lambda name: (-sums[name], name))
    chain = left[:1]
    pull = {name: tied(chain[0], name) for name in left[1:]}
    while pull:
        following = min(pull, key=lambda name: (-pull[name], -sums[name], name))
        chain.append(following)
        del pull[following]
        pull = {name: _FADING * held + tied(following, name) for name, held in pull.items()}
    return chain
