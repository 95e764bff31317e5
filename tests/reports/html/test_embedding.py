"""What is embedded for the script."""

from __future__ import annotations

import base64
import json
import zlib

from analysed import analysis
from hypothesis import given
from hypothesis import strategies as st

from decompose.reports.html.embedding import deflated, embed, payload
from decompose.reports.html.embedding.packing import Column, packed, steps

PLAIN = ("orders", "billing", "stock")


def unpacked(column: Column) -> list[int]:
    """The inverse of ``packed``."""
    found, value, scale = [], 0, 0
    for byte in column.data:
        value |= (byte & 0x7F) << scale
        scale += 7
        if byte < 0x80:
            found.append(value)
            value, scale = 0, 0
    return found


@given(st.lists(st.integers(0, 2**50)))
def test_columns_come_back_as_they_were(numbers: list[int]) -> None:
    assert unpacked(packed(numbers)) == numbers


def test_steps_are_differences() -> None:
    assert steps([2, 2, 5, 9]) == [2, 0, 3, 4]


def test_the_document_is_json_with_columns_behind_it() -> None:
    data = payload({"a": packed([1, 2]), "b": "</script>\u2028\n", "c": packed([300])})
    sizes, text, columns = data.split(b"\n", 2)
    assert json.loads(sizes) == [2, 2]
    assert json.loads(text) == {"a": 0, "b": "</script>\u2028\n", "c": 1}
    assert columns == packed([1, 2, 300]).data
    inside = deflated(data)
    assert zlib.decompress(base64.b64decode(inside, validate=True)) == data


def test_nodes_relations_and_placement_fit_together() -> None:
    document = embed(analysis(PLAIN))
    assert document.nodes.units == 3
    assert document.nodes.label == ["billing", "orders", "stock", "billing", "orders", "stock"]
    assert document.views[0].services == ["billing", "orders", "stock"]
    assert unpacked(document.views[0].placed) == [1, 2, 3, 1, 2, 3]
    source = unpacked(document.relations.source)
    assert len(source) == len(unpacked(document.relations.target)) == 9
    assert unpacked(document.symbols.node) == [1, 1, 1, 1, 1, 1]
    assert document.symbols.texts == [""]
