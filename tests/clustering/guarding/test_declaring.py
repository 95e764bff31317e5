"""Boundaries: what they match, and that accepted ones mean what was accepted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.clustering.decomposition import Decomposition, Service
from decompose.clustering.guarding.accepting import boundaries_of, extended
from decompose.clustering.guarding.options import Boundaries, Boundary
from decompose.clustering.guarding.placing import NOWHERE, is_named, placed
from tests.clustering.snippets import graph


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("app.shop.f", "a"),
        ("app.shop.deep.mod.Class", "a"),
        ("app.shopping.f", NOWHERE),
        ("app.shop.special", "b"),
        ("app.club.report_x", "c"),
        ("app.club.other", "b"),
        ("app.shop.report_x", "a"),
        ("lib.text.f", "shared"),
    ],
)
def test_the_closest_name_counts(name: str, service: str) -> None:
    boundaries = Boundaries(
        {
            "a": Boundary(("app.shop",)),
            "b": Boundary(("app.shop.special", "app.club")),
            "c": Boundary(("app.club.report_*", "*.report")),
            "shared": Boundary(("lib",)),
        }
    )
    assert placed(graph(units=[name]), boundaries).services == {name: service}


def test_tables_by_name_and_pattern() -> None:
    boundaries = Boundaries({"a": Boundary((), ("orders_*",)), "b": Boundary((), ("orders_refund", "gone"))})
    where = placed(graph(tables=["orders_order", "orders_refund", "members"]), boundaries)
    assert where.owners == {"members": NOWHERE, "orders_order": "a", "orders_refund": "b"}
    assert where.unmatched == (("b", "gone"),)


@pytest.mark.parametrize(
    ("name", "entries", "expected"),
    [("a.b.c", ["a.b"], True), ("a.bc", ["a.b"], False), ("a.b", ["a.*"], True), ("a.b", [], False)],
)
def test_what_an_entry_names(name: str, entries: list[str], expected: bool) -> None:
    assert is_named(name, entries) is expected


_names = st.lists(st.sampled_from("abcd"), min_size=2, max_size=4).map(".".join)


@given(st.dictionaries(_names, st.sampled_from(["one", "two", "three", "shared"]), min_size=1, max_size=25))
def test_accepted_boundaries_place_everything_where_it_was(services: dict[str, str]) -> None:
    decomposition = Decomposition(
        tuple(
            Service(name, tuple(sorted(unit for unit, held in services.items() if held == name)), (f"t_{name}",))
            for name in ("one", "two", "three")
        ),
        tuple(sorted(unit for unit, held in services.items() if held == "shared")),
    )
    found = placed(graph(units=services, tables=["t_one", "t_two", "t_three"]), boundaries_of(decomposition))
    assert found.services == services
    assert found.owners == {"t_one": "one", "t_two": "two", "t_three": "three"}
    assert not found.unmatched
    assert not found.claims


@given(
    st.dictionaries(_names, st.sampled_from(["one", "two"]), min_size=1, max_size=15),
    st.dictionaries(_names, st.sampled_from(["one", "two"]), max_size=8),
)
def test_adding_what_is_new_moves_nothing(services: dict[str, str], new: dict[str, str]) -> None:
    new = {name: service for name, service in new.items() if name not in services}
    declared = Boundaries(
        {name: Boundary(tuple(u for u in services if services[u] == name)) for name in ("one", "two")}
    )
    code = graph(units=[*services, *new])
    before = placed(code, declared)
    adopted = {name: new[name] for name in before.unplaced_units if name in new}
    after = placed(code, extended(declared, before, adopted))
    assert {name: after.services[name] for name in services} == services
    assert {name: after.services[name] for name in adopted} == adopted


def test_a_package_of_one_service_is_one_name() -> None:
    held = Service("shop", ("app.shop.a.f", "app.shop.a.g", "app.shop.b.f", "app.misc.order_total"), ("orders",))
    other = Service("club", ("app.club.f", "app.shop.b.member_discount", "app.misc.member"))
    found = boundaries_of(Decomposition((held, other))).services
    assert found["shop"].units == ("app",)
    assert found["club"].units == ("app.club", "app.misc.member", "app.shop.b.member_discount")


@pytest.mark.parametrize("entry", ["app.shop", "app.sh*"])
def test_a_boundary_that_only_the_old_name_matches_matches_nothing(entry: str) -> None:
    boundaries = Boundaries({"shop": Boundary((entry,)), "rest": Boundary(("app",))})
    where = placed(graph(units=["app.store.f"]), boundaries, {"app.store.f": "app.shop.f"})
    assert where.services == {"app.store.f": "shop"}
    assert ("shop", entry) in where.unmatched
