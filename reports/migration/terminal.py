"""The plan in the terminal: all steps at a glance, or one step in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from decompose.clustering.decomposition import Coupling
from decompose.extractors.places import Place
from decompose.recommenders.plan import Action, MigrationPlan, Phase, PullRequest, Step
from decompose.reports.analysed import Analysed
from decompose.reports.fitting import few, plain
from decompose.reports.migration.costing import terminal_lines
from decompose.reports.migration.wording import counts_of, days, effort_of, stop_lines, total, whole_effort
from decompose.reports.terminal import VERBS

_WIDE = 110
_MOST_ACTIONS = 8
_FEW_PLACES = 2


def plan_text(analysed: Analysed, *, width: int, service: str = "") -> RenderableType:
    """The plan, or the step of one service.

    Args:
        analysed: the results.
        width: columns of the terminal.
        service: the one to show in full; empty for all.
    """
    plan = analysed.plan
    if service:
        return Group(*(part for step in plan.steps if step.service == service for part in _step(step)))
    low, high = whole_effort(plan)
    head = f"{plain(analysed.graph.name)}: {len(plan.steps)} steps, {days(low, high)} person-days"
    parts: list[RenderableType] = [Text(head, style="bold"), Text(), _steps(plan, width)]
    if plan.remains:
        parts += [Text(), Text(f"What is left is {plain(plan.remains)}: it stays in the monolith's code base.")]
    parts += [Text(f"In a circle: {few(names, 8)}") for names in plan.circles]
    parts += _section("Before the first extraction", [_action(action) for action in plan.preparation])
    first = [_pull_request(number, found) for number, found in enumerate(plan.pull_requests, start=1)]
    parts += _section("The first pull requests", first)
    parts += _section("Costs", [_Hanging(line) for line in terminal_lines(analysed.costs)])
    open_ = [question for question in plan.questions if not question.answer]
    parts += _section(
        "Not told by the repository", [_Hanging(f"{plain(found.topic)}: {plain(found.text)}") for found in open_]
    )
    if plan.steps:
        more = f"decompose plan PATH --service {plain(plan.steps[0].service)}"
        parts += _section(
            "Next", [Text(f"  {more}  the first step in full"), Text("  plan.md  everything, with places")]
        )
    return Group(*parts)


def _section(title: str, rows: Sequence[RenderableType]) -> list[RenderableType]:
    return [Text(), Text(title, style="bold"), *rows] if rows else []


def _steps(plan: MigrationPlan, width: int) -> RenderableType:
    table = Table(box=None, pad_edge=False, header_style="dim", show_edge=False)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("service", no_wrap=True, overflow="ellipsis", max_width=max(14, width // 3))
    for title in ("days", "network", "removed", "inside"):
        table.add_column(title, justify="right", no_wrap=True)
    if width >= _WIDE:
        table.add_column("calls, of what is out", overflow="fold")
    for step in plan.steps:
        cells = [
            str(step.order),
            plain(step.service),
            days(*step.effort_days),
            f"{total(step.stop.travels):,}",
            f"{total(step.stop.removed):,}",
            f"{total(step.stop.inside):,}",
        ]
        if width >= _WIDE:
            cells.append(few(step.depends_on, 4))
        table.add_row(*map(Text, cells))
    return table


@dataclass(frozen=True, slots=True)
class _Hanging:
    """A paragraph with an indent, as wide as it is shown."""

    text: str
    indent: str = "  "

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        further = self.indent + ("  " if self.text.startswith("- ") else "")
        lines = wrap(self.text, options.max_width, initial_indent=self.indent, subsequent_indent=further,
                     break_on_hyphens=False)  # fmt: skip
        yield Text("\n".join(lines))


def _action(action: Action) -> RenderableType:
    return _Hanging(f"- {plain(action.text)}{_places(action.places)}")


def _places(places: Sequence[Place]) -> str:
    shown = ", ".join(plain(str(place)) for place in places[:_FEW_PLACES])
    return f" ({shown})" if shown else ""


def _pull_request(number: int, found: PullRequest) -> RenderableType:
    return _Hanging(f"{number}. {plain(found.title)}: {few(found.files, 4)}")


def _step(step: Step) -> Iterator[RenderableType]:
    yield Text(f"{step.order}. Extract {plain(step.service)}", style="bold")
    yield Text(plain(step.why_now))
    yield Text()
    for ground in step.grounds:
        yield _Hanging(f"{ground.about}: {plain(ground.text)}{_places(ground.places)}")
    yield Text()
    yield Text(f"{days(*step.effort_days)} person-days: {step.effort_basis}")
    for phase in step.phases:
        yield from _phase(phase)
    yield Text()
    yield Text("After this step", style="bold")
    for line in stop_lines(step.stop):
        yield _Hanging(line)


def _phase(phase: Phase) -> Iterator[RenderableType]:
    yield Text()
    pattern = f" ({phase.pattern})" if phase.pattern else ""
    yield Text(f"{plain(phase.name)}{pattern}", style="bold")
    if phase.why:
        yield _Hanging(plain(phase.why))
    for action in phase.actions[:_MOST_ACTIONS]:
        yield _action(action)
    if len(phase.actions) > _MOST_ACTIONS:
        yield _Hanging(f"- ... and {len(phase.actions) - _MOST_ACTIONS} more, in plan.md")
    if phase.efforts:
        yield _Hanging(f"effort: {effort_of(phase.efforts)} person-days from {counts_of(phase.efforts)}")
    yield _Hanging(f"done when {plain(phase.done_when)}")
    for command in phase.checks:
        yield _Hanging(f"check: {plain(command)}")
    if phase.rollback:
        yield _Hanging(f"back: {plain(phase.rollback)}")


def left_text(
    left: Sequence[Coupling], service: str, phase: str, meaning: str, *, width: int, most: int = 30
) -> RenderableType:
    """What keeps a phase from being done.

    Args:
        left: the couplings, worst first.
        service: the one that is extracted.
        phase: its phase.
        meaning: what is left until then, in words.
        width: columns of the terminal.
        most: couplings that are listed.
    """
    if not left:
        return Text(f"{plain(service)}: {phase} is done: nothing is left where {meaning}", style="green")
    rows: list[RenderableType] = [
        Text(f"{plain(service)}: {phase} is not done: {len(left):,} couplings left, where {meaning}")
    ]
    for coupling in left[:most]:
        verb = VERBS.get(coupling.kind.value, coupling.kind.value)
        where = f" ({coupling.places[0]})" if coupling.places else ""
        line = f"  {plain(coupling.source)} {verb} {plain(coupling.target)}{plain(where)}"
        rows.append(Text(line, overflow="fold" if len(line) > width else None))
    if len(left) > most:
        rows.append(Text(f"  ... and {len(left) - most:,} more"))
    return Group(*rows)
