"""The migration plan as Markdown: what is done in which order first, then a section for each step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from decompose.recommenders.plan import MigrationPlan, Operation, PullRequest, Step
from decompose.reports.analysed import Analysed
from decompose.reports.migration.artefacts import four_artefacts, questions, rates, targets
from decompose.reports.migration.costing import costs
from decompose.reports.migration.marking import actions, cell, places, table, text
from decompose.reports.migration.stepping import step_section
from decompose.reports.migration.wording import days, stop_lines, total, whole_effort

_MOST_CHANGES = 12


def render_plan(analysed: Analysed, service: str = "") -> str:
    """The order of work, with the places in the code.

    Args:
        analysed: the results.
        service: only the step of this service; empty for the whole plan.
    """
    return "\n".join(_step_alone(analysed.plan, service) if service else _lines(analysed)).rstrip() + "\n"


def _step_alone(plan: MigrationPlan, service: str) -> Iterator[str]:
    operations = _by_service(plan)
    for step in plan.steps:
        if step.service == service:
            yield from step_section(step, operations[service])


def _lines(analysed: Analysed) -> Iterator[str]:
    plan = analysed.plan
    yield f"# Migration plan for {text(analysed.graph.name)}"
    yield ""
    yield text(analysed.why)
    yield ""
    yield from _summary(plan)
    if plan.preparation:
        yield "## Before the first extraction"
        yield ""
        yield from actions(plan.preparation)
        yield ""
    yield from _pull_requests(plan)
    operations = _by_service(plan)
    for step in plan.steps:
        yield from step_section(step, operations[step.service])
    if plan.remains:
        yield f"What is left is **{text(plan.remains)}**: it stays in the monolith's code base."
        yield ""
    yield from costs(analysed.costs)
    yield from four_artefacts(analysed)
    yield from questions(plan)
    yield from rates(plan)
    yield from targets(analysed)


def _by_service(plan: MigrationPlan) -> dict[str, list[Operation]]:
    found: dict[str, list[Operation]] = defaultdict(list)
    for operation in plan.operations:
        found[operation.service].append(operation)
    return found


def _summary(plan: MigrationPlan) -> Iterator[str]:
    if not plan.steps:
        return
    low, high = whole_effort(plan)
    yield f"{len(plan.steps)} steps, {days(low, high)} person-days at [these rates](#rates). Each step leaves something"
    yield "that runs, and can be the last: the columns say what then crosses the network, and what nobody has touched."
    yield ""
    yield from table(
        (
            "step",
            "service",
            "person-days",
            "calls services that are out",
            "over the network",
            "taken away",
            "still inside",
        ),
        (_row(step) for step in plan.steps),
    )
    for names in plan.circles:
        yield f"In a circle, so that some of them ask the monolith for a while: {text(', '.join(names))}."
        yield ""
    yield "Before the first step, with the shared library made a package:"
    yield ""
    for line in stop_lines(plan.start):
        yield f"- {text(line)}"
    yield ""


def _row(step: Step) -> tuple[str, ...]:
    counts = (step.stop.travels, step.stop.removed, step.stop.inside)
    return (
        str(step.order),
        text(step.service),
        days(*step.effort_days),
        text(", ".join(step.depends_on)) or "–",
        *(f"{total(tallies):,}" for tallies in counts),
    )


def _pull_requests(plan: MigrationPlan) -> Iterator[str]:
    if not plan.pull_requests:
        return
    yield f"## The first {len(plan.pull_requests)} pull requests"
    yield ""
    for number, found in enumerate(plan.pull_requests, start=1):
        yield from _pull_request(number, found)


def _pull_request(number: int, found: PullRequest) -> Iterator[str]:
    yield f"### {number}. {text(found.title)}"
    yield ""
    yield f"{text(found.why[:1].upper() + found.why[1:])}. Files: {', '.join(map(cell, found.files))}."
    yield ""
    for change in found.changes[:_MOST_CHANGES]:
        yield f"- {text(change.text)}{places(change.places)}"
    if len(found.changes) > _MOST_CHANGES:
        yield f"- … and {len(found.changes) - _MOST_CHANGES} more of the same kind"
    yield ""
    yield f"Proof: {text('; '.join(found.proof))}."
    yield ""
