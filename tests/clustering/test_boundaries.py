"""Ownership, couplings, shared tables and spanning transactions of a given placement."""

from __future__ import annotations

import msgspec
import pytest
from snippets import graph

from decompose.clustering.constraints import SHARED
from decompose.clustering.coupling import severity
from decompose.clustering.decomposition import Decomposition
from decompose.clustering.options import ClusteringOptions
from decompose.clustering.proposing import evaluate
from decompose.extractors.graph import DependencyGraph, EdgeKind, ForeignKey
from decompose.extractors.places import Confidence, Place


def evaluated(code: DependencyGraph, **extra: str) -> Decomposition:
    """The placement in which each unit belongs to the service of its package."""
    services = {unit.name: unit.name.split(".")[0] for unit in code.units}
    return evaluate(code, services | extra, ClusteringOptions())


def owners(found: Decomposition) -> dict[str, str]:
    return {table: service.name for service in found.services for table in service.tables}


@pytest.mark.parametrize(
    ("edges", "models", "owner"),
    [
        (["a.f writes t", "b.f reads t 9", "b.g reads t 9"], {}, "a"),
        (["a.f writes t", "b.f writes t 9"], {}, "b"),
        (["a.f reads t", "b.f reads t 3"], {}, "b"),
        (["a.f calls b.g"], {"t": ("b.Model",)}, "b"),
        (["a.f writes t", "b.f writes t"], {}, "a"),
        (["a.f writes t", "b.f calls b.g"], {"t": ("b.Model",)}, "a"),
        (["a.seed writes t", *(f"a.seed writes t{n}" for n in range(9))], {"t": ("b.Model",)}, "b"),
    ],
    ids=[
        "writers before readers",
        "heaviest writers",
        "heaviest readers",
        "model",
        "tie",
        "writer before model",
        "seed",
    ],
)
def test_one_owner_per_table(edges: list[str], models: dict[str, tuple[str, ...]], owner: str) -> None:
    assert owners(evaluated(graph(*edges, models=models)))["t"] == owner


def test_a_given_owner_stays_and_a_table_alone_follows_what_it_refers_to() -> None:
    code = graph("a.f writes t", "b.f writes u", tables=["lonely"])
    lonely = msgspec.structs.replace(
        code.tables[0], foreign_keys=(ForeignKey("t_id", "u", "CASCADE", Place("m.py", 1)),)
    )
    code = msgspec.structs.replace(code, tables=(lonely, *code.tables[1:]))
    assert owners(evaluated(code, t="b")) == {"t": "b", "u": "b", "lonely": "b"}


def test_couplings_worst_first() -> None:
    code = graph(
        "a.f calls b.g 3", "a.f imports b.g", "a.f inherits b.G", "a.f writes orders", "b.g writes stock",
        "a.f reads stock", "orders foreign_key stock", "stock joins orders", "a.f event b.g", "b.g writes orders",
        "a.f writes orders 5", "a.f calls a.h",
        scopes={"a.f": ("orders", "stock")},
    )  # fmt: skip
    found = evaluated(code, orders="a")
    kinds = [(c.kind.value, c.source, c.target, c.source_service, c.target_service) for c in found.couplings]
    assert kinds == [
        ("transaction", "a.f", "stock", "a", "b"),
        ("writes", "b.g", "orders", "b", "a"),
        ("calls", "a.f", "b.g", "a", "b"),
        ("joins", "stock", "orders", "b", "a"),
        ("foreign_key", "orders", "stock", "a", "b"),
        ("inherits", "a.f", "b.G", "a", "b"),
        ("reads", "a.f", "stock", "a", "b"),
        ("event", "a.f", "b.g", "a", "b"),
        ("imports", "a.f", "b.g", "a", "b"),
    ]
    assert [severity(c) for c in found.couplings] == sorted(map(severity, found.couplings), reverse=True)


def test_guesses_weigh_less() -> None:
    code = graph("a.f calls b.g", "a.h calls b.g")
    guess = msgspec.structs.replace(code.edges[0], confidence=Confidence.HEURISTIC)
    found = evaluated(msgspec.structs.replace(code, edges=(guess, code.edges[1])))
    assert [c.source for c in found.couplings] == ["a.h", "a.f"]


def test_relations_to_the_shared_library_are_no_couplings_but_relations_from_it_are() -> None:
    code = graph("a.f calls lib.money", "lib.money calls b.g", "lib.money reads t", "b.g writes t")
    found = evaluated(code, **{"lib.money": SHARED})
    assert found.shared == ("lib.money",)
    assert [(c.source_service, c.target_service, c.kind) for c in found.couplings] == [
        (SHARED, "b", EdgeKind.READS),
        (SHARED, "b", EdgeKind.CALLS),
    ]


def test_tables_in_several_hands() -> None:
    code = graph(
        "a.f writes t 9", "a.f reads t", "b.g writes t", "c.h reads t", "a.f writes u", "b.g reads u", "c.h reads v"
    )
    found = evaluated(code)
    assert [(use.table, use.owner, use.writers, use.readers, len(use.places)) for use in found.table_uses] == [
        ("t", "a", ("a", "b"), ("a", "c"), 1),
        ("u", "a", ("a",), ("b",), 1),
    ]


def test_transactions_that_span_services() -> None:
    code = graph(
        "a.f writes t", "b.g writes u", "c.h writes v", scopes={"a.f": ("t", "u", "v"), "b.g": ("u",), "c.h": ("t",)}
    )
    found = evaluated(code)
    assert [(s.symbol, s.service, s.services, s.tables) for s in found.spanning_transactions] == [
        ("a.f", "a", ("a", "b", "c"), ("t", "u", "v"))
    ]
    assert sum(c.kind is EdgeKind.TRANSACTION for c in found.couplings) == 2


def test_transactions_known_from_edges_alone() -> None:
    code = graph("a.f transaction t", "a.f transaction u", "a.f writes t", "b.g writes u")
    (spanning,) = evaluated(code).spanning_transactions
    assert spanning.tables == ("t", "u")


def test_units_that_a_placement_does_not_name() -> None:
    found = evaluate(graph("a.f calls b.g"), {"a.f": "a"}, ClusteringOptions())
    assert [service.name for service in found.services] == ["a", "unplaced"]


def test_score_parts_are_shares_of_the_evidence() -> None:
    code = graph("a.f calls b.g", "a.f writes t", "b.g writes t", scopes={"a.f": ("t",)})
    apart, together = evaluated(code), evaluate(code, dict.fromkeys(("a.f", "b.g", "t"), "one"), ClusteringOptions())
    crossing = {part.name: part.value for part in apart.score.parts}
    assert 0 < crossing["chattiness"] < 1
    assert 0 < crossing["shared data"] < 1
    assert {part.name: part.value for part in together.score.parts if part.name != "imbalance"} == {
        "chattiness": 0, "shared data": 0, "transactions": 0, "affinity": 0,
    }  # fmt: skip
