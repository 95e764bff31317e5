"""The Pareto front of alternatives: the more services, the more crosses between them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from decompose.clustering.decomposition import Decomposition

COARSE = ("coarse", "coarser", "coarsest")
FINE = ("fine", "finer", "finest")


def crossing(decomposition: Decomposition) -> float:
    """The share of the evidence that crosses a boundary, 0..1."""
    return sum(part.value for part in decomposition.score.parts if part.name != "imbalance")


def front(chosen: Decomposition, found: Iterable[Decomposition]) -> tuple[Decomposition, ...]:
    """The alternatives to the chosen one that no other beats, coarse first, at most three on each side.

    One beats another that has no more services although as much crosses, or more.
    """
    points = [*found]
    kept = [one for one in points if len(one.services) != len(chosen.services) and not _is_beaten(one, points)]
    kept.sort(key=lambda one: (len(one.services), crossing(one)))
    fewer = [one for one in kept if len(one.services) < len(chosen.services)][::-1]
    more = [one for one in kept if len(one.services) > len(chosen.services)]
    coarse = [_labelled(one, label) for one, label in zip(fewer, COARSE, strict=False)]
    return (*coarse[::-1], *(_labelled(one, label) for one, label in zip(more, FINE, strict=False)))


def _is_beaten(one: Decomposition, others: Iterable[Decomposition]) -> bool:
    mine = len(one.services), -crossing(one)
    theirs = ((len(other.services), -crossing(other)) for other in others)
    return any(other != mine and other[0] >= mine[0] and other[1] >= mine[1] for other in theirs)


def _labelled(one: Decomposition, label: str) -> Decomposition:
    return msgspec.structs.replace(one, label=label)
