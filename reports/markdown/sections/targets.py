"""What each service becomes on AWS, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.reports.analysed import Analysed
from decompose.reports.markdown.marking import NONE, Links, folded, table
from decompose.reports.markdown.texts import code, prose, told
from decompose.reports.migration.costing import total
from decompose.reports.sections.targets import Target, targets
from decompose.reports.terminal.targets import size_text

TITLE = "Targets and costs"


def lines(analysed: Analysed, links: Links) -> Iterator[str]:
    """A row for each service, and its recommendations behind it."""
    del links
    found = [target for target in targets(analysed) if target.workloads or target.parts or target.costs]
    if not found:
        return
    costs = analysed.costs
    if costs.lines:
        yield f"{total(costs)} ({prose(costs.region)}, prices as of {prose(costs.as_of)}, on demand, without taxes)."
        yield ""
    yield from table(
        ("service", "runs as", "besides", "USD a month, from:", "to:"),
        ((code(one.service), _workloads(one), _parts(one), f"{one.low:,.0f}", _high(one)) for one in found),
    )
    yield from folded(
        f"{sum(len(advice) for one in found for _, advice in one.advice)} recommendations", _advice(found)
    )


def _workloads(target: Target) -> str:
    rows = (f"{code(one.name)} {prose(one.compute.value)} ({prose(size_text(one))})" for one in target.workloads)
    return "<br>".join(rows) or NONE


def _parts(target: Target) -> str:
    shown = [
        f"{prose(what)}{f' {code(name)}' if name and not name[0].isdigit() else ''}" for what, name in target.parts
    ]
    kept = [text for text in dict.fromkeys(shown) if not text.startswith("asks")]
    more = f" and {len(kept) - 5} more" if len(kept) > 5 else ""
    return ", ".join(kept[:5]) + more or NONE


def _high(target: Target) -> str:
    return "open" if target.high is None else f"{target.high:,.0f}"


def _advice(found: list[Target]) -> Iterator[str]:
    yield from table(
        ("service", "topic", "proposed", "why"),
        (
            (code(one.service), prose(topic), prose(advice.target), told(advice.reason))
            for one in found
            for topic, held in one.advice
            for advice in held[:3]
        ),
    )
