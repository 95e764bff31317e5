from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.analyzer.analysis import SCHEMA_VERSION, Analysis
from decompose.analyzer.documents import decode, encode, is_analysis, read_analysis
from decompose.analyzer.errors import UserError
from decompose.clustering.decomposition import Coupling, Decomposition, Service
from decompose.extractors.graph import DependencyGraph, EdgeKind, Table, Unit, UnitKind
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


@pytest.mark.parametrize("version", [SCHEMA_VERSION - 1, SCHEMA_VERSION + 1])
def test_other_versions_are_refused_in_one_line(version: int) -> None:
    data = encode(msgspec.structs.replace(ANALYSIS, schema=version))
    assert is_analysis(data)
    with pytest.raises(UserError, match=f"schema version {version}") as caught:
        decode(data, "old.json")
    assert str(caught.value).count("\n") == 0
    assert "old.json" in str(caught.value)


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


SCALARS = st.none() | st.integers() | st.text()


@given(st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_arbitrary_json_never_crashes(value: object) -> None:
    document = {**json.loads(encode(ANALYSIS)), "graph": value}
    with pytest.raises(UserError):
        decode(json.dumps(document).encode(), "x.json")


def test_a_missing_file_is_a_user_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        read_analysis(tmp_path / "none.json")
