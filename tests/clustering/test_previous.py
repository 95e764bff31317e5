"""An earlier placement is stayed close to; frozen services stay as they are."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted import planted
from snippets import graph

from decompose.clustering.comparing import compare
from decompose.clustering.constraints import ConstraintError
from decompose.clustering.decomposition import Decomposition
from decompose.clustering.options import ClusteringOptions, Previous
from decompose.clustering.proposing import propose
from decompose.clustering.trying import previous_of
from decompose.extractors.graph import DependencyGraph, Edge, EdgeKind

CODE = planted(3, contexts=5, units=16, noise=0.25, tables=2).graph
FIRST = propose(CODE, ClusteringOptions()).chosen
NAMES = [service.name for service in FIRST.services]


def with_calls(graph: DependencyGraph, *pairs: tuple[str, str]) -> DependencyGraph:
    more = [Edge(EdgeKind.CALLS, a, b, a, b, 3.0) for a, b in pairs if a != b]
    return msgspec.structs.replace(graph, edges=tuple(sorted((*graph.edges, *more))))


def units(found: Decomposition, service: str) -> tuple[str, ...]:
    return next(held.units for held in found.services if held.name == service)


def test_the_same_code_stays_as_it_was() -> None:
    again = propose(CODE, ClusteringOptions(previous=previous_of(FIRST))).chosen
    found = compare(FIRST, again)
    assert (found.moved, found.renamed, found.added, found.gone) == ((), (), (), ())


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(CODE.units), st.sampled_from(CODE.units)), min_size=1, max_size=6))
def test_a_small_change_moves_little_and_never_more_names(pairs: list[tuple[object, object]]) -> None:
    changed = with_calls(CODE, *((a.name, b.name) for a, b in pairs))  # type: ignore[attr-defined]
    close = compare(FIRST, propose(changed, ClusteringOptions(previous=previous_of(FIRST))).chosen)
    assert (close.renamed, close.added) == ((), ())
    assert len(close.moved) <= 2 * len(pairs)


@pytest.mark.parametrize("helpers", [(1, 2, 3, 4), (1, 3, 4, 5)])
def test_what_leaves_the_library_goes_to_a_service_that_there_was(helpers: tuple[int, ...]) -> None:
    target = "app.invoice.part0.Invoice5"
    changed = with_calls(CODE, *((f"app.common.helper_{number}", target) for number in helpers))
    found = propose(changed, ClusteringOptions(previous=previous_of(FIRST))).chosen
    assert {service.name for service in found.services} == set(NAMES)
    assert not {f"app.common.helper_{number}" for number in helpers} & set(found.shared)


def test_new_code_finds_a_place() -> None:
    home = FIRST.services[-1]
    model = next(unit for unit in CODE.units if unit.name == home.units[-1])
    unit = msgspec.structs.replace(model, name=f"{model.name}New")
    grown = msgspec.structs.replace(CODE, units=tuple(sorted((*CODE.units, unit))))
    grown = with_calls(grown, *((unit.name, member) for member in home.units[:5]))
    found = propose(grown, ClusteringOptions(previous=previous_of(FIRST))).chosen
    assert unit.name in units(found, home.name)


def test_fewer_services_than_before_may_be_asked_for() -> None:
    options = ClusteringOptions(previous=previous_of(FIRST), services=len(NAMES) - 1)
    found = propose(CODE, options).chosen
    assert {service.name for service in found.services} < set(NAMES)


def test_nothing_leaves_or_enters_a_frozen_service() -> None:
    frozen, other = NAMES[0], NAMES[1]
    drawn = [(a, b) for a in units(FIRST, frozen) for b in units(FIRST, other)]
    found = propose(with_calls(CODE, *drawn), ClusteringOptions(previous=previous_of(FIRST), frozen=(frozen,)))
    for one in (found.chosen, *found.alternatives):
        held = next(service for service in one.services if service.name == frozen)
        before = next(service for service in FIRST.services if service.name == frozen)
        assert (held.units, held.tables) == (before.units, before.tables)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"frozen": ("x",)}, ["'x'", "previous"]),
        ({"frozen": ("shap",), "previous": Previous({"a.f": "shop"})}, ["'shap'", "did you mean 'shop'"]),
        (
            {"frozen": ("shop",), "previous": Previous({"a.f": "shop"}), "pins": {"a.f": "club"}},
            ["frozen 'shop'", "'club'", "'a.f'"],
        ),
        (
            {"frozen": ("shop",), "previous": Previous({"a.f": "shop"}), "shared": ("a.f",)},
            ["frozen 'shop'", "'shared'", "'a.f'"],
        ),
        ({"previous": Previous({"a.f": "../../etc"})}, ["previous analysis", "'../../etc'"]),
        ({"services": (3, 2)}, ["services = 3-2"]),
        ({"services": (7, 9)}, ["services = 7-9", "4 units"]),
    ],
    ids=lambda value: None if isinstance(value, list) else " ".join(value),
)
def test_what_clashes_is_named(options: dict[str, object], said: list[str]) -> None:
    code = graph("a.f calls a.g", "b.f calls b.g")
    with pytest.raises(ConstraintError) as caught:
        propose(code, ClusteringOptions(**options))  # type: ignore[arg-type]
    for text in said:
        assert text in str(caught.value)


@pytest.mark.parametrize(("span", "wanted"), [((1, 3), 3), ((5, 5), 5), ((4, 6), 5), ((7, 9), 7)])
def test_a_range_of_services(span: tuple[int, int], wanted: int) -> None:
    assert len(NAMES) == 5
    assert len(propose(CODE, ClusteringOptions(services=span)).chosen.services) == wanted
