"""Proposals: complete, deterministic, right where the answer is planted."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted import planted
from snippets import KINDS, graph, two_contexts

from decompose.clustering.decomposition import Decomposition, Score, ScorePart, Service
from decompose.clustering.fronting import COARSE, FINE, crossing, front
from decompose.clustering.metrics.agreement import adjusted_rand
from decompose.clustering.options import ClusteringOptions, Evidence
from decompose.clustering.proposing import evaluate, propose
from decompose.extractors.graph import DependencyGraph

UNIT_KINDS = ("calls", "imports", "inherits", "event")
TABLE_KINDS = ("reads", "writes", "transaction")


def placement(found: Decomposition) -> dict[str, str]:
    placed = {name: service.name for service in found.services for name in (*service.units, *service.tables)}
    return placed | dict.fromkeys(found.shared, "shared")


def assert_partition(code: DependencyGraph, found: Decomposition) -> None:
    units = [name for service in found.services for name in service.units] + list(found.shared)
    tables = [name for service in found.services for name in service.tables]
    assert sorted(units) == sorted(unit.name for unit in code.units)
    assert sorted(tables) == sorted(table.name for table in code.tables)
    names = [service.name for service in found.services]
    assert names == sorted(set(names))
    assert "shared" not in names
    for metric in found.metrics:
        if metric.name in ("ICP", "NED", "cohesion", "coupling", "DBTP", "largest share"):
            assert 0 <= metric.value <= 1 + 1e-9, metric


@st.composite
def graphs(draw: st.DrawFn) -> DependencyGraph:
    units = [f"app.{'abc'[i % 3]}.f{i}" for i in range(draw(st.integers(0, 12)))]
    tables = [f"t{i}" for i in range(draw(st.integers(0, 4)))]
    edges = []
    for _ in range(draw(st.integers(0, 30)) if units else 0):
        source = draw(st.sampled_from(units))
        if tables and draw(st.booleans()):
            edges.append(f"{source} {draw(st.sampled_from(TABLE_KINDS))} {draw(st.sampled_from(tables))}")
        else:
            edges.append(f"{source} {draw(st.sampled_from(UNIT_KINDS))} {draw(st.sampled_from(units))}")
    return graph(*dict.fromkeys(edges), units=units, tables=tables)


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_every_unit_and_table_is_placed_exactly_once(code: DependencyGraph) -> None:
    proposal = propose(code, ClusteringOptions())
    for found in (proposal.chosen, *proposal.alternatives):
        assert_partition(code, found)


@settings(max_examples=25, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(code: DependencyGraph, order: random.Random) -> None:
    def shuffled(values: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(order.sample(values, len(values)))

    mixed = msgspec.structs.replace(
        code, units=shuffled(code.units), tables=shuffled(code.tables), edges=shuffled(code.edges)
    )
    assert propose(mixed, ClusteringOptions()) == propose(code, ClusteringOptions())


def test_the_hash_seed_does_not_matter() -> None:
    script = (
        "import msgspec, sys; sys.path.insert(0, sys.argv[1]);"
        "from planted import planted; from decompose.clustering.options import ClusteringOptions;"
        "from decompose.clustering.proposing import propose;"
        "g = planted(3, contexts=4, units=15, noise=0.3).graph;"
        "sys.stdout.buffer.write(msgspec.json.encode(propose(g, ClusteringOptions())))"
    )
    here = str(Path(__file__).parent)
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script, here],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 1000


@pytest.mark.parametrize(
    ("case", "least"),
    [
        ({}, 0.9),
        ({"noise": 0.2}, 0.9),
        ({"noise": 0.25, "contexts": 10, "units": 25}, 0.9),
        ({"noise": 0.15, "folders": False}, 0.85),
        ({"noise": 0.15, "tables": 0}, 0.9),
    ],
    ids=str,
)
def test_planted_contexts_are_found(case: dict[str, int], least: float) -> None:
    code = planted(1, **case)
    found = propose(code.graph, ClusteringOptions()).chosen
    assert_partition(code.graph, found)
    assert adjusted_rand(code.truth, placement(found)) >= least


def test_services_of_planted_contexts_bear_their_names() -> None:
    code = planted(2)
    found = propose(code.graph, ClusteringOptions()).chosen
    assert {service.name for service in found.services} == set(code.truth.values()) - {"shared"}
    assert {name.rpartition(".")[0] for name in found.shared} == {"app.common"}


def test_functions_of_one_file_follow_their_tables() -> None:
    edges = [edge.replace("app.shop", "app.god").replace("app.club", "app.god") for edge in two_contexts()]
    edges = [edge.replace(".f", ".s" if "orders" in edge or place < 15 else ".c") for place, edge in enumerate(edges)]
    shop = [f"app.god.s{number}" for number in range(6)]
    club = [f"app.god.c{number}" for number in range(6)]
    calls = [f"{a} calls {b}" for names in (shop, club) for a in names for b in names if a < b]
    uses = [f"{name} writes orders" for name in shop] + [f"{name} writes members" for name in club]
    placed = placement(propose(graph(*calls, *uses), ClusteringOptions()).chosen)
    assert len({placed[name] for name in (*shop, "orders")}) == 1
    assert len({placed[name] for name in (*club, "members")}) == 1
    assert placed["orders"] != placed["members"]


def test_a_proposal_scores_as_its_evaluation() -> None:
    code = planted(4, noise=0.25).graph
    chosen = propose(code, ClusteringOptions()).chosen
    again = evaluate(code, placement(chosen), ClusteringOptions())
    assert again.score == chosen.score
    assert again.couplings == chosen.couplings
    assert again.metrics == chosen.metrics


def test_the_planted_answer_costs_less_than_its_merges_and_splits() -> None:
    code = planted(5, noise=0.1)
    total = evaluate(code.graph, code.truth, ClusteringOptions()).score.total
    contexts = sorted(set(code.truth.values()) - {"shared"})
    together = {name: contexts[0] if c in contexts[:2] else c for name, c in code.truth.items()}
    one = {name: "all" if c != "shared" else c for name, c in code.truth.items()}
    halves = {name: c + (str(hash_free(name)) if c == contexts[0] else "") for name, c in code.truth.items()}
    for other in (together, one, halves):
        assert evaluate(code.graph, other, ClusteringOptions()).score.total > total


def hash_free(name: str) -> int:
    return sum(map(ord, name)) % 2


def test_alternatives_have_fewer_and_more_services() -> None:
    proposal = propose(planted(1, contexts=8, noise=0.35).graph, ClusteringOptions())
    for other in proposal.alternatives:
        more = len(other.services) > len(proposal.chosen.services)
        assert other.label in (FINE if more else COARSE)
        assert len(other.services) != len(proposal.chosen.services)
    assert str(len(proposal.chosen.services)) in proposal.why


@pytest.mark.parametrize("contexts", [4, 8, 12])
def test_alternatives_are_a_front_from_coarse_to_fine(contexts: int) -> None:
    proposal = propose(planted(1, contexts=contexts, noise=0.35).graph, ClusteringOptions())
    assert 2 <= len(proposal.alternatives) <= 6
    numbers = [len(other.services) for other in proposal.alternatives]
    assert numbers == sorted(set(numbers))
    shares = [crossing(other) for other in proposal.alternatives]
    assert shares == sorted(shares)


def test_alone_is_the_same_without_what_stands_beside_it() -> None:
    code = planted(1, contexts=4, noise=0.35).graph
    whole, alone = propose(code, ClusteringOptions()), propose(code, ClusteringOptions(), alone=True)
    assert (alone.chosen.services, alone.chosen.score) == (whole.chosen.services, whole.chosen.score)
    assert (alone.alternatives, alone.chosen.stability.runs) == ((), 0)


def test_a_point_that_another_beats_is_no_alternative() -> None:
    def point(services: int, crossing: float) -> Decomposition:
        score = Score((ScorePart("chattiness", crossing, 1.0), ScorePart("imbalance", 9.0, 1.0)))
        return Decomposition(tuple(Service(str(number)) for number in range(services)), score=score)

    chosen = point(5, 0.3)
    found = front(chosen, [chosen, *(point(*at) for at in ((2, 0.1), (3, 0.35), (4, 0.2), (7, 0.5), (8, 0.45)))])
    assert [(one.label, len(one.services)) for one in found] == [("coarser", 2), ("coarse", 4), ("fine", 8)]


def test_evidence_that_is_switched_off_is_not_used() -> None:
    code = planted(1).graph
    found = propose(code, ClusteringOptions(evidence=frozenset({Evidence.DATA, Evidence.HISTORY}))).chosen
    assert found.evidence == ("data",)
    assert found.evidence_missing == ("history",)


@pytest.mark.parametrize(
    "code",
    [
        graph(),
        graph(units=["a.b"]),
        graph(tables=["lonely"]),
        graph(units=[f"m{i}.f" for i in range(30)]),
        graph("a.f calls a.f", "a.f calls a.g"),
        graph("a.f calls b.g 1e308", "b.g calls a.f 1e308"),
    ],
    ids=["nothing", "one unit", "a table alone", "no edges", "calls itself", "huge weights"],
)
def test_odd_code_bases_are_placed_all_the_same(code: DependencyGraph) -> None:
    assert_partition(code, propose(code, ClusteringOptions()).chosen)


def test_a_unit_and_a_table_of_one_name_are_two_things() -> None:
    code = graph(*two_contexts(), tables=["orders"])
    code = msgspec.structs.replace(code, units=(*code.units, msgspec.structs.replace(code.units[0], name="orders")))
    assert_partition(code, propose(code, ClusteringOptions()).chosen)


def test_small_call_graphs_give_services_of_sane_size() -> None:
    code = planted(7, contexts=6, units=10, tables=0, noise=0.05, utilities=0, folders=False).graph
    found = propose(code, ClusteringOptions()).chosen
    figures = {metric.name: metric.value for metric in found.metrics}
    assert 4 <= figures["services"] <= 9
    assert figures["NED"] <= 0.1
    assert figures["largest share"] <= 0.4


def test_all_kinds_of_edges_are_known() -> None:
    assert set(KINDS) >= {*UNIT_KINDS, *TABLE_KINDS}
