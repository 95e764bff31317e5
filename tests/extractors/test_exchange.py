"""Dependency graphs that other tools made."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decompose.extractors.exchange import GraphFormatError, read_graph
from decompose.extractors.graph import DependencyGraph, EdgeKind, EntryKind, UnitKind
from decompose.extractors.places import Confidence, Place
from decompose.reports.views import units_view


def read(document: object) -> DependencyGraph:
    return read_graph(json.dumps(document).encode(), "shop")


def node(name: str, kind: str = "unit", **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": kind, **more}


def edge(source: str, target: str, kind: str = "calls", **more: Any) -> dict[str, Any]:
    return {"source": source, "target": target, "kind": kind, **more}


def test_the_least_that_a_tool_has_to_say() -> None:
    graph = read(
        {
            "nodes": [node("com.foo.OrderService"), node("com.foo.Mail"), node("orders", "table")],
            "edges": [
                edge("com.foo.OrderService", "com.foo.Mail"),
                edge("com.foo.OrderService", "orders", "writes"),
            ],
        }
    )
    assert [unit.name for unit in graph.units] == ["com.foo.Mail", "com.foo.OrderService"]
    assert {unit.lines for unit in graph.units} == {1}
    assert graph.units[1].kind is UnitKind.CLASS
    assert graph.units[1].words == {"foo": 1, "order": 1, "service": 1}
    assert [table.name for table in graph.tables] == ["orders"]
    assert [(found.kind, found.source_symbol, found.weight) for found in graph.edges] == [
        (EdgeKind.CALLS, "com.foo.OrderService", 1.0),
        (EdgeKind.WRITES, "com.foo.OrderService", 1.0),
    ]
    assert not graph.diagnostics


def test_what_more_there_is_counts() -> None:
    graph = read(
        {
            "nodes": [
                node("a.f", unit_kind="function", path="a.py", line=3, end_line=9, words={"pay": 2}, hue=1),
                node("t", "table", path="t.sql", columns=["id", {"name": "sum"}], models=["a.T"]),
                node("GET /", "entrypoint", entry_kind="http", path="a.py"),
            ],
            "edges": [
                edge("a.f", "t", "reads", weight=2.5, source_symbol="a.f.g", places=["a.py:4", "a.py"])
                | {"confidence": "inferred"},
                edge("GET /", "a.f", "handles"),
                edge("a.f", "t", "transaction", places=["a.py:5"]),
                edge("t", "u", "foreign_key", places=["t.sql:2"]),
            ],
        }
    )
    [unit] = graph.units
    assert (unit.kind, unit.lines, unit.words, unit.place) == (
        UnitKind.FUNCTION,
        7,
        {"pay": 2},
        Place("a.py", 3),
    )
    reads = next(found for found in graph.edges if found.kind is EdgeKind.READS)
    assert (reads.weight, reads.source_symbol, reads.confidence) == (2.5, "a.f.g", Confidence.INFERRED)
    assert reads.places == (Place("a.py", 0), Place("a.py", 4))
    table = graph.tables[0]
    assert [column.name for column in table.columns] == ["id", "sum"]
    assert [(key.table, key.place) for key in table.foreign_keys] == [("u", Place("t.sql", 2))]
    [entry] = graph.entry_points
    assert (entry.name, entry.kind, entry.unit) == ("GET /", EntryKind.HTTP, "a.f")
    [scope] = graph.transactions
    assert (scope.symbol, scope.writes, scope.place) == ("a.f", ("t",), Place("a.py", 5))


def test_duplicates_are_merged() -> None:
    graph = read(
        {
            "nodes": [node("a"), node("a", path="a.py"), node("b")],
            "edges": [edge("a", "b", weight=2, places=["a.py:1"]), edge("a", "b", places=["a.py:2"])],
        }
    )
    assert [(unit.name, unit.path) for unit in graph.units] == [("a", "a.py"), ("b", "")]
    [merged] = graph.edges
    assert merged.weight == 3
    assert merged.places == (Place("a.py", 1), Place("a.py", 2))


def test_a_unit_and_a_table_may_share_a_name() -> None:
    graph = read({"nodes": [node("orders"), node("orders", "table")], "edges": [edge("orders", "orders", "reads")]})
    assert len(graph.units) == len(graph.tables) == len(graph.edges) == 1


@pytest.mark.parametrize(
    ("source", "target", "kind"),
    [
        (node("t", "table"), node("s", "table"), EdgeKind.FOREIGN_KEY),
        (node("a"), node("s", "table"), EdgeKind.READS),
        (node("a"), node("b"), EdgeKind.IMPORTS),
    ],
)
def test_references_mean_what_their_ends_say(source: dict[str, Any], target: dict[str, Any], kind: EdgeKind) -> None:
    graph = read({"nodes": [source, target], "edges": [edge(source["name"], target["name"], "references")]})
    assert [found.kind for found in graph.edges] == [kind]


@pytest.mark.parametrize(
    ("document", "code", "units", "edges"),
    [
        ({"nodes": [], "edges": [edge("a", "b")]}, "node-added", 2, 1),
        ({"nodes": [node("a", "lambda")]}, "node-kind-unknown", 0, 0),
        ({"nodes": [node("a"), node("b")], "edges": [edge("a", "b", "likes")]}, "edge-kind-unknown", 2, 0),
        ({"nodes": [node("a"), node("t", "table")], "edges": [edge("a", "t")]}, "edge-ends-wrong", 1, 0),
        ({"nodes": [node("GET /", "entrypoint")]}, "entry-point-unhandled", 0, 0),
    ],
)
def test_what_is_not_understood_is_reported(document: object, code: str, units: int, edges: int) -> None:
    graph = read(document)
    assert [diagnostic.code for diagnostic in graph.diagnostics] == [code]
    assert (len(graph.units), len(graph.edges)) == (units, edges)


def test_an_entry_point_may_name_its_unit() -> None:
    graph = read({"nodes": [node("pay", "entrypoint", unit="a.pay", entry_kind="task")]})
    assert [(entry.kind, entry.unit) for entry in graph.entry_points] == [(EntryKind.TASK, "a.pay")]
    assert [found.kind for found in graph.edges] == [EdgeKind.HANDLES]


def test_paths_stay_below_the_root() -> None:
    graph = read({"nodes": [node("a", path="../../etc/passwd"), node("b", path="/etc/shadow")]})
    assert [unit.path for unit in graph.units] == ["etc/passwd", "etc/shadow"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not valid JSON"),
        (b'{"nodes": [', "not valid JSON"),
        (b"\xff", "not valid JSON"),
        (b"[" * 100_000, ""),
        (b"[]", "expected `object`, got `array`"),
        (b"{}", "nodes: is missing"),
        (b'{"nodes": {}}', "nodes: expected `array`"),
        (b'{"nodes": [{"kind": "unit"}]}', "nodes[0].name: is missing"),
        (b'{"nodes": [{"name": "", "kind": "unit"}]}', "nodes[0].name: expected `str` of length >= 1"),
        (b'{"nodes": [{"name": "a", "kind": "unit", "line": -1}]}', "nodes[0].line: expected `int` >= 0"),
        (b'{"nodes": [], "edges": [{"source": "a", "target": "b"}]}', "edges[0].kind: is missing"),
        (
            b'{"nodes": [], "edges": [{"source": 1, "target": "b", "kind": "calls"}]}',
            "edges[0].source: expected `str`",
        ),
        (
            b'{"nodes": [], "edges": [{"source": "a", "target": "b", "kind": "calls", "weight": 1e999}]}',
            "edges[0].weight: number out of range",
        ),
    ],
)
def test_wrong_shapes_are_one_error_with_its_place(data: bytes, message: str) -> None:
    with pytest.raises(GraphFormatError) as caught:
        read_graph(data, "shop")
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
names = st.sampled_from(["a", "a.B", "a.b.c", "t", "été"])
kinds = st.sampled_from([*EdgeKind, "references", "likes"])
documents = st.fixed_dictionaries(
    {
        "nodes": st.lists(
            st.fixed_dictionaries(
                {"name": names, "kind": st.sampled_from(["unit", "table", "entrypoint", "other"])},
                optional={
                    "path": st.text(max_size=5),
                    "line": st.integers(0, 50),
                    "lines": st.integers(0, 50),
                    "unit": names,
                    "entry_kind": st.sampled_from(EntryKind),
                    "columns": st.lists(names, max_size=2),
                },
            ),
            max_size=6,
        ),
        "edges": st.lists(
            st.fixed_dictionaries(
                {"source": names, "target": names, "kind": kinds},
                optional={
                    "weight": st.floats(0, 1e12),
                    "source_symbol": names,
                    "places": st.lists(st.sampled_from(["a.py:1", "b.py", ":", "c:x"]), max_size=2),
                },
            ),
            max_size=8,
        ),
    }
)


@unhurried
@given(documents)
def test_reading_what_was_printed_changes_nothing(document: object) -> None:
    once = read(document)
    printed = units_view(once)
    again = read_graph(msgspec.json.encode(printed), "shop")
    assert [unit.name for unit in again.units] == [unit.name for unit in once.units]
    assert [(found.kind, found.source, found.target) for found in again.edges] == [
        (found.kind, found.source, found.target) for found in once.edges
    ]
    assert units_view(again) == printed


@unhurried
@given(documents)
def test_every_edge_ends_at_a_node(document: object) -> None:
    graph = read(document)
    names = {found.name for found in (*graph.units, *graph.tables, *graph.entry_points)}
    assert all({found.source, found.target} <= names for found in graph.edges)
    assert len({(found.kind, found.source_symbol, found.target_symbol) for found in graph.edges}) == len(graph.edges)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["nodes", "edges", "name", "kind", "source", "target", "path"]), inner)
    ),
    max_leaves=20,
)


@unhurried
@given(json_values)
def test_any_json_is_read_or_refused(value: object) -> None:
    assert is_read_or_refused(json.dumps(value).encode("utf-8", "surrogatepass"))


@unhurried
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert is_read_or_refused(data)


def is_read_or_refused(data: bytes) -> bool:
    try:
        graph = read_graph(data, "shop")
    except GraphFormatError as error:
        return bool(str(error))
    return isinstance(graph, DependencyGraph)


def test_entry_points_of_one_name_are_one_if_their_kind_is_the_same() -> None:
    entry = {"name": "a", "kind": "entrypoint", "unit": "u"}
    nodes = [{"name": "u", "kind": "unit"}, entry, {**entry, "entry_kind": "http"}, {**entry, "entry_kind": "task"}]
    graph = read({"nodes": nodes, "edges": []})
    assert [point.kind.value for point in graph.entry_points] == ["http", "task"]


def test_an_entry_point_keeps_its_name_whatever_symbol_its_edge_names() -> None:
    document = {
        "nodes": [{"name": "a", "kind": "entrypoint", "unit": "u"}],
        "edges": [{"source": "b", "target": "u", "kind": "handles", "source_symbol": "a"}],
    }
    graph = read_graph(json.dumps(document).encode(), "test")
    assert [entry.name for entry in graph.entry_points] == ["a", "b"]
    assert [entry.name for entry in read_graph(json.dumps(units_view(graph)).encode(), "test").entry_points] == [
        "a",
        "b",
    ]
