"""What users demand is met, or the two demands that clash are named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted import planted
from snippets import graph, two_contexts

from decompose.clustering.constraints import ConstraintError
from decompose.clustering.decomposition import Decomposition
from decompose.clustering.options import ClusteringOptions
from decompose.clustering.proposing import propose

CODE = graph(*two_contexts())
SHOP, CLUB = [[f"app.{package}.f{number}" for number in range(6)] for package in ("shop", "club")]


def placed(found: Decomposition) -> dict[str, str]:
    names = {name: service.name for service in found.services for name in (*service.units, *service.tables)}
    return names | dict.fromkeys(found.shared, "shared")


def test_pins_name_services_and_hold() -> None:
    found = placed(propose(CODE, ClusteringOptions(pins={"app.shop.*": "store", "app.club.f5": "store"})).chosen)
    assert {found[name] for name in (*SHOP, "app.club.f5")} == {"store"}
    assert found["app.club.f0"] != "store"


def test_a_name_beats_a_pattern_and_a_longer_pattern_a_shorter_one() -> None:
    pins = {"app.*": "rest", "app.shop.*": "store", "app.shop.f5": "exile"}
    found = placed(propose(CODE, ClusteringOptions(pins=pins)).chosen)
    assert (found["app.club.f1"], found["app.shop.f1"], found["app.shop.f5"]) == ("rest", "store", "exile")


def test_pinned_tables_stay_with_whoever_gets_them() -> None:
    found = placed(propose(CODE, ClusteringOptions(pins={"orders": "ledger", "app.shop.f*": "store"})).chosen)
    assert (found["orders"], found["app.shop.f0"]) == ("ledger", "store")


def test_shared_patterns_and_pins_to_shared() -> None:
    options = ClusteringOptions(shared=("app.shop.f5",), pins={"app.club.f5": "shared"})
    assert {"app.shop.f5", "app.club.f5"} <= set(propose(CODE, options).chosen.shared)


def test_links_hold() -> None:
    options = ClusteringOptions(
        must_link=(("app.shop.f0", "app.club.f5"),), cannot_link=(("app.shop.f0", "app.shop.f5"),)
    )
    found = placed(propose(CODE, options).chosen)
    assert found["app.shop.f0"] == found["app.club.f5"] != found["app.shop.f5"]


@pytest.mark.parametrize("wanted", [1, 2, 3, 4, 9])
def test_the_wanted_number_of_services(wanted: int) -> None:
    found = propose(planted(1, contexts=4, units=12).graph, ClusteringOptions(services=wanted)).chosen
    assert len(found.services) == wanted


NAMES = st.sampled_from([*SHOP, *CLUB])


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(NAMES, st.sampled_from(["red", "blue", "shared"]), max_size=4),
    st.lists(st.tuples(NAMES, NAMES), max_size=3),
    st.lists(st.tuples(NAMES, NAMES), max_size=3),
)
def test_constraints_hold_or_are_refused(
    pins: dict[str, str], must: list[tuple[str, str]], cannot: list[tuple[str, str]]
) -> None:
    options = ClusteringOptions(pins=pins, must_link=tuple(must), cannot_link=tuple(cannot))
    try:
        proposal = propose(CODE, options)
    except ConstraintError:
        return  # what it says is tested below
    for found in map(placed, (proposal.chosen, *proposal.alternatives)):
        assert all(found[name] == service for name, service in pins.items())
        assert all(found[a] == found[b] for a, b in must)
        assert all(found[a] != found[b] or found[a] == "shared" for a, b in cannot)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"pins": {"app.shop.f9": "x"}}, ["app.shop.f9", "did you mean 'app.shop.f5'"]),
        ({"pins": {"app.shop.f0": "../x"}}, ["../x"]),
        ({"pins": {"app.s*.f0": "x", "app.*p.f0": "y"}}, ["app.s*.f0", "app.*p.f0"]),
        ({"pins": {"app.shop.f0": "x"}, "shared": ("app.shop.*",)}, ["'x'", "'shared'"]),
        ({"pins": {"orders": "shared"}}, ["orders", "no tables"]),
        (
            {"pins": {"app.shop.f0": "x", "app.shop.f1": "y"}, "must_link": (("app.shop.f0", "app.shop.f1"),)},
            ["must_link", "'x'", "'y'"],
        ),
        (
            {"must_link": (("app.shop.f0", "orders"),), "cannot_link": (("orders", "app.shop.f0"),)},
            ["cannot_link", "must_link", "'orders'"],
        ),
        ({"cannot_link": (("orders", "orders"),)}, ["cannot_link", "'orders'"]),
        ({"pins": {"app.shop.f0": "x", "app.shop.f1": "y"}, "services": 1}, ["services = 1", "x, y"]),
        ({"services": 0}, ["services = 0"]),
        ({"services": 99}, ["services = 99", "12 units"]),
        (
            {"shared": ("app.shop.f0",), "must_link": (("app.shop.f0", "app.shop.f1"),)},
            ["must_link", "'shared'"],
        ),
        ({"cannot_link": (("app.shop.f0", "app.club.f0"),), "services": 1}, ["services = 1", "cannot_link"]),
        (
            {"cannot_link": (("app.shop.f0", "app.club.f0"),), "services": 1},
            ["cannot_link ('app.shop.f0', 'app.club.f0')"],
        ),
        (
            {"must_link": (("app.shop.f0", "app.shop.f1"), ("app.shop.*", "app.club.*")), "services": 9},
            ["services = 9", "must_link ('app.shop.f0', 'app.shop.f1')"],
        ),
        ({"shared": ("app.shop.*",), "services": 12}, ["services = 12", "'shared', which takes 'app.shop.f0'"]),
    ],
    ids=lambda value: None if isinstance(value, list) else " ".join(value),
)
def test_what_clashes_is_named(options: dict[str, object], named: list[str]) -> None:
    with pytest.raises(ConstraintError) as caught:
        propose(CODE, ClusteringOptions(**options))  # type: ignore[arg-type]
    for text in named:
        assert text in str(caught.value)
