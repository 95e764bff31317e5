"""The order of extraction."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.reports.analysed import Analysed
from decompose.reports.markdown.marking import Links, names, table
from decompose.reports.markdown.texts import code, told
from decompose.reports.migration.wording import days, total, whole_effort

TITLE = "Order of extraction"


def lines(analysed: Analysed, links: Links) -> Iterator[str]:
    """A row for each step."""
    del links
    plan = analysed.plan
    if not plan.steps:
        return
    low, high = whole_effort(plan)
    yield f"{len(plan.steps)} steps, {days(low, high)} person-days; `plan.md` says what is done in each, and why."
    yield ""
    yield from table(
        ("step:", "service", "person-days:", "needs", "crosses the network then:", "why now"),
        (
            (
                str(step.order),
                code(step.service),
                days(*step.effort_days),
                names(step.depends_on, 4),
                f"{total(step.stop.travels):,}",
                told(step.why_now),
            )
            for step in plan.steps
        ),
    )
    if plan.remains:
        yield f"What is left is {code(plan.remains)}: it stays in the monolith's code base."
