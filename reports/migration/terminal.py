"""The plan in the terminal: all steps at a glance, or one step in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shlex import quote

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Coupling
from decompose.recommenders.plan import Action, MigrationPlan, Phase, PullRequest, Step
from decompose.reports.analysed import Analysed
from decompose.reports.lines import (
    Block,
    Column,
    Line,
    Piece,
    Table,
    evidence,
    heading,
    line,
    name,
    section,
    service,
    words,
)
from decompose.reports.lines.bars import bar
from decompose.reports.lines.blocks import BLANK
from decompose.reports.lines.cutting import few
from decompose.reports.migration.costing import terminal_lines
from decompose.reports.migration.wording import counts_of, days, effort_of, stop_lines, total, whole_effort
from decompose.reports.phrasing import verb
from decompose.reports.terminal.more import IN_JSON, more
from decompose.reports.terminal.pointers import paired

_MOST_ACTIONS = 8
_FEW_PLACES = 2
_MOST_LEFT = 30


def plan_blocks(analysed: Analysed, *, service: str = "", source: str = "PATH") -> Iterator[Block]:
    """The plan, or the step of one service.

    Args:
        analysed: the results.
        service: the one to show in full; empty for all.
        source: what was analysed, as other commands take it.
    """
    plan = analysed.plan
    if service:
        for step in plan.steps:
            if step.service == service:
                yield from _step(step)
        return
    low, high = whole_effort(plan)
    yield line(
        words(f"{analysed.graph.name}: {plural(len(plan.steps), 'step')}, {days(low, high)} person-days", "bold"),
    )
    yield BLANK
    yield from _steps(plan)
    if plan.remains:
        yield BLANK
        yield line(f"What is left is {plan.remains}: it stays in the monolith's code base.")
    for names in plan.circles:
        yield line(f"In a circle: {few(names, 8)}")
    yield from section("Before the first extraction", map(_action, plan.preparation))
    first = [_pull_request(number, found) for number, found in enumerate(plan.pull_requests, start=1)]
    yield from section("The first pull requests", first)
    yield from section("Costs", [line(text, indent=2) for text in terminal_lines(analysed.costs)])
    open_ = [question for question in plan.questions if not question.answer]
    asked = [line(f"{found.topic}: {found.text}", indent=2) for found in open_]
    yield from section("Not told by the repository", asked)
    if plan.steps:
        more_of = f"decompose plan {quote(source)} --service {quote(plan.steps[0].service)}"
        yield from section(
            "Next", [paired((more_of, "the first step in full"), ("plan.md", "everything, with places"))]
        )


def _steps(plan: MigrationPlan) -> Iterator[Block]:
    """The steps in their order, with what they add up to."""
    most = max((total(step.stop.travels) for step in plan.steps), default=0)
    rows = []
    low = high = 0
    for step in plan.steps:
        low, high = low + step.effort_days[0], high + step.effort_days[1]
        rows.append(
            (
                words(str(step.order)),
                service(step.service),
                words(days(*step.effort_days)),
                words(days(low, high)),
                words(f"{total(step.stop.travels):,}"),
                bar(total(step.stop.travels), most),
                words(f"{total(step.stop.removed):,}"),
                words(f"{total(step.stop.inside):,}"),
                words(few(step.depends_on, 4)),
            )
        )
    columns = (
        Column("", is_right=True),
        Column("service", least=14),
        Column("days", is_right=True),
        Column("so far", is_right=True, drop=3),
        Column("network", is_right=True),
        Column(is_spare=True),
        Column("removed", is_right=True, drop=2),
        Column("inside", is_right=True, drop=1),
        Column("calls, of what is out", drop=5),
    )
    yield Table(columns, tuple(rows))
    if rows:
        told = "couplings after each step: over the network, taken away, still inside the monolith"
        yield line(told, style="dim")


def _action(action: Action) -> Line:
    return line(f"- {action.text}", *evidence(action.places, _FEW_PLACES), indent=2)


def _pull_request(number: int, found: PullRequest) -> Line:
    return line(f"{number}. {found.title}: {few(found.files, 4)}", indent=2, hang=3)


def _step(step: Step) -> Iterator[Block]:
    yield line(words(f"{step.order}. Extract ", "bold"), name(step.service, "bold"))
    yield line(step.why_now, hang=0)
    yield BLANK
    for ground in step.grounds:
        yield _labelled(ground.about, ground.text, *evidence(ground.places, _FEW_PLACES))
    yield BLANK
    yield line(f"{days(*step.effort_days)} person-days: {step.effort_basis}")
    for phase in step.phases:
        yield from _phase(phase)
    yield BLANK
    yield heading("After this step")
    for text in stop_lines(step.stop):
        yield line(text, indent=2)


def _phase(phase: Phase) -> Iterator[Block]:
    yield BLANK
    pattern = f" ({phase.pattern})" if phase.pattern else ""
    yield line(words(phase.name, "bold"), words(pattern, "dim"))
    if phase.why:
        yield line(phase.why, indent=2, hang=0)
    yield from map(_action, phase.actions[:_MOST_ACTIONS])
    yield from more(len(phase.actions), _MOST_ACTIONS, where="in plan.md")
    if phase.efforts:
        yield _labelled("effort", f"{effort_of(phase.efforts)} person-days from {counts_of(phase.efforts)}")
    yield _labelled("done when", phase.done_when)
    for command in phase.checks:
        yield _labelled("check", command)
    if phase.rollback:
        yield _labelled("back", phase.rollback)


def _labelled(label: str, text: str, *pieces: Piece) -> Line:
    """What a sentence is about, and the sentence beside it."""
    return line(words(f"{label}: ", "bold"), text, *pieces, indent=2)


def left_blocks(left: Sequence[Coupling], service: str, phase: str, meaning: str) -> Iterator[Block]:
    """What keeps a phase from being done.

    Args:
        left: the couplings, worst first.
        service: the one that is extracted.
        phase: its phase.
        meaning: what is left until then, in words.
    """
    if not left:
        yield line(f"{service}: {phase} is done: nothing is left where {meaning}", style="green")
        return
    yield line(f"{service}: {phase} is not done: {plural(len(left), 'coupling')} left, where {meaning}", style="yellow")
    for found in left[:_MOST_LEFT]:
        ends = (name(found.source), f" {verb(found.kind.value)} ", name(found.target))
        yield line(*ends, *evidence(found.places), indent=2)
    yield from more(len(left), _MOST_LEFT, where=IN_JSON)
