"""What the plan stands on: the four artefacts before a database is cut, the rates, the questions, the targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from decompose.recommenders.plan import CrudRow, MigrationPlan
from decompose.recommenders.rates import MEANINGS, rate
from decompose.reports.analysed import Analysed
from decompose.reports.drawings.formats import mermaid
from decompose.reports.drawings.gathering import services_drawing
from decompose.reports.migration.marking import cell, folded, places, table, text

_MOST_ROWS = 60
_MOST_PAIRS = 40


def four_artefacts(analysed: Analysed) -> Iterator[str]:
    """Actors, activities, dependencies, scope (AWS Prescriptive Guidance, database decomposition)."""
    plan = analysed.plan
    yield "## Before data is cut: actors, activities, dependencies, scope"
    yield ""
    yield from folded("Actor analysis: tables that several services touch", _actors(analysed))
    yield from folded(f"Activity analysis: CRUD matrix, {_tables(plan)} tables by service", _crud(plan))
    yield from folded("Dependency map: couplings between services", _dependencies(analysed))
    yield from folded("Scope: what moves with each step", _scope(analysed))


def _tables(plan: MigrationPlan) -> int:
    return len({found.table for found in plan.crud})


def _actors(analysed: Analysed) -> Iterator[str]:
    uses = analysed.decomposition.table_uses
    yield from table(
        ("table", "owner", "written by", "read by"),
        (
            (cell(use.table), text(use.owner), text(", ".join(use.writers)) or "–", text(", ".join(use.readers)) or "–")
            for use in uses[:_MOST_ROWS]
        ),
    )
    if len(uses) > _MOST_ROWS:
        yield f"… and {len(uses) - _MOST_ROWS} more."


def _crud(plan: MigrationPlan) -> Iterator[str]:
    """One row for each table: a column for each service would be wider than a page."""
    if not plan.crud:
        return
    yield "C creates, R reads, U updates, D deletes; W writes, the code does not tell how; in lower case: a guess. In"
    yield "parentheses: how many functions."
    yield ""
    by_table: dict[str, list[CrudRow]] = defaultdict(list)
    for found in plan.crud:
        by_table[found.table].append(found)
    contested = sorted(by_table, key=lambda name: (-len(by_table[name]), name))
    yield from table(
        ("table", "owner", "its owner", "others"),
        (
            (
                cell(name),
                text(by_table[name][0].owner),
                _told([found for found in by_table[name] if found.service == found.owner], named=False),
                _told([found for found in by_table[name] if found.service != found.owner], named=True),
            )
            for name in contested[:_MOST_ROWS]
        ),
    )
    if len(contested) > _MOST_ROWS:
        yield f"… and {len(contested) - _MOST_ROWS} more tables, which fewer services touch."


def _told(rows: list[CrudRow], *, named: bool) -> str:
    return (
        ", ".join(
            f"{text(found.service) + ' ' if named else ''}{found.operations} ({found.functions})" for found in rows
        )
        or "–"
    )


def _dependencies(analysed: Analysed) -> Iterator[str]:
    yield "```mermaid"
    yield mermaid.render(services_drawing(analysed), _MOST_PAIRS).rstrip()
    yield "```"


def _scope(analysed: Analysed) -> Iterator[str]:
    services = {service.name: service for service in analysed.decomposition.services}
    yield from table(
        ("step", "service", "lines", "units", "tables", "entry points"),
        (
            (
                str(step.order),
                text(step.service),
                f"{services[step.service].lines:,}",
                f"{len(services[step.service].units):,}",
                text(", ".join(services[step.service].tables)) or "–",
                f"{len(services[step.service].entry_points):,}",
            )
            for step in analysed.plan.steps
            if step.service in services
        ),
    )


def questions(plan: MigrationPlan) -> Iterator[str]:
    """The readiness checklist."""
    if not plan.questions:
        return
    yield "## Readiness"
    yield ""
    yield "What the repository tells is ticked; the rest is for people to answer."
    yield ""
    for found in plan.questions:
        answer = f" {text(found.answer)}{places(found.places)}" if found.answer else ""
        yield f"- [{'x' if found.answer else ' '}] **{text(found.topic)}**: {text(found.text)}{answer}"
    yield ""


def rates(plan: MigrationPlan) -> Iterator[str]:
    """What the efforts are reckoned with."""
    yield "## Rates"
    yield ""
    yield "Person-days for one of each, low and high: starting points of decompose, not measured in your team. Put your"
    yield "own into `decompose.toml` under `[plan.rates]`, such as `table = [0.5, 2.0]`."
    yield ""
    yield from table(
        ("what", "key", "low", "high"),
        (
            (text(meaning), cell(name.replace("_", "-")), *(f"{value:g}" for value in rate(plan.rates, name)))
            for name, meaning in MEANINGS.items()
        ),
    )


def targets(analysed: Analysed) -> Iterator[str]:
    """What each service becomes."""
    if not analysed.recommendations:
        return
    yield "## Targets"
    yield ""
    yield from folded(
        f"{len(analysed.recommendations)} recommendations",
        table(
            ("service", "topic", "target", "strength", "why"),
            (
                (
                    text(found.service),
                    found.topic.value + (f" ({text(found.subject)})" if found.subject else ""),
                    text(found.target),
                    found.strength.value,
                    text(found.reason),
                )
                for found in analysed.recommendations
            ),
        ),
    )
