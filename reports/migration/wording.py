"""The words of a plan that text and Markdown share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from decompose.clustering.counting import by_kind
from decompose.clustering.decomposition import Score
from decompose.recommenders.plan import Effort, MigrationPlan, Step, Stop, Tally


def tallied(tallies: Iterable[Tally]) -> str:
    """``11 calls, 6 reads of tables``; ``nothing`` for none."""
    return by_kind({tally.kind: tally.count for tally in tallies}) or "nothing"


def total(tallies: Iterable[Tally]) -> int:
    """How many in all."""
    return sum(tally.count for tally in tallies)


def stop_lines(stop: Stop) -> list[str]:
    """What stopping there means, a sentence each."""
    lines = [
        f"Over the network from then on: {tallied(stop.travels)}",
        f"Taken away so far: {tallied(stop.removed)}",
        f"Still inside the monolith: {tallied(stop.inside)}",
    ]
    if stop.score.parts:
        lines.append(f"Score of stopping there: {scored(stop.score)}")
    return lines


def scored(score: Score) -> str:
    """The total, and the parts that it comes from."""
    parts = ", ".join(f"{part.name} {part.value * part.weight:.3f}" for part in score.parts)
    return f"{score.total:.3f} ({parts})"


def days(low: float, high: float) -> str:
    """A range of person-days."""
    return f"{low:,.0f}–{high:,.0f}" if round(low) != round(high) else f"{low:,.0f}"


def money(low: float, high: float | None) -> str:
    """A range of US dollars; None: open."""
    if high is None:
        return f"from ${low:,.0f}"
    return f"${low:,.0f}" if round(low) == round(high) else f"${low:,.0f}–${high:,.0f}"


def effort_of(efforts: Sequence[Effort]) -> str:
    """Days of a phase."""
    return days(sum(effort.low for effort in efforts), sum(effort.high for effort in efforts))


def counts_of(efforts: Sequence[Effort]) -> str:
    """``5 × table, 1 × foreign key``."""
    return ", ".join(f"{effort.count:,} × {effort.rate.replace('_', ' ')}" for effort in efforts)


def whole_effort(plan: MigrationPlan) -> tuple[int, int]:
    """Person-days of all steps."""
    return sum(step.effort_days[0] for step in plan.steps), sum(step.effort_days[1] for step in plan.steps)


def needs(step: Step) -> str:
    """Services that are out before it and that it calls."""
    return ", ".join(step.depends_on)


def circle(names: Sequence[str]) -> str:
    """A circle of services."""
    return ", ".join(names)
