"""The words of a plan that text and Markdown share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from decompose.clustering.decomposition import Score
from decompose.extractors.graph import EdgeKind
from decompose.recommenders.plan import Effort, MigrationPlan, Step, Stop, Tally

_NOUNS = {
    EdgeKind.CALLS: ("call", "calls"),
    EdgeKind.IMPORTS: ("name", "names"),
    EdgeKind.INHERITS: ("base class", "base classes"),
    EdgeKind.READS: ("read of a table", "reads of tables"),
    EdgeKind.WRITES: ("write to a table", "writes to tables"),
    EdgeKind.JOINS: ("join", "joins"),
    EdgeKind.FOREIGN_KEY: ("foreign key", "foreign keys"),
    EdgeKind.TRANSACTION: ("table in a spanning transaction", "tables in spanning transactions"),
    EdgeKind.EVENT: ("event", "events"),
    EdgeKind.HANDLES: ("entry point", "entry points"),
}


def tallied(tallies: Iterable[Tally]) -> str:
    """``11 calls, 6 reads of tables``; ``nothing`` for none."""
    ordered = sorted(tallies, key=lambda tally: (-tally.count, tally.kind))
    return ", ".join(f"{tally.count:,} {_NOUNS[tally.kind][tally.count != 1]}" for tally in ordered) or "nothing"


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
