"""The sections of the steps."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.recommenders.plan import Argument, Operation, Phase, Step, Travel, Verdict
from decompose.reports.migration.marking import actions, cell, code, folded, places, table, text
from decompose.reports.migration.wording import counts_of, days, effort_of, stop_lines

_MOST_OPERATIONS = 25


def step_section(step: Step, operations: list[Operation]) -> Iterator[str]:
    """One step: why, what, how it is undone, what is left; the long lists folded."""
    yield f"## {step.order}. Extract {text(step.service)}"
    yield ""
    yield text(step.why_now)
    yield ""
    for ground in step.grounds:
        yield f"- **{text(ground.about)}**: {text(ground.text)}{places(ground.places)}"
    yield ""
    low, high = step.effort_days
    yield f"{days(low, high)} person-days ({text(step.effort_basis)})."
    yield ""
    yield from table(
        ("phase", "pattern", "things to do", "person-days", "done when"),
        (
            (
                text(phase.name),
                text(phase.pattern),
                str(len(phase.actions)),
                effort_of(phase.efforts),
                text(phase.done_when),
            )
            for phase in step.phases
        ),
    )
    for phase in step.phases:
        yield from folded(f"{phase.name}: {len(phase.actions)} things to do", _phase(phase))
    yield from folded(f"Interface of {step.service}: {len(operations)} called from outside", _interface(operations))
    yield f"After this step {step.couplings_left:,} couplings lie between what is apart:"
    yield ""
    for line in stop_lines(step.stop):
        yield f"- {text(line)}"
    yield ""


def _phase(phase: Phase) -> Iterator[str]:
    if phase.why:
        yield f"{text(phase.pattern + ': ' if phase.pattern else '')}{text(phase.why)}"
        yield ""
    yield from actions(phase.actions)
    yield ""
    if phase.efforts:
        yield f"Effort: {effort_of(phase.efforts)} person-days from {text(counts_of(phase.efforts))}."
    if phase.rollback:
        yield f"Back: {text(phase.rollback)}."
    yield f"Done when {text(phase.done_when)}."
    for command in phase.checks:
        yield f"Check: {code(command)}"


def _interface(operations: list[Operation]) -> Iterator[str]:
    yield from table(
        ("called", "becomes", "takes", "gives back", "from"),
        (
            (cell(found.symbol), _becomes(found), _takes(found), _given(found.result), text(", ".join(found.callers)))
            for found in operations[:_MOST_OPERATIONS]
        ),
    )
    if len(operations) > _MOST_OPERATIONS:
        yield f"… and {len(operations) - _MOST_OPERATIONS} more."


def _becomes(found: Operation) -> str:
    if found.path:
        return cell(f"{'GET|POST' if found.is_read else 'POST'} {found.path}")
    return text(f"{found.verdict.value}: {found.why}" if found.verdict is not Verdict.OPERATION else found.why)


def _takes(found: Operation) -> str:
    return "<br>".join(_argument(given) for given in found.arguments) or "–"


def _argument(given: Argument) -> str:
    of_what = f" of {', '.join(given.tables)}" if given.tables and given.travel is Travel.BY_KEY else ""
    return f"{text(given.name)}: {text(given.travel.value + of_what)}"


def _given(answer: Argument | None) -> str:
    if answer is None:
        return "–"
    of_what = f"columns of {', '.join(answer.tables)}" if answer.tables and answer.travel is Travel.BY_KEY else ""
    return text(of_what or answer.travel.value)
