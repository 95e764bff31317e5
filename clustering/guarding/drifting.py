"""How much worse or better the declared services stand than before, as far as couplings tell."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.clustering.comparing import Change
from decompose.clustering.coupling import severity
from decompose.clustering.decomposition import Coupling
from decompose.clustering.guarding.findings import PairChange
from decompose.extractors.graph import EdgeKind

_PARTS = {
    "chattiness": frozenset({EdgeKind.CALLS, EdgeKind.EVENT}),
    "shared data": frozenset({EdgeKind.READS, EdgeKind.WRITES, EdgeKind.JOINS, EdgeKind.FOREIGN_KEY}),
    "transactions": frozenset({EdgeKind.TRANSACTION}),
    "shared code": frozenset({EdgeKind.IMPORTS, EdgeKind.INHERITS}),
}


def drift(before: Iterable[Coupling], now: Iterable[Coupling]) -> tuple[Change, ...]:
    """The summed severity of couplings, part by part, and their number; lower is better."""
    old, new = tuple(before), tuple(now)
    parts = [Change(name, _weight(old, kinds), _weight(new, kinds)) for name, kinds in _PARTS.items()]
    return (*parts, Change("couplings", len(old), len(new)))


def _weight(couplings: Iterable[Coupling], kinds: frozenset[EdgeKind]) -> float:
    return round(sum(severity(coupling) for coupling in couplings if coupling.kind in kinds), 3)


def pair_changes(before: Iterable[tuple[str, str]], now: Iterable[tuple[str, str]]) -> tuple[PairChange, ...]:
    """The pairs of services of which the number of couplings has changed.

    Args:
        before: (source service, target service) of each coupling as it was.
        now: the same as it is.
    """
    old, new = list(before), list(now)
    found = (PairChange(*pair, old.count(pair), new.count(pair)) for pair in sorted({*old, *new}))
    return tuple(change for change in found if change.before != change.after)
