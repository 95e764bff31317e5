"""The matrix of services and tables."""

from __future__ import annotations

import msgspec
import pytest
from analysed import analysis

from decompose.extractors.graph import Edge, EdgeKind
from decompose.reports.sections.likeness import by_likeness
from decompose.reports.sections.matrix import matrix

PLAIN = ("orders", "billing", "stock")


def test_who_owns_and_touches_which_table() -> None:
    analysed = analysis(PLAIN)
    touched = [(EdgeKind.WRITES, name, name) for name in PLAIN] + [(EdgeKind.READS, "orders", "stock")]
    edges = tuple(sorted(Edge(kind, f"m.{by}", table, f"m.{by}", table) for kind, by, table in touched))
    graph = msgspec.structs.replace(analysed.graph, edges=edges)
    found = matrix(msgspec.structs.replace(analysed, graph=graph))
    assert found.services == ("orders", "stock", "billing")  # those that share a table side by side
    rows = [(row.table, row.cells, row.hands) for row in found.rows]
    assert rows == [("orders", ("OW", "", ""), 1), ("stock", ("R", "OW", ""), 2), ("billing", ("", "", "OW"), 1)]
    assert found.rows[1].words == ("reads", "owns, writes", "")
    assert found.without == found.alone == ()


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ({}, "abcd"),
        ({"ac": 1.0, "bd": 2.0}, "bdac"),
        ({"ad": 3.0, "db": 2.0, "bc": 1.0}, "dabc"),
        ({"ab": 1.0, "bc": 1.0, "cd": 1.0}, "bcda"),
    ],
)
def test_what_belongs_together_stands_together(ties: dict[str, float], expected: str) -> None:
    assert "".join(by_likeness("abcd", {frozenset(pair): weight for pair, weight in ties.items()})) == expected
