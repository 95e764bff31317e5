"""What differs between two decompositions is told as a person would tell it."""

from __future__ import annotations

import msgspec
from snippets import graph, two_contexts

from decompose.clustering.comparing import compare
from decompose.clustering.decomposition import Coupling, Decomposition, Metric, Score, ScorePart, Service
from decompose.clustering.options import ClusteringOptions
from decompose.clustering.proposing import evaluate
from decompose.extractors.graph import EdgeKind

A, B = tuple(f"app.a.f{n}" for n in range(8)), tuple(f"app.b.f{n}" for n in range(8))
BEFORE = Decomposition((Service("billing", B, ("invoices",)), Service("orders", A, ("orders",))), ("app.util",))


def test_nothing_differs_from_itself() -> None:
    found = compare(BEFORE, BEFORE)
    assert (found.renamed, found.added, found.gone, found.moved) == ((), (), (), ())
    assert (found.couplings_new, found.couplings_gone) == ((), ())


def test_a_new_name_is_a_new_name_and_not_a_move_of_everything() -> None:
    after = Decomposition((Service("billing", A[1:], ("orders",)), Service("invoicing", (*B, A[0]), ("invoices",))))
    found = compare(BEFORE, after)
    assert [(one.before, one.after) for one in found.renamed] == [("billing", "invoicing"), ("orders", "billing")]
    assert [(one.before, one.after, one.name) for one in found.moved] == [("billing", "invoicing", A[0])]
    assert (found.added, found.gone, found.code_gone) == ((), (), 1)


def test_a_service_that_falls_apart_leaves_its_name_to_the_larger_part() -> None:
    after = Decomposition((Service("billing", B, ("invoices",)), Service("cart", A[:5]), Service("orders", A[5:])))
    found = compare(BEFORE, after)
    assert [(one.before, one.after) for one in found.renamed] == [("orders", "cart")]
    assert found.added == ("orders",)


def test_a_service_that_takes_in_a_larger_one_is_itself() -> None:
    after = Decomposition((Service("billing", (*A, *B), ("invoices", "orders")),), ("app.util",))
    before = Decomposition((Service("billing", B[:4], ("invoices",)), Service("orders", (*A, *B[4:]), ("orders",))))
    found = compare(before, after)
    assert (found.renamed, found.gone) == ((), ("orders",))


def test_a_unit_and_a_table_of_one_name_are_two_things() -> None:
    before = Decomposition((Service("a", ("x", "y"), ()), Service("b", ("z",), ("x", "u"))))
    after = Decomposition((Service("a", ("y",), ()), Service("b", ("x", "z"), ("x", "u"))))
    assert [(one.kind, one.name) for one in compare(before, after).moved] == [("unit", "x")]


def test_couplings_are_matched_by_what_they_are() -> None:
    old = Coupling("orders", "billing", EdgeKind.CALLS, "f", "g", 3.0)
    gone = Coupling("orders", "billing", EdgeKind.READS, "f", "invoices")
    new = [Coupling("shop", "pay", EdgeKind.IMPORTS, "x", "y"), Coupling("shop", "pay", EdgeKind.WRITES, "x", "t")]
    before = msgspec.structs.replace(BEFORE, couplings=(old, gone))
    moved = Coupling("shop", "pay", EdgeKind.CALLS, "f", "g", 9.0)
    after = msgspec.structs.replace(BEFORE, couplings=(moved, *new))
    found = compare(before, after)
    assert found.couplings_gone == (gone,)
    assert [one.kind for one in found.couplings_new] == [EdgeKind.WRITES, EdgeKind.IMPORTS]


def test_scores_are_weighted_and_a_part_may_be_new() -> None:
    before = Decomposition(score=Score((ScorePart("chattiness", 0.2, 0.5),)), metrics=(Metric("SM", 0.1, True, ""),))
    after = Decomposition(
        score=Score((ScorePart("chattiness", 0.1, 1.0), ScorePart("shared data", 0.3, 1.0))),
        metrics=(Metric("SM", 0.3, True, ""), Metric("new", 1.0, True, "")),
    )
    found = compare(before, after)
    assert [(one.name, one.before, one.after) for one in found.score] == [
        ("chattiness", 0.1, 0.1),
        ("shared data", 0.0, 0.3),
        ("total", 0.1, 0.4),
    ]
    assert [(one.name, one.before, one.after) for one in found.metrics] == [("SM", 0.1, 0.3)]


def test_two_evaluations_of_one_code_base() -> None:
    code = graph(*two_contexts())
    places = {name: name.split(".")[1] for name in (unit.name for unit in code.units)}
    moved = {**places, "app.shop.f0": "club"}
    found = compare(evaluate(code, places, ClusteringOptions()), evaluate(code, moved, ClusteringOptions()))
    assert [one.name for one in found.moved if one.kind == "unit"] == ["app.shop.f0"]
    assert found.total.after > found.total.before
