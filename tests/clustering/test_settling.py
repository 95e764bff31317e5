"""Moving a node gains exactly what the objective computed from scratch says."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.clustering.merging import merged
from decompose.clustering.network import Network, drawn_together, network, numbered, part_of
from decompose.clustering.objective import Balance, cost
from decompose.clustering.settling import Placing

SIZE = 8


@st.composite
def networks(draw: st.DrawFn) -> Network:
    links = draw(
        st.lists(
            st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1), st.floats(0.01, 5.0)), min_size=1, max_size=25
        )
    )
    numbers = st.lists(st.integers(0, 50), min_size=SIZE, max_size=SIZE)
    return network(links, draw(numbers), draw(numbers), draw(numbers), [() for _ in range(SIZE)])


def balances() -> st.SearchStrategy[Balance]:
    return st.builds(
        Balance,
        resolution=st.floats(0.1, 4.0),
        weight=st.floats(0.0, 3.0),
        lines=st.integers(1, 400),
        tables=st.sampled_from([0, 9, 10, 200]),
        fewest=st.integers(1, 5),
        crumb_cost=st.sampled_from([0.0, 0.02]),
    )


labellings = st.lists(st.integers(0, 3), min_size=SIZE, max_size=SIZE)


@settings(max_examples=150, deadline=None)
@given(networks(), balances(), labellings, st.integers(0, SIZE - 1), st.integers(0, 4))
def test_gain_is_the_fall_of_the_cost(net: Network, balance: Balance, labels: list[int], node: int, group: int) -> None:
    labels = numbered(labels)[0]
    placing = Placing(net, labels, balance, sizes=True)
    group = min(group, max(labels) + 1)
    gain = placing.gain(node, group)
    before = cost(net, labels, balance)
    placing.move(node, group)
    assert math.isclose(before - cost(net, placing.labels, balance), gain, abs_tol=1e-9)


def test_a_unit_without_lines_counts_for_the_size_of_a_service() -> None:
    units = [9, 1]
    net = network([(0, 0, 1.0)], [1, 0], [0, 0], units, [(), ()])
    balance = Balance(lines=1, fewest=1, crumb_cost=0.0)
    placing = Placing(net, [0, 0], balance, sizes=True)
    gain = placing.gain(1, 1)
    assert gain > 0
    assert math.isclose(gain, cost(net, [0, 0], balance) - cost(net, [0, 1], balance))


@settings(max_examples=80, deadline=None)
@given(networks(), balances(), labellings, st.integers(0, SIZE - 1), st.integers(0, 4))
def test_moving_there_and_back_changes_nothing(
    net: Network, balance: Balance, labels: list[int], node: int, group: int
) -> None:
    labels = numbered(labels)[0]
    placing = Placing(net, labels, balance, sizes=True)
    home, group = labels[node], min(group, max(labels) + 1)
    there = placing.gain(node, group)
    placing.move(node, group)
    assert math.isclose(placing.gain(node, home), -there, abs_tol=1e-9)
    placing.move(node, home)
    assert placing.labels == labels
    assert math.isclose(cost(net, placing.labels, balance), cost(net, labels, balance), abs_tol=1e-12)


@settings(max_examples=80, deadline=None)
@given(networks(), balances(), labellings)
def test_settling_and_merging_never_cost(net: Network, balance: Balance, labels: list[int]) -> None:
    labels = numbered(labels)[0]
    before = cost(net, labels, balance)
    placing = Placing(net, labels, balance, sizes=True)
    placing.settle(range(SIZE))
    settled = numbered(placing.labels)[0]
    assert cost(net, settled, balance) <= before + 1e-9
    assert cost(net, merged(net, settled, balance), balance) <= cost(net, settled, balance) + 1e-9


@settings(max_examples=80, deadline=None)
@given(networks(), balances(), labellings)
def test_groups_cost_the_same_as_their_members(net: Network, balance: Balance, labels: list[int]) -> None:
    labels, size = numbered(labels)
    groups = drawn_together(net, labels, size)
    assert math.isclose(cost(groups, list(range(size)), balance), cost(net, labels, balance), abs_tol=1e-9)
    assert math.isclose(sum(groups.volume), 2 * net.total, abs_tol=1e-9)


def test_a_part_keeps_the_volumes_of_the_whole() -> None:
    whole = network([(0, 1, 1.0), (1, 2, 2.0)], [1] * 3, [0] * 3, [1] * 3, [(2,), (), (0,)])
    part = part_of(whole, [0, 1])
    assert part.neighbours == [[1], [0]]
    assert part.volume == [1.0, 3.0]
    assert part.total == whole.total == 3.0
    assert part.foes == [(), ()]


def test_foes_are_never_put_together() -> None:
    net = network([(0, 1, 9.0), (1, 2, 1.0)], [1] * 3, [0] * 3, [1] * 3, [(1,), (0,), ()])
    placing = Placing(net, [0, 1, 2], Balance(), sizes=False)
    placing.settle(range(3))
    assert placing.labels[0] != placing.labels[1]
    assert len(set(merged(net, [0, 1, 2], Balance(), down_to=1))) == 2
