"""The services as cards."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import ON_THE_FENCE, Service
from decompose.recommenders.plan import Strength, Topic
from decompose.reports.analysed import Analysed

_COHESION = ((0.75, "well"), (0.5, "fairly"), (0.0, "loosely"))
"""From which cohesion on a service holds together well; below one half, over twice as much crosses as stays."""


@dataclass(frozen=True, slots=True)
class Card:
    """A service in the summary.

    Attributes:
        service: it.
        share: of the services' lines of code.
        arriving, leaving: how many couplings come in and go out.
        compute: where its workloads run.
        wavering: how many of its placements are on the fence.
        size: units and tables.
        width: of the bar that shows its lines, in percent of the largest service.
    """

    service: Service
    share: float
    arriving: int
    leaving: int
    compute: tuple[str, ...]
    wavering: int
    size: int
    width: float

    @property
    def holding(self) -> str:
        """Its cohesion in a word."""
        return next(word for least, word in _COHESION if self.service.cohesion >= least)

    @property
    def brief(self) -> str:
        """Its size in few characters."""
        lines = self.service.lines
        tables = len(self.service.tables)
        size = f"{lines / 1000:.0f}k lines" if lines >= 10_000 else f"{lines:,} lines"
        return f"{size}, {plural(tables, 'table')}" if tables else size

    @property
    def standing(self) -> str:
        """How firmly its units and tables are placed."""
        return f"{self.wavering:,} of {self.size:,} on the fence" if self.wavering else "firmly"


def cards(analysed: Analysed) -> list[Card]:
    """The services, largest first."""
    chosen = analysed.decomposition
    total = sum(service.lines for service in chosen.services) or 1
    largest = max((service.lines for service in chosen.services), default=0) or 1
    arriving = Counter(found.target_service for found in chosen.couplings)
    leaving = Counter(found.source_service for found in chosen.couplings)
    wavering = Counter(doubt.service for doubt in chosen.stability.doubts if doubt.share < ON_THE_FENCE)
    targets = _targets(analysed)
    return [
        Card(
            service,
            service.lines / total,
            arriving[service.name],
            leaving[service.name],
            tuple(targets[service.name]),
            wavering[service.name],
            len(service.units) + len(service.tables),
            round(max(100 * service.lines / largest, 1), 1),
        )
        for service in sorted(chosen.services, key=lambda found: (-found.lines, found.name))
    ]


def _targets(analysed: Analysed) -> dict[str, dict[str, None]]:
    """Where the workloads of each service run, each once."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for advice in analysed.recommendations:
        if advice.topic is Topic.COMPUTE and advice.strength is Strength.RECOMMENDED:
            found[advice.service][_short(advice.target)] = None
    return found


def _short(target: str) -> str:
    """``Amazon ECS on AWS Fargate`` as ``Fargate``."""
    return target.rpartition(" on ")[2].removeprefix("AWS ").removeprefix("Amazon ")
