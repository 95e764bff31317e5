"""The pairs of services with the heaviest couplings between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Coupling
from decompose.reports.analysed import Analysed
from decompose.reports.lines import Block, Line, at, line, name, service, words
from decompose.reports.phrasing import verb
from decompose.reports.terminal.more import more
from decompose.reports.weighing import Weighing

_WORST = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """What leads from one service to another.

    Attributes:
        source, target: the services.
        count: number of couplings.
        weight: how bad all of them are; what is started by hand counts less.
        worst: the worst.
    """

    source: str
    target: str
    count: int
    weight: float
    worst: Coupling


def heaviest_pairs(analysed: Analysed) -> list[Pair]:
    """All pairs of services that are coupled, the worst first."""
    weight = Weighing(analysed).coupling
    groups: dict[tuple[str, str], list[Coupling]] = {}
    for found in analysed.decomposition.couplings:
        groups.setdefault((found.source_service, found.target_service), []).append(found)
    pairs = [
        Pair(*ends, len(held), sum(map(weight, held)), max(held, key=weight))  # of equals the first
        for ends, held in groups.items()
    ]
    return sorted(pairs, key=lambda pair: (-pair.weight, pair.source, pair.target))


def coupling_rows(analysed: Analysed) -> tuple[str, list[Block]]:
    """The title of the section, and the heaviest pairs, each with its worst coupling."""
    pairs = heaviest_pairs(analysed)
    rows: list[Block] = []
    for pair in pairs[:_WORST]:
        told = f"  {pair.count:,} couplings, the worst:" if pair.count > 1 else ""
        rows.append(line(service(pair.source), " → ", service(pair.target), words(told, "dim"), indent=2))
        rows += coupling_lines(pair.worst, 4)
    counted = f"{len(analysed.decomposition.couplings):,} in {plural(len(pairs), 'pair')} of services"
    return f"Couplings that would cross ({counted})", rows + more(len(pairs), _WORST, "pairs")


def coupling_lines(found: Coupling, indent: int) -> Sequence[Line]:
    """Who does what to whom, and where."""
    told = line(name(found.source), f" {verb(found.kind.value)} ", name(found.target), indent=indent)
    return [told, *(line(at(place), indent=indent) for place in found.places[:1])]
