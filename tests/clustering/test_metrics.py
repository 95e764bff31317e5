"""Metrics against hand-computed and published figures."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.clustering.metrics.cohesion import cluster_factors, cohesion, modularity, turbo_mq
from decompose.clustering.metrics.cut import Cut
from decompose.clustering.metrics.extremes import largest_share, non_extreme_distribution, number_of_services
from decompose.clustering.metrics.interaction import coupling, inter_call_percentage, interface_number
from decompose.clustering.metrics.measuring import measured, measures
from decompose.clustering.metrics.purity import business_context_purity
from decompose.clustering.metrics.sharing import chatty_pairs, shared_tables
from decompose.clustering.metrics.structure import structural_modularity
from decompose.clustering.metrics.transactionality import distributed_transactions, transactional_purity

# Two triangles of which one lacks a side, with one call between them.
TOY = Cut(
    dict(zip("abcdef", "111222", strict=True)),
    {("a", "b"): 1, ("b", "c"): 1, ("d", "e"): 1, ("e", "f"): 1, ("c", "d"): 1},
)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        (structural_modularity, 2 / 9 - 2 * (1 / 18)),  # 0.111, as the study's own code gives
        (inter_call_percentage, 0.2),
        (interface_number, 0.5),
        (coupling, 0.2),
        (cohesion, 4 / 5),
        (turbo_mq, 8 / 5),
        (modularity, 4 / 5 - 1 / 2),
        (non_extreme_distribution, 1.0),
        (largest_share, 0.5),
        (number_of_services, 2.0),
        (transactional_purity, 1.0),
        (distributed_transactions, 0.0),
        (shared_tables, 0.0),
        (chatty_pairs, 0.0),
        (business_context_purity, 0.0),
    ],
)
def test_the_toy(measure: object, value: float) -> None:
    assert measure(TOY) == pytest.approx(value)  # type: ignore[operator]


def test_tables_in_several_hands_and_talk_in_both_directions() -> None:
    services = {"a": "1", "b": "2", "c": "2", "d": "3"}
    users = {"t": frozenset("ab"), "u": frozenset("bc"), "v": frozenset("abd"), "w": frozenset("ax")}
    calls = {("a", "b"): 1.0, ("c", "a"): 1.0, ("b", "d"): 1.0, ("c", "b"): 5.0}
    cut = Cut(services, calls, users)
    assert (shared_tables(cut), chatty_pairs(cut)) == (2.0, 1.0)


def test_business_contexts_are_counted_once_per_service() -> None:
    contexts = {"a": frozenset({"login", "buy"}), "b": frozenset({"buy"}), "d": frozenset({"x", "y", "z"})}
    cut = Cut(TOY.services, TOY.calls, contexts=contexts)
    assert business_context_purity(cut) == pytest.approx((log(2) + log(3)) / 2)


def test_what_one_big_service_would_win_is_never_shown_without_the_sizes() -> None:
    names = {metric.name for metric in measured(TOY)}
    assert {"ICP", "IFN", "DBTP", "BCP", "services", "largest share", "NED"} <= names


def test_volumes_count_by_their_logarithm_in_icp_only() -> None:
    cut = Cut({"a": "1", "b": "1", "c": "2"}, {("a", "b"): 1, ("b", "c"): 1000})
    assert inter_call_percentage(cut) == pytest.approx((1 + log(1000)) / (2 + log(1000)))
    assert coupling(cut) == pytest.approx(1000 / 1001)


def test_calls_in_both_directions_are_one_pair() -> None:
    cut = Cut({"a": "1", "b": "2"}, {("a", "b"): 1, ("b", "a"): 1})
    assert interface_number(cut) == 0.5
    assert structural_modularity(cut) == -1.0


def test_services_of_5_to_20_elements_are_not_extreme() -> None:
    sizes = {"4": 4, "5": 5, "20": 20, "21": 21}
    cut = Cut({f"{service}.{i}": service for service, size in sizes.items() for i in range(size)}, {})
    assert non_extreme_distribution(cut) == pytest.approx(25 / 50)


@pytest.mark.parametrize(
    ("users", "purity"),
    [("a", 1.0), ("ab", 1.0), ("ad", 0.0), ("abcd", 1 + (0.75 * log(0.75) + 0.25 * log(0.25)) / log(2))],
)
def test_purity_is_normalised(users: str, purity: float) -> None:
    cut = Cut(TOY.services, {}, {"t": frozenset(users)})
    assert transactional_purity(cut) == pytest.approx(purity)


def test_a_service_without_calls_has_no_cohesion() -> None:
    assert cluster_factors(Cut({"a": "1"}, {})) == {"1": 0.0}


def test_lines_weigh_where_they_are_known() -> None:
    assert largest_share(Cut({"a": "1", "b": "2"}, {}, lines={"a": 30, "b": 10})) == 0.75


@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(0.1, 1e6)), max_size=20),
)
def test_all_metrics_stay_in_range(labels: list[int], calls: list[tuple[int, int, float]]) -> None:
    services = {str(place): str(label) for place, label in enumerate(labels)}
    kept = {(str(a), str(b)): w for a, b, w in calls if a != b and str(a) in services and str(b) in services}
    accesses = {"t": frozenset(services), "u": frozenset({"0"})}
    figures = {metric.name: metric.value for metric in measured(Cut(services, kept, accesses))}
    for name in ("ICP", "NED", "cohesion", "coupling", "DBTP", "largest share"):
        assert 0 <= figures[name] <= 1 + 1e-9
    assert -1 <= figures["SM"] <= 1
    assert -0.5 - 1e-9 <= figures["modularity"] <= 1
    assert figures["TurboMQ"] <= figures["services"] + 1e-9


def test_every_metric_says_what_it_means() -> None:
    assert [m.name for m in measures()] == sorted({m.name for m in measures()})
    assert all(m.meaning and m.of.__doc__ for m in measures())
