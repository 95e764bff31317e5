from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.analyzer.analysis import SCHEMA_VERSION, Analysis
from decompose.analyzer.documents import decode, encode, is_analysis, read_analysis
from decompose.analyzer.errors import UserError
from decompose.analyzer.rendering import format_names, rendered
from decompose.clustering.decomposition import Coupling, Decomposition, Service
from decompose.extractors.graph import DependencyGraph, Edge, EdgeKind, Table, Unit, UnitKind
from decompose.extractors.places import Place

GRAPH = DependencyGraph(
    "shop",
    units=(Unit("a.B", UnitKind.CLASS, "a.py", 1, 9, 9, {"zebra": 1, "apple": 2}),),
    tables=(Table("t", place=Place("a.py", 1)),),
)
DECOMPOSITION = Decomposition(
    services=(Service("s", ("a.B",), ("t",)),),
    couplings=(Coupling("s", "r", EdgeKind.CALLS, "a.B", "c", places=(Place("a.py", 3),)),),
)
ANALYSIS = Analysis(SCHEMA_VERSION, "1.0", GRAPH, DECOMPOSITION, "why", (DECOMPOSITION,))


def test_a_document_survives_the_round_trip() -> None:
    assert decode(encode(ANALYSIS), "x") == ANALYSIS


def test_the_order_of_insertion_does_not_show() -> None:
    unit = msgspec.structs.replace(GRAPH.units[0], words={"apple": 2, "zebra": 1})
    graph = msgspec.structs.replace(GRAPH, units=(unit,))
    assert encode(msgspec.structs.replace(ANALYSIS, graph=graph)) == encode(ANALYSIS)


EARLIER = Path(__file__).parent / "documents" / "earlier.json"
"""Of this schema version, written before there were an architecture, costs and much of the plan."""


@pytest.mark.parametrize(
    ("version", "mend"),
    [(SCHEMA_VERSION - 1, "run `decompose analyze` again"), (SCHEMA_VERSION + 1, "update decompose"), (-1, "again")],
)
def test_other_versions_are_refused_in_one_line(version: int, mend: str) -> None:
    data = encode(msgspec.structs.replace(ANALYSIS, schema=version))
    assert is_analysis(data)
    with pytest.raises(UserError, match=f"schema version {version}, written by decompose 1.0") as caught:
        decode(data, "old.json")
    assert str(caught.value).count("\n") == 0
    assert "old.json" in str(caught.value)
    assert f"reads {SCHEMA_VERSION}" in str(caught.value)
    assert mend in str(caught.value)


def test_another_version_is_named_whatever_else_it_holds() -> None:
    with pytest.raises(UserError, match="schema version 7; this"):
        decode(b'{"schema": 7, "services": "many"}', "x.json")


@pytest.mark.parametrize("name", [name for name in format_names() if name != "svg"])
def test_what_an_earlier_decompose_wrote_is_rendered(name: str) -> None:
    earlier = read_analysis(EARLIER)
    assert earlier.schema == SCHEMA_VERSION
    assert {service.name for service in earlier.decomposition.services}
    assert rendered(earlier, name)


def test_what_a_later_decompose_adds_is_left_out() -> None:
    document = json.loads(encode(ANALYSIS))
    document["weather"] = document["graph"]["weather"] = {"sunny": True}
    assert decode(json.dumps(document).encode(), "x") == ANALYSIS


@pytest.mark.parametrize("document", [encode(ANALYSIS), EARLIER.read_bytes()], ids=["written now", "written earlier"])
def test_documents_are_of_the_published_schema(document: bytes) -> None:
    schema = json.loads((Path(__file__).parents[2] / "docs" / "analysis.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(document), schema, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("data", [b"", b" \n", encode(ANALYSIS)[:-40], encode(ANALYSIS)[:1]])
def test_what_ends_too_early_is_to_be_made_again(data: bytes) -> None:
    with pytest.raises(UserError, match="run `decompose analyze` again"):
        decode(data, "x.json")


@pytest.mark.parametrize("name", [name for name in format_names() if name not in {"svg", "html"}])
def test_what_refers_to_nothing_is_rendered_all_the_same(name: str) -> None:
    lost = Coupling("nobody", "gone", EdgeKind.WRITES, "a.Q", "no_table", -1.0, places=(Place("", 0),))
    chosen = msgspec.structs.replace(DECOMPOSITION, services=(), couplings=(lost,))
    edges = (Edge(EdgeKind.CALLS, "a.B", "a.Q", "a.B", "a.Q", -2.0), Edge(EdgeKind.JOINS, "t", "u", "t", "u"))
    graph = msgspec.structs.replace(GRAPH, edges=edges)
    assert rendered(msgspec.structs.replace(ANALYSIS, graph=graph, decomposition=chosen), name)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[1]",
        b"\xff",
        b'{"schema": 1}',
        b'{"schema": "1"}',
        b'{"schema": 1, "tool": "x", "graph": {"name": 3}}',
        b'{"schema": 1, "graph": ' + b"[" * 100_000,
    ],
)
def test_other_files_are_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(UserError, match="not an analysis document") as caught:
        decode(data, "x.json")
    assert str(caught.value).count("\n") == 0


def test_fewer_lines_than_none_are_refused() -> None:
    data = encode(ANALYSIS).replace(b'"lines":9', b'"lines":-9')
    with pytest.raises(UserError, match=r">= 0.*units.*lines"):
        decode(data, "x.json")


SCALARS = st.none() | st.integers() | st.text()


@given(st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_arbitrary_json_never_crashes(value: object) -> None:
    document = {**json.loads(encode(ANALYSIS)), "graph": value}
    with pytest.raises(UserError):
        decode(json.dumps(document).encode(), "x.json")


def test_a_missing_file_is_a_user_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        read_analysis(tmp_path / "none.json")
