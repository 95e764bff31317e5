"""What commands print of an analysis: golden files, widths, hostile names."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

sys.path.insert(0, str(Path(__file__).parents[1]))

import goldens
from analysed import HOSTILE

from decompose.analyzer.analysis import Analysis
from decompose.reports.lines import Screen, inked
from decompose.reports.lines.addressing import on_the_web
from terminal.golden import FOLDER, SCREENS, golden
from terminal.shown import NAMES, analysed, texts

WORST = ("x" * 10_000, "漢字" * 300, "a." * 400 + "b", "\x1b]8;;evil\x1b\\", "\u2066\u202eevil", "::error::", *HOSTILE)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
OURS = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;;[!-~]*\x1b\\")
KINDS = tuple(texts(analysed()))


@cache
def hostile() -> Analysis:
    return analysed(WORST)


def test_golden_files() -> None:
    assert not goldens.differing(FOLDER, golden()), "run `make golden` and look at the difference"


@pytest.mark.parametrize("kind", KINDS)
def test_styles_links_and_signs_change_nothing_else(kind: str) -> None:
    plain = inked(texts(analysed())[kind], Screen(80))
    screen = Screen(80, "truecolor", address=on_the_web("https://example.org"))
    styled = inked(texts(analysed())[kind], screen)
    assert "\x1b[" in styled
    assert OURS.sub("", styled) == plain
    assert inked(texts(analysed())[kind], Screen(80, encoding="ascii")).isascii()


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20, deadline=None)
@given(st.integers(40, 200), st.sampled_from(["utf-8", "ascii"]), st.booleans(), st.booleans())
def test_no_line_is_wider_than_the_screen(
    kind: str, width: int, encoding: str, is_colored: bool, is_hostile: bool
) -> None:
    found, names = (hostile(), WORST) if is_hostile else (analysed(), NAMES)
    screen = Screen(width, "256" if is_colored else None, encoding, on_the_web("https://example.org"))
    text = OURS.sub("", inked(texts(found, names)[kind], screen))
    assert not CONTROL.search(text)
    for line in text.split("\n"):
        assert cell_len(line) <= width
        assert not line.endswith(" ")
        assert not line.lstrip().startswith("::")


@pytest.mark.parametrize("width", [80, 100, 140, 200])
def test_what_matters_is_on_the_first_screen(width: int) -> None:
    lines = inked(texts(analysed())["summary"], Screen(width)).splitlines()
    first = "\n".join(lines[:24])
    for wanted in ("9 services proposed", "What stands in the way", "orders.py:3", "report.html", "decompose explain"):
        assert wanted in first
    assert lines.index("All 9 services") <= 24


@pytest.mark.parametrize("width", range(40, 200, 7))
def test_places_are_never_broken(width: int) -> None:
    """Each place that is shown can be clicked on and searched for."""
    place = "orders/management/commands/orders_of_the_day.py:4"
    if width >= len(place):
        assert place in inked(texts(analysed())["summary"], Screen(width))
        assert place in inked(texts(analysed())["explain-unit"], Screen(width))


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS.keys())
def test_every_service_is_reached(screen: Screen) -> None:
    text = inked(texts(analysed())["summary"], screen)
    shown = text[text.index("All 9 services") : text.index("Why these")]
    assert all(name[:5] in shown for name in NAMES)


def test_text_that_steers_nothing_costs_little_room() -> None:
    assert len(inked(texts(hostile(), WORST)["summary"], Screen(100))) < 30_000
