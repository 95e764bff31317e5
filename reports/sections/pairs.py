"""Couplings grouped by pair of services, with what the recommendations say of the pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from decompose.clustering.coupling import severity
from decompose.clustering.decomposition import Coupling
from decompose.recommenders.plan import Recommendation, Strength, Tally
from decompose.reports.analysed import Analysed


@dataclass(frozen=True, slots=True)
class Pair:
    """What one service has with another.

    Attributes:
        source, target: the two.
        couplings: how many.
        severity: the sum of what each costs.
        kinds: how many of each kind.
        advice: what the recommendations propose for it.
        heaviest: the worst few.
    """

    source: str
    target: str
    couplings: int
    severity: float
    kinds: tuple[Tally, ...]
    advice: tuple[Recommendation, ...]
    heaviest: tuple[Coupling, ...]


def pairs(analysed: Analysed, most_shown: int = 4) -> list[Pair]:
    """All pairs, those that cost most first."""
    held: dict[tuple[str, str], list[Coupling]] = defaultdict(list)
    for coupling in analysed.decomposition.couplings:
        held[coupling.source_service, coupling.target_service].append(coupling)
    advice = _advice(analysed)
    found = [
        Pair(
            source,
            target,
            len(couplings),
            sum(map(severity, couplings)),
            tuple(Tally(kind, count) for kind, count in sorted(Counter(one.kind for one in couplings).items())),
            tuple(advice.get((source, target), ())),
            tuple(couplings[:most_shown]),
        )
        for (source, target), couplings in held.items()
    ]
    return sorted(found, key=lambda pair: (-pair.severity, pair.source, pair.target))


def is_about_pair(advice: Recommendation, services: frozenset[str]) -> bool:
    """Whether a recommendation is about what a service has with another one."""
    return bool(advice.service) and advice.subject in services


def _advice(analysed: Analysed) -> dict[tuple[str, str], list[Recommendation]]:
    services = frozenset(service.name for service in analysed.decomposition.services)
    found: dict[tuple[str, str], list[Recommendation]] = defaultdict(list)
    for advice in analysed.recommendations:
        if is_about_pair(advice, services) and advice.strength is not Strength.NOT_RECOMMENDED:
            found[advice.service, advice.subject].append(advice)
    return found
