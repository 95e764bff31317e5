"""The decisions that matter most: what people have to settle before anybody cuts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from decompose.clustering.coupling import severity
from decompose.clustering.decomposition import Coupling
from decompose.extractors.graph import EdgeKind
from decompose.extractors.places import Place
from decompose.reports.analysed import Analysed
from decompose.reports.weighing import Weighing

MOST = 3


@dataclass(frozen=True, slots=True)
class Decision:
    """A question to settle.

    Attributes:
        weight: what depends on it, in the costs of ``clustering.coupling``.
        question: in one line.
        why: what makes it one, with its figures.
        places: where it shows.
    """

    weight: float
    question: str
    why: str
    places: tuple[Place, ...]


def decisions(analysed: Analysed) -> list[Decision]:
    """The heaviest ones, at most one of each sort, heaviest first."""
    found = [best for sort in (_transactions, _owners, _circles, _doubts) if (best := _heaviest(sort(analysed)))]
    return sorted(found, key=lambda one: (-one.weight, one.question))[:MOST]


def _heaviest(found: Iterator[Decision]) -> Decision | None:
    return min(found, key=lambda one: (-one.weight, one.question), default=None)


def _transactions(analysed: Analysed) -> Iterator[Decision]:
    weighing = Weighing(analysed)
    for found in analysed.decomposition.spanning_transactions:
        yield Decision(
            weighing.transaction(found),
            f"May what {found.symbol} writes be out of step for a moment?",
            f"Today one transaction writes {len(found.tables)} tables of {len(found.services)} services"
            f" ({', '.join(found.services)}). Apart, they need a saga; if that must never show, keep them together.",
            (found.place,),
        )


def _owners(analysed: Analysed) -> Iterator[Decision]:
    weighing = Weighing(analysed)
    for use in analysed.decomposition.table_uses:
        others = [name for name in use.writers if name != use.owner]
        if others:
            yield Decision(
                weighing.writes(use.table),
                f"Who writes {use.table}?",
                f"{', '.join(others)} {'writes' if len(others) == 1 else 'write'} it besides {use.owner}, to which"
                " it is given here. A table has one writer: the others have to ask for it.",
                use.places,
            )


def _circles(analysed: Analysed) -> Iterator[Decision]:
    """Two services that need each other; what counts is the lighter side, which would have to go."""
    by_pair: dict[tuple[str, str], list[Coupling]] = defaultdict(list)
    for coupling in analysed.decomposition.couplings:
        if coupling.kind is EdgeKind.CALLS:
            by_pair[coupling.source_service, coupling.target_service].append(coupling)
    for (a, b), there in sorted(by_pair.items()):
        back = by_pair.get((b, a), [])
        if a < b and back:
            light, heavy = sorted((there, back), key=lambda side: (sum(map(severity, side)), side[0].source_service))
            yield Decision(
                sum(map(severity, light)),
                f"Which way do {a} and {b} depend on each other?",
                f"{heavy[0].source_service} calls {heavy[0].target_service} in {len(heavy)} relations, and is called"
                f" back in {len(light)}. Turning the lighter side round, with an event or a parameter, frees both.",
                tuple(place for coupling in light for place in coupling.places[:1]),
            )


def _doubts(analysed: Analysed) -> Iterator[Decision]:
    spans = {unit.name: unit for unit in analysed.graph.units}
    for doubt in analysed.decomposition.stability.doubts:
        unit = spans.get(doubt.name)
        if unit is not None and doubt.kind == "unit":
            yield Decision(
                (1 - doubt.share) * unit.lines / 100,
                f"Does {doubt.name} belong to {doubt.service} or to {doubt.rival}?",
                f"{doubt.share:.0%} of the searches on perturbed evidence agree with {doubt.service}; it has"
                f" {unit.lines:,} lines.",
                (unit.place,),
            )
