"""Where services stand on the map, and how lines run."""

from __future__ import annotations

import json
import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from browser import Browser
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.reports.html.layout import MOST_CHARACTERS, Map, draw_map
from decompose.reports.html.levels import levels

WIDEST = 8.3
"""A bold character of 15 px, on average of a name; the label below it is smaller."""


@st.composite
def systems(draw: st.DrawFn) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """Services with sizes, and how many couplings they have."""
    names = draw(st.lists(st.text("abcdefgh-", min_size=1, max_size=40), max_size=24, unique=True))
    sizes = {name: draw(st.integers(0, 200_000)) for name in names}
    if not names:
        return sizes, {}
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names))
    return sizes, draw(st.dictionaries(pairs, st.integers(1, 999), max_size=60))


@settings(max_examples=60, deadline=None)
@given(systems())
def test_boxes_and_labels_do_not_overlap(system: tuple[dict[str, int], dict[tuple[str, str], int]]) -> None:
    drawn = draw_map(*system)
    assert {box.name for box in drawn.boxes} == set(system[0])
    for box in drawn.boxes:
        assert 0 < box.left < box.right < drawn.width
        assert 0 < box.y - box.height / 2 < box.y + box.height / 2 < drawn.height
        assert min(len(box.name), MOST_CHARACTERS) * WIDEST < box.width  # so labels do not overlap if boxes do not
        assert box.height >= 46
    for a, b in combinations(drawn.boxes, 2):
        is_beside = a.right + 20 < b.left or b.right + 20 < a.left
        assert is_beside or abs(a.y - b.y) > (a.height + b.height) / 2 + 20, (a, b)


@settings(max_examples=30, deadline=None)
@given(systems())
def test_lines_begin_and_end_at_their_boxes(system: tuple[dict[str, int], dict[tuple[str, str], int]]) -> None:
    drawn = draw_map(*system)
    boxes = {box.name: box for box in drawn.boxes}
    for line in drawn.lines:
        numbers = [float(number) for number in re.findall(r"-?\d+", line.path)]
        for name, (x, y) in ((line.source, numbers[:2]), (line.target, numbers[-2:])):
            box = boxes[name]
            assert box.left <= x <= box.right
            assert abs(abs(y - box.y) - box.height / 2) <= 1
    assert drawn == draw_map(dict(reversed(system[0].items())), dict(reversed(system[1].items())))


def rows(drawn: Map) -> list[list[str]]:
    """Names by row."""
    found: dict[int, list[str]] = {}
    for box in drawn.boxes:
        found.setdefault(box.row, []).append(box.name)
    return [sorted(found[row]) for row in sorted(found)]


def test_who_needs_stands_above_who_is_needed() -> None:
    sizes = dict.fromkeys(("api", "orders", "stock", "users", "alone"), 100)
    counts = {("api", "orders"): 400, ("orders", "stock"): 400, ("stock", "users"): 400, ("users", "api"): 1}
    assert rows(draw_map(sizes, counts))[0] == ["api"]
    drawn = draw_map(sizes, counts)
    assert [(line.source, line.target) for line in drawn.lines if line.is_upwards] == [("users", "api")]
    assert drawn.left_out == 0


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({("a", "b"): 4, ("b", "c"): 4}, {"a": 0, "b": 1, "c": 2}),
        ({("a", "b"): 4, ("b", "a"): 4}, {"a": 0, "b": 0, "c": 1}),  # a circle lies on one level; c is alone
        ({("a", "c"): 4, ("b", "c"): 4}, {"a": 0, "b": 0, "c": 1}),
        ({}, {"a": 1, "b": 1, "c": 1}),
    ],
)
def test_levels(counts: dict[tuple[str, str], int], expected: dict[str, float]) -> None:
    assert levels(["a", "b", "c"], counts) == pytest.approx(expected, abs=0.01)


def test_each_service_has_its_strongest_line() -> None:
    names = [f"s{number:02}" for number in range(40)]
    counts = {(a, b): 9 for a in names[:12] for b in names[:12] if a != b} | dict.fromkeys(pairwise(names), 1)
    drawn = draw_map(dict.fromkeys(names, 9), counts)
    assert {name for line in drawn.lines for name in (line.source, line.target)} == set(names)
    assert drawn.left_out == len(counts) - len(drawn.lines) > 0


BOXES = (
    "(cy => JSON.stringify(cy.nodes(':orphan').map(one => one.boundingBox({includeLabels: true}))"
    ".map(({x1, x2, y1, y2}) => [x1, x2, y1, y2])))(document.getElementById('map-canvas')._cyreg.cy)"
)


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280, 1700])
def test_no_box_of_the_map_covers_another(browser: Browser, sample_report: Path, width: int) -> None:
    browser.open(sample_report / "report.html", width=width)
    browser.run("location.hash = 'map'")
    browser.settle()
    for step in range(3):  # all closed, one open, three open
        boxes = json.loads(browser.run(BOXES))
        assert len(boxes) > 8
        for a, b in combinations(boxes, 2):
            assert a[1] < b[0] or b[1] < a[0] or a[3] < b[2] or b[3] < a[2], (step, a, b)
        browser.run("document.querySelector('#map-outline > li > [aria-expanded=false]').click()")
        browser.settle()
