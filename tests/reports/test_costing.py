"""Costs in the plan."""

from __future__ import annotations

from decompose.extractors.graph import EntryKind
from decompose.recommenders.costs.estimating import Estimate, estimate
from decompose.recommenders.design import design
from decompose.recommenders.options import CostOptions, Traffic
from decompose.reports.migration.costing import by_service, costs, terminal_lines
from tests.recommenders.builders import cut, graph

ARCHITECTURE = design(graph(*[EntryKind.HTTP] * 4, EntryKind.SCHEDULE), cut(lines=9000))


def test_what_is_open_is_named() -> None:
    page = "\n".join(costs(estimate(ARCHITECTURE)))
    assert "At least " in page
    assert "jobs on AWS Lambda" in page
    assert "A.jobs: how many runs a month? (requests)" in page
    assert "what all share" in page
    assert "A.web" in page  # of the curve


def test_what_is_stated_closes_the_range() -> None:
    known = Traffic(requests=1e6, duration=0.1, peak=5, storage=1)
    found = estimate(ARCHITECTURE, CostOptions({"A": known}))
    own = next(row for row in by_service(found.lines) if row[0] == "A")
    assert own[3] == []
    assert own[1] <= own[2]


def test_nothing_costs_nothing() -> None:
    assert list(costs(Estimate())) == list(terminal_lines(Estimate())) == []
