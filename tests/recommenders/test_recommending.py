"""Rules and the plan, on hand-made decompositions."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.clustering.decomposition import Coupling, Decomposition, Service, SpanningTransaction, TableUse
from decompose.extractors.graph import (
    DependencyGraph,
    Edge,
    EdgeKind,
    EntryKind,
    EntryPoint,
    ResourceKind,
    ResourceUse,
    Table,
    Unit,
    UnitKind,
)
from decompose.extractors.places import Place
from decompose.recommenders.ordering import extraction_order
from decompose.recommenders.planning import plan_migration
from decompose.recommenders.recommending import recommend
from decompose.recommenders.rules import all_rules

PLACE = Place("a.py", 1)


def graph(*kinds: EntryKind, tables: tuple[str, ...] = ("t",), lines: int = 100) -> DependencyGraph:
    """Two units ``a`` and ``b``; the entry points enter ``a``."""
    return DependencyGraph(
        "x",
        units=(Unit("m.a", UnitKind.CLASS, "a.py", 1, 9, lines), Unit("m.b", UnitKind.CLASS, "b.py", 1, 9, 100)),
        tables=tuple(Table(name) for name in tables),
        entry_points=tuple(EntryPoint(f"{kind} x", kind, "m.a", "m.a", PLACE) for kind in kinds),
    )


def using(kind: ResourceKind, name: str = "x") -> DependencyGraph:
    """The unit ``a`` writes to a resource."""
    return msgspec.structs.replace(graph(), resources=(ResourceUse(kind, name, "m.a", "m.a", False, True),))


def cut(
    *couplings: Coupling,
    uses: tuple[TableUse, ...] = (),
    transactions: tuple[SpanningTransaction, ...] = (),
    lines: int = 100,
    tables: tuple[str, ...] = ("t",),
) -> Decomposition:
    """Services ``A`` (unit ``a``, table ``t``) and ``B``."""
    services = (Service("A", ("m.a",), tables, lines=lines), Service("B", ("m.b",), (), lines=100))
    return Decomposition(services, (), couplings, uses, transactions)


def crossing(kind: EdgeKind, weight: float = 1.0) -> Coupling:
    """A coupling from A to B."""
    return Coupling("A", "B", kind, "m.a", "m.b", weight, places=(PLACE,))


SPANNING = SpanningTransaction("m.a", "A", ("A", "B"), ("t", "u"), PLACE)
CASES = {
    "compute.container": (graph(EntryKind.HTTP), cut(), graph(EntryKind.TASK), cut()),
    "compute.events": (graph(EntryKind.TASK), cut(), graph(EntryKind.TASK, lines=9000), cut(lines=9000)),
    "compute.workers": (graph(EntryKind.HTTP, EntryKind.TASK), cut(), graph(EntryKind.HTTP), cut()),
    "data.own-database": (graph(), cut(), graph(tables=()), cut(tables=())),
    "data.cache": (using(ResourceKind.CACHE), cut(), graph(), cut()),
    "storage.local-files": (using(ResourceKind.FILE), cut(), using(ResourceKind.FILE, "temporary"), cut()),
    "data.several-writers": (
        graph(),
        cut(uses=(TableUse("t", "A", ("A", "B"), ("A",)),)),
        graph(),
        cut(uses=(TableUse("t", "A", ("A",), ("A", "B")),)),
    ),
    "data.reference": (
        graph(),
        cut(uses=(TableUse("t", "A", ("A",), ("A", "B", "C", "D")),)),
        graph(),
        cut(uses=(TableUse("t", "A", ("A", "B"), ("A", "B", "C", "D")),)),
    ),
    "data.foreign-read": (graph(), cut(crossing(EdgeKind.READS)), graph(), cut(crossing(EdgeKind.CALLS))),
    "data.join": (graph(), cut(crossing(EdgeKind.JOINS)), graph(), cut()),
    "data.foreign-key": (graph(), cut(crossing(EdgeKind.FOREIGN_KEY)), graph(), cut()),
    "integration.call": (graph(), cut(crossing(EdgeKind.CALLS)), graph(), cut(crossing(EdgeKind.READS))),
    "integration.chatty": (graph(), cut(crossing(EdgeKind.CALLS, 30)), graph(), cut(crossing(EdgeKind.CALLS, 2))),
    "integration.event": (graph(), cut(crossing(EdgeKind.EVENT)), graph(), cut(crossing(EdgeKind.CALLS))),
    "integration.transaction": (graph(), cut(transactions=(SPANNING,)), graph(), cut()),
    "api.routes": (graph(EntryKind.HTTP), cut(), graph(EntryKind.TASK), cut()),
    "scheduling.jobs": (graph(EntryKind.SCHEDULE), cut(), graph(EntryKind.HTTP), cut()),
    "operations.commands": (graph(EntryKind.COMMAND), cut(), graph(EntryKind.HTTP), cut()),
}


@pytest.mark.parametrize("rule", sorted(CASES))
def test_each_rule_fires_on_its_evidence_alone(rule: str) -> None:
    yes, yes_cut, no, no_cut = CASES[rule]
    fired = {found.rule for found in recommend(yes, yes_cut) if found.service == "A"}
    silent = {found.rule for found in recommend(no, no_cut) if found.service == "A"}
    assert rule in fired
    assert rule not in silent


def test_every_rule_has_its_cases_and_its_line_in_the_documentation() -> None:
    assert {rule.id for rule in all_rules()} == CASES.keys()
    page = (Path(__file__).parents[2] / "docs" / "recommendations.md").read_text()
    for rule in all_rules():
        assert f"| `{rule.id}` | {rule.looks_for} | {rule.recommends} | {rule.source} |" in page


def test_every_recommendation_says_why_and_on_what_it_stands() -> None:
    found = recommend(graph(EntryKind.HTTP, EntryKind.TASK), cut(crossing(EdgeKind.CALLS), transactions=(SPANNING,)))
    assert all(item.reason and item.evidence and item.source for item in found)


@st.composite
def decompositions(draw: st.DrawFn) -> Decomposition:
    """Some services with any couplings between them."""
    names = [f"s{index}" for index in range(draw(st.integers(1, 6)))]
    services = tuple(Service(name, (f"m.{name}",), (), lines=draw(st.integers(0, 999))) for name in names)
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names), st.sampled_from(EdgeKind))
    couplings = tuple(
        Coupling(a, b, kind, f"m.{a}", f"m.{b}") for a, b, kind in sorted(draw(st.sets(pairs, max_size=12))) if a != b
    )
    return Decomposition(services, (), couplings)


@settings(deadline=None)
@given(decompositions())
def test_the_plan_respects_itself(chosen: Decomposition) -> None:
    plan = plan_migration(DependencyGraph("x"), chosen, ())
    names = {service.name for service in chosen.services}
    order = [step.service for step in plan.steps]
    assert len(order) == len(set(order)) == max(len(names) - 1, 0)
    for index, step in enumerate(plan.steps):
        assert set(step.depends_on) <= set(order[:index])
        assert all(phase.actions for phase in step.phases)
    if order:
        assert {*order, plan.remains} == names
        assert plan.steps[-1].couplings_left == len(chosen.couplings)


@settings(deadline=None)
@given(decompositions())
def test_couplings_left_only_grow(chosen: Decomposition) -> None:
    left = [turn.couplings_left for turn in extraction_order(chosen, DependencyGraph("x"))]
    assert left == sorted(left)


def coupled(a: str, b: str, kind: EdgeKind, number: int = 1) -> list[Coupling]:
    return [Coupling(a, b, kind, f"{a}.f{n}", f"{b}.g{n}") for n in range(number)]


@pytest.mark.parametrize(
    ("couplings", "inside", "first"),
    [
        ([*coupled("data", "more", EdgeKind.CALLS, 9), *coupled("tool", "rest", EdgeKind.CALLS)], {}, "data"),
        ([*coupled("data", "rest", EdgeKind.CALLS, 4), *coupled("more", "rest", EdgeKind.CALLS, 6)], {}, "data"),
        (
            [*coupled("data", "rest", EdgeKind.CALLS, 4), *coupled("more", "rest", EdgeKind.CALLS, 6)],
            {"more": 9},
            "more",
        ),
        ([*coupled("data", "rest", EdgeKind.TRANSACTION), *coupled("more", "rest", EdgeKind.CALLS, 6)], {}, "more"),
    ],
    ids=["what owns data", "what costs less", "what does more by itself", "transactions cost most"],
)
def test_who_leaves_first(couplings: list[Coupling], inside: dict[str, int], first: str) -> None:
    tables = {"data": ("t",), "more": ("u",), "tool": (), "rest": ("v",)}
    services = tuple(
        Service(name, tuple(f"{name}.f{n}" for n in range(10)), tables[name], lines=100) for name in sorted(tables)
    )
    glued = [*couplings, *coupled("rest", "rest2", EdgeKind.CALLS, 30)]
    units = tuple(Unit(name, UnitKind.FUNCTION, "m.py", 1, 9, 9) for service in services for name in service.units)
    edges = tuple(
        Edge(EdgeKind.CALLS, f"{name}.f0", f"{name}.f{n + 1}", f"{name}.f0", f"{name}.f{n + 1}")
        for name, number in inside.items()
        for n in range(number)
    )
    found = Decomposition(services, (), tuple(glued))
    assert extraction_order(found, DependencyGraph("x", units, edges=edges))[0].service == first


def test_what_is_out_already_no_longer_counts() -> None:
    services = tuple(Service(name, tables=(name,), lines=100) for name in ("a", "b", "c", "rest"))
    couplings = (
        *coupled("b", "a", EdgeKind.CALLS, 5), *coupled("b", "rest", EdgeKind.CALLS, 2),
        *coupled("c", "rest", EdgeKind.CALLS, 6), *coupled("rest", "x", EdgeKind.CALLS, 40),
    )  # fmt: skip
    order = extraction_order(Decomposition(services, (), couplings), DependencyGraph("x"))
    assert [turn.service for turn in order] == ["a", "b", "c"]
    assert (order[1].cost, order[1].kept) == (2.0, 5)
