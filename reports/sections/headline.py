"""The figures that stand first: what is proposed, how good it is, what it takes and costs."""

from __future__ import annotations

from dataclasses import dataclass

from decompose.clustering.counting import plural
from decompose.clustering.fronting import crossing
from decompose.reports.analysed import Analysed
from decompose.reports.doubting import on_the_fence
from decompose.reports.migration.wording import money, whole_effort


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, what it is of, what it means, and the section that has more."""

    value: str
    label: str
    meaning: str
    section: str


def headline(analysed: Analysed) -> list[Figure]:
    """The figures of the summary; what nobody computed is left out."""
    return [
        found
        for made in (_services, _crossing, _firmness, _transactions, _effort, _cost)
        if (found := made(analysed)) is not None
    ]


def _services(analysed: Analysed) -> Figure:
    services = analysed.decomposition.services
    whole = sum(service.lines for service in services) or 1
    largest = max(services, key=lambda one: (one.lines, one.name), default=None)
    meaning = f"the largest, {largest.name}, holds {largest.lines / whole:.0%} of their code" if largest else ""
    return Figure(f"{len(services):,}", "service" if len(services) == 1 else "services", meaning, "map")


def _crossing(analysed: Analysed) -> Figure:
    couplings = analysed.decomposition.couplings
    pairs = {(one.source_service, one.target_service) for one in couplings}
    meaning = f"{plural(len(couplings), 'coupling')} between {plural(len(pairs), 'pair')} of services"
    return Figure(f"{crossing(analysed.decomposition):.0%}", "of the evidence crosses", meaning, "couplings")


def _firmness(analysed: Analysed) -> Figure | None:
    stability = analysed.decomposition.stability
    if not stability.runs:
        return None
    wavering = len(on_the_fence(analysed.decomposition))
    meaning = f"{plural(wavering, 'placement')} on the fence when the evidence is shaken"
    return Figure(f"{stability.agreement:.0%}", "stable", meaning, "fence")


def _transactions(analysed: Analysed) -> Figure:
    chosen = analysed.decomposition
    shared = sum(len(use.writers) > 1 for use in chosen.table_uses)
    spanning = len(chosen.spanning_transactions)
    label = "transaction spans services" if spanning == 1 else "transactions span services"
    return Figure(f"{spanning:,}", label, f"{plural(shared, 'table')} with several writers", "data")


def _effort(analysed: Analysed) -> Figure | None:
    low, high = whole_effort(analysed.plan)
    if not high:
        return None
    return Figure(f"{low:,}–{high:,}", "person-days", f"for {plural(len(analysed.plan.steps), 'step')}", "plan")


def _cost(analysed: Analysed) -> Figure | None:
    costs = analysed.costs
    if not costs.lines:
        return None
    meaning = "on AWS; more with traffic that nobody stated" if costs.high is None else "on AWS"
    return Figure(money(costs.low, costs.high), "a month", meaning, "targets")
