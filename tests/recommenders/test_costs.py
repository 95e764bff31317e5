"""What the parts cost: published break-even points, ranges, and what is not known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.extractors.graph import EntryKind
from decompose.recommenders.costs.breaking_even import (
    balancer_month,
    break_even,
    container_month,
    curve,
    function_request,
)
from decompose.recommenders.costs.estimating import Estimate, estimate
from decompose.recommenders.costs.prices import Prices
from decompose.recommenders.design import design
from decompose.recommenders.options import CostOptions, Traffic
from tests.recommenders.builders import cut, graph

PRICES = Prices()
WEB = design(graph(*[EntryKind.HTTP] * 4), cut(lines=9000))
JOB = design(graph(EntryKind.SCHEDULE), cut())


@pytest.mark.parametrize(
    ("month", "usd"),
    [
        (container_month(PRICES, 512, 1024, 2) + balancer_month(PRICES), 46.42),
        (container_month(PRICES, 512, 1024, 2), 28.83),
        (container_month(PRICES, 512, 1024, 2) + balancer_month(PRICES) / 5, 32.35),
        (container_month(PRICES, 512, 1024, 2, is_arm=False) + balancer_month(PRICES), 53.63),
        (container_month(PRICES, 256, 512, 1), 7.21),
        (container_month(PRICES, 256, 512, 1, is_spot=True), 2.16),
    ],
)
def test_a_month_of_containers(month: float, usd: float) -> None:
    assert round(month, 2) == usd


@pytest.mark.parametrize(
    ("duration", "memory", "requests"),
    [(0.05, 256, 33967413), (0.2, 1024, 12005690), (1, 1769, 1915582), (5, 512, 1344265), (30, 1769, 67063)],
)
def test_break_even(duration: float, memory: int, requests: int) -> None:
    container = container_month(PRICES, 512, 1024, 2) + balancer_month(PRICES)
    assert break_even(container, function_request(PRICES, duration, memory)) == requests


@given(st.floats(0.01, 900), st.integers(128, 10240), st.floats(1, 10_000))
def test_at_the_break_even_both_cost_the_same(duration: float, memory: int, container: float) -> None:
    request = function_request(PRICES, duration, memory)
    assert abs(break_even(container, request) * request - container) <= request


def test_a_curve_falls() -> None:
    requests = [point.requests for point in curve(PRICES, 30, 512)]
    assert requests == sorted(requests, reverse=True)


def test_what_is_not_known_has_no_upper_end_and_is_a_question() -> None:
    found = estimate(JOB)
    (line,) = (line for line in found.lines if line.part.startswith("jobs"))
    assert (line.low, line.high, found.high) == (0.0, None, None)
    assert "A.jobs: how many runs a month? (requests)" in found.questions


def test_what_is_stated_is_a_figure() -> None:
    stated = CostOptions({"A.jobs": Traffic(requests=1_000_000, duration=1.0)})
    found = estimate(JOB, stated)
    (line,) = (line for line in found.lines if line.part.startswith("jobs"))
    assert (line.low, line.high) == (6.87, 6.87)
    assert not [question for question in found.questions if "A.jobs" in question]


@pytest.mark.parametrize(("peak", "low", "high"), [(None, 28.83, 57.66), (10.0, 28.83, 28.83), (100.0, 28.83, 57.66)])
def test_tasks_follow_the_stated_peak(peak: float | None, low: float, high: float) -> None:
    stated = CostOptions({"A": Traffic(peak=peak, duration=0.1)})
    (line,) = (line for line in estimate(WEB, stated).lines if line.part.startswith("web"))
    assert (line.low, line.high) == (low, high)


def test_own_prices_go_first() -> None:
    own = CostOptions(prices={"fargate.vcpu_h.arm": 0.0, "fargate.gb_h.arm": 0.0})
    (line,) = (line for line in estimate(WEB, own).lines if line.part.startswith("web"))
    assert (line.low, line.high) == (0.0, 0.0)


def test_a_curve_says_where_stated_traffic_stands() -> None:
    stated = CostOptions({"A": Traffic(requests=1e6, duration=0.2)})
    (found,) = estimate(WEB, stated).curves
    at = next(point.requests for point in found.points if point.duration == 0.2)
    assert (found.requests, found.at) == (1e6, at)


@given(st.floats(0, 1e9), st.floats(0.001, 900), st.floats(0, 1e4))
def test_the_sum_is_the_sum_of_its_lines(requests: float, duration: float, peak: float) -> None:
    found: Estimate = estimate(WEB, CostOptions({"A": Traffic(requests, duration, peak)}))
    assert found.low == pytest.approx(sum(line.low for line in found.lines), abs=0.01)
    assert all(line.high is None or line.low <= line.high for line in found.lines)
