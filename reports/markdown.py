"""The migration plan as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decompose.extractors.places import Place
from decompose.recommenders.plan import Action, Phase, Step
from decompose.reports.analysed import Analysed
from decompose.reports.views import graph_of_services, render

_MOST_PLACES = 4


def text(raw: str) -> str:
    """Text that Markdown shows as it is."""
    escaped = "".join(f"\\{char}" if char in "\\`*_[]<>|#~" else char for char in raw)
    return "".join(char if char.isprintable() else " " for char in escaped)


def code(raw: str) -> str:
    """A name in code style."""
    clean = "".join(char if char.isprintable() and char != "`" else "?" for char in raw)
    return f"`{clean}`"


def render_plan(analysed: Analysed) -> str:
    """The order of work, service by service, with the places in the code."""
    return "\n".join(_lines(analysed)).rstrip() + "\n"


def _lines(analysed: Analysed) -> Iterator[str]:
    plan = analysed.plan
    yield f"# Migration plan for {text(analysed.graph.name)}"
    yield ""
    yield text(analysed.why)
    yield ""
    yield "```mermaid"
    yield render(graph_of_services(analysed), "mermaid").rstrip()
    yield "```"
    yield ""
    if plan.preparation:
        yield "## Before the first extraction"
        yield ""
        yield from _actions(plan.preparation)
        yield ""
    for step in plan.steps:
        yield from _step(step)
    if plan.remains:
        yield f"What is left is **{text(plan.remains)}**: it stays in the monolith's code base."
        yield ""
    yield from _recommendations(analysed)


def _step(step: Step) -> Iterator[str]:
    yield f"## {step.order}. Extract {text(step.service)}"
    yield ""
    yield text(step.why_now)
    if step.depends_on:
        yield f"After: {', '.join(text(name) for name in step.depends_on)}."
    low, high = step.effort_days
    if high:
        yield ""
        yield f"Effort: {low}–{high} person-days ({text(step.effort_basis)}). "
        yield f"Couplings left between what is out and the rest: {step.couplings_left}."
    yield ""
    for phase in step.phases:
        yield from _phase(phase)


def _phase(phase: Phase) -> Iterator[str]:
    pattern = f" ({text(phase.pattern)})" if phase.pattern else ""
    yield f"### {text(phase.name)}{pattern}"
    yield ""
    yield from _actions(phase.actions)
    if phase.done_when:
        yield ""
        yield f"Done when {text(phase.done_when)}"
    yield ""


def _actions(actions: Sequence[Action]) -> Iterator[str]:
    for action in actions:
        yield f"- [ ] {text(action.text)}{_places(action.places)}"


def _places(places: Sequence[Place]) -> str:
    if not places:
        return ""
    shown = ", ".join(code(str(place)) for place in places[:_MOST_PLACES])
    more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
    return f" — {shown}{more}"


def _recommendations(analysed: Analysed) -> Iterator[str]:
    if not analysed.recommendations:
        return
    yield "## Targets"
    yield ""
    yield "| service | topic | target | strength | why |"
    yield "|---|---|---|---|---|"
    for found in analysed.recommendations:
        about = f" ({text(found.subject)})" if found.subject else ""
        row = (text(found.service), found.topic.value + about, text(found.target), found.strength.value)
        yield f"| {' | '.join(row)} | {text(found.reason)} |"
