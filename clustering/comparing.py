"""What differs between two decompositions: score, services, placements, couplings."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from decompose.clustering.constraints import SHARED
from decompose.clustering.coupling import severity
from decompose.clustering.decomposition import Coupling, Decomposition

ALIKE = 0.3
"""Services with less overlap than this (F1 of their members) are two services."""
KEPT = 2.0
"""What keeping the name and most of the members adds: more than any other match has."""
SAME_NAME = 0.2
"""What bearing the same name adds to the overlap when services are matched."""

Member = tuple[str, str]
"""``unit`` or ``table``, and its name."""


class Change(msgspec.Struct, frozen=True):
    """A figure before and after.

    Attributes:
        name: a part of the score (weighted), ``total``, or a metric.
        before, after: its values.
        is_better_higher: the direction; a score is better lower.
    """

    name: str
    before: float
    after: float
    is_better_higher: bool = False


class Moved(msgspec.Struct, frozen=True, order=True):
    """A unit or table that is in another service than before; ``before`` is named as it is now, if it still is."""

    before: str
    after: str
    kind: str
    name: str


class Renamed(msgspec.Struct, frozen=True, order=True):
    """A service that holds mostly what another one held before; ``overlap`` is the F1 of their members."""

    before: str
    after: str
    overlap: float


class Comparison(msgspec.Struct, frozen=True):
    """Two decompositions side by side.

    Attributes:
        score: the parts of the score, weighted, and their total.
        metrics: the metrics that both have.
        services: numbers of services.
        renamed, added, gone: services; what is neither was there before under the same name.
        moved: units and tables that both code bases have, in another service.
        code_added, code_gone: units and tables that only one of the code bases has.
        couplings_new, couplings_gone: worst first, by fingerprint.
    """

    score: tuple[Change, ...]
    metrics: tuple[Change, ...]
    services: Change
    renamed: tuple[Renamed, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]
    moved: tuple[Moved, ...]
    code_added: int
    code_gone: int
    couplings_new: tuple[Coupling, ...]
    couplings_gone: tuple[Coupling, ...]

    @property
    def total(self) -> Change:
        """The score."""
        return self.score[-1]


def compare(before: Decomposition, after: Decomposition) -> Comparison:
    """What differs between two decompositions, of one code base or of two states of it."""
    matches = matched(before, after)
    renamed = [Renamed(old, new, round(overlap, 3)) for old, (new, overlap) in sorted(matches.items()) if old != new]
    known = {new for new, _ in matches.values()}
    old_places, new_places = placed(before), placed(after)
    name_now = {old: new for old, (new, _) in matches.items()} | {SHARED: SHARED}
    moved = []
    for member in sorted(old_places.keys() & new_places.keys()):
        was, now = old_places[member], new_places[member]
        was = name_now.get(was, was)
        if was != now:
            moved.append(Moved(was, now, *member))
    old, new = _by_fingerprint(before), _by_fingerprint(after)
    return Comparison(
        score=tuple(_scores(before, after)),
        metrics=tuple(_metrics(before, after)),
        services=Change("services", len(before.services), len(after.services)),
        renamed=tuple(renamed),
        added=tuple(service.name for service in after.services if service.name not in known),
        gone=tuple(service.name for service in before.services if service.name not in matches),
        moved=tuple(sorted(moved)),
        code_added=len(new_places.keys() - old_places.keys()),
        code_gone=len(old_places.keys() - new_places.keys()),
        couplings_new=_worst(held for key, held in new.items() if key not in old),
        couplings_gone=_worst(held for key, held in old.items() if key not in new),
    )


def matched(before: Decomposition, after: Decomposition) -> dict[str, tuple[str, float]]:
    """Service before → the service that it is now, and their overlap; greedily, the most alike first.

    One that keeps its name and most of what it held is itself, whatever it takes in.
    """
    held = {service.name: members(service.units, service.tables) for service in before.services}
    pairs = []
    for service in after.services:
        own = members(service.units, service.tables)
        for name, others in held.items():
            overlap = 2 * len(own & others) / ((len(own) + len(others)) or 1)
            is_named_alike = name == service.name
            if is_named_alike and 2 * len(own & others) > len(others):
                pairs.append((-KEPT - overlap, name, service.name, overlap))
            elif overlap >= ALIKE:
                pairs.append((-overlap - SAME_NAME * is_named_alike, name, service.name, overlap))
    found: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for _, old, new, overlap in sorted(pairs):
        if old not in found and new not in taken:
            found[old] = new, overlap
            taken.add(new)
    return found


def members(units: Iterable[str], tables: Iterable[str]) -> frozenset[Member]:
    """Units and tables, told apart."""
    return frozenset([*(("unit", name) for name in units), *(("table", name) for name in tables)])


def placed(decomposition: Decomposition) -> dict[Member, str]:
    """Unit or table → its service, or ``shared``."""
    found: dict[Member, str] = {("unit", name): SHARED for name in decomposition.shared}
    for service in decomposition.services:
        found |= dict.fromkeys(members(service.units, service.tables), service.name)
    return found


def _scores(before: Decomposition, after: Decomposition) -> Iterable[Change]:
    values = [{part.name: part.value * part.weight for part in held.score.parts} for held in (before, after)]
    for name in dict.fromkeys([*values[0], *values[1]]):
        yield Change(name, values[0].get(name, 0.0), values[1].get(name, 0.0))
    yield Change("total", before.score.total, after.score.total)


def _metrics(before: Decomposition, after: Decomposition) -> Iterable[Change]:
    old = {metric.name: metric for metric in before.metrics}
    for metric in after.metrics:
        if metric.name in old:
            yield Change(metric.name, old[metric.name].value, metric.value, metric.higher_is_better)


def _by_fingerprint(decomposition: Decomposition) -> dict[str, Coupling]:
    return {coupling.fingerprint: coupling for coupling in decomposition.couplings}


def _worst(couplings: Iterable[Coupling]) -> tuple[Coupling, ...]:
    return tuple(sorted(couplings, key=lambda coupling: (-severity(coupling), coupling)))
