"""Changes that a person tries: what they do, and that nothing is lost by them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted import planted
from snippets import graph, two_contexts

from decompose.clustering.comparing import Comparison, compare
from decompose.clustering.constraints import ConstraintError
from decompose.clustering.describing import Placement, described
from decompose.clustering.editing import Edit, Merge, Move, Split, edited
from decompose.clustering.evidence.material import Material
from decompose.clustering.gathering import gather
from decompose.clustering.options import ClusteringOptions, Weights
from decompose.clustering.proposing import propose
from decompose.clustering.trying import options_of, placement_of, what_if

CODE = planted(1, contexts=4, units=12, tables=2).graph
CHOSEN = propose(CODE, ClusteringOptions()).chosen
GATHERED = gather(Material(CODE), ClusteringOptions())
START = placement_of(CHOSEN)
SERVICES = [service.name for service in CHOSEN.services]
UNITS = sorted(START.services)


def changed(*edits: Edit) -> Placement:
    return edited(GATHERED, START, edits, Weights())


def tried(*edits: Edit, **pins: str) -> Comparison:
    return what_if(CODE, CHOSEN, edits, pins, ClusteringOptions())


def test_a_merge_goes_into_the_first() -> None:
    found = changed(Merge((SERVICES[1], SERVICES[0])))
    assert set(found.services.values()) - {"shared"} == set(SERVICES) - {SERVICES[0]}
    assert SERVICES[0] not in found.owners.values()


def test_a_split_makes_two_of_one_and_leaves_the_rest_alone() -> None:
    found = changed(Split(SERVICES[0]))
    fresh = {*found.services.values(), *found.owners.values()} - {*SERVICES, "shared"}
    assert len(fresh) == 1
    assert SERVICES[0] in found.services.values()
    assert {START.services[name] for name in UNITS if found.services[name] != START.services[name]} == {SERVICES[0]}


def test_a_split_finds_the_seam() -> None:
    code = graph(*two_contexts())
    places = Placement(dict.fromkeys((u.name for u in code.units), "all"), {"orders": "all", "members": "all"}, {})
    found = edited(gather(Material(code), ClusteringOptions()), places, [Split("all")], Weights())
    assert found.services["app.shop.f0"] == found.services["app.shop.f5"] == found.owners["orders"]
    assert found.services["app.club.f0"] == found.services["app.club.f5"] == found.owners["members"]
    assert found.owners["orders"] != found.owners["members"]


@pytest.mark.parametrize("what", ["orders", "app.shop.f5"], ids=["the table", "its model"])
def test_a_table_and_its_model_move_together(what: str) -> None:
    code = graph(*two_contexts(), models={"orders": ("app.shop.f5",)})
    places = {unit.name: unit.name.split(".")[1] for unit in code.units}
    start = Placement(places, {"orders": "shop", "members": "club"}, {})
    found = edited(gather(Material(code), ClusteringOptions()), start, [Move(what, "club")], Weights())
    assert (found.services["app.shop.f5"], found.owners["orders"]) == ("club", "club")
    assert found.services["app.shop.f0"] == "shop"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (Merge(("nowhere", SERVICES[0])), "'nowhere'"),
        (Merge((SERVICES[0],)), "A,B"),
        (Merge((SERVICES[0][:-1], SERVICES[0])), f"did you mean '{SERVICES[0]}'"),
        (Split("shared"), "'shared'"),
        (Move("nothing.here", SERVICES[0]), "matches no unit"),
        (Move(UNITS[0], "../up"), "../up"),
        (Move(min(START.owners), "shared"), "owns no tables"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_done_is_said(edit: Edit, said: str) -> None:
    with pytest.raises(ConstraintError) as caught:
        changed(edit)
    assert said in str(caught.value)


def test_one_thing_cannot_be_split() -> None:
    with pytest.raises(ConstraintError, match="one thing only"):
        changed(Move(UNITS[0], "alone"), Split("alone"))


services = st.sampled_from([*SERVICES, "fresh"])
edits = st.one_of(
    st.builds(Move, st.sampled_from(UNITS), services),
    st.builds(Split, st.sampled_from(SERVICES)),
    st.builds(lambda a, b: Merge((a, b)), st.sampled_from(SERVICES), st.sampled_from(SERVICES)),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(edits, max_size=4))
def test_a_partition_stays_a_partition(tries: list[Edit]) -> None:
    try:
        found = changed(*tries)
    except ConstraintError:
        return  # one of them named a service that another had emptied
    after = described(GATHERED, found, ClusteringOptions())
    held = [name for service in after.services for name in service.units] + list(after.shared)
    assert sorted(held) == UNITS
    tables = [name for service in after.services for name in service.tables]
    assert sorted(tables) == sorted(START.owners)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(UNITS), services)
def test_moving_there_and_back_is_the_identity(name: str, service: str) -> None:
    home = START.services[name]
    back = changed(Move(name, service), Move(name, home))
    assert (back.services, back.owners) == (START.services, START.owners)
    found = compare(described(GATHERED, START, ClusteringOptions()), described(GATHERED, back, ClusteringOptions()))
    assert found.total.before == found.total.after


def test_what_if_starts_from_the_score_that_was_proposed() -> None:
    assert tried(Merge((SERVICES[0], SERVICES[1]))).total.before == pytest.approx(CHOSEN.score.total)


def test_a_pin_moves_what_is_pinned_into_the_service_of_that_name() -> None:
    name = next(name for name in UNITS if START.services[name] == SERVICES[0])
    found = what_if(CODE, CHOSEN, (), {name: SERVICES[1]}, ClusteringOptions())
    assert (SERVICES[0], SERVICES[1], name) in [(one.before, one.after, one.name) for one in found.moved]
    assert not found.renamed
    assert len(found.moved) < 6


def test_the_options_of_a_decomposition_are_those_it_was_made_with() -> None:
    options = ClusteringOptions(weights=Weights(shared_data=2.0, affinity=0.5))
    assert options_of(propose(CODE, options).chosen) == options
