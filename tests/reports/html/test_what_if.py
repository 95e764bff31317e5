"""The page computes what ``decompose what-if`` computes, on the sample."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from browser import Browser

from decompose.analyzer.documents import read_analysis
from decompose.clustering.editing import Move
from decompose.clustering.trying import options_of, what_if
from decompose.reports.explaining import placement

pytestmark = pytest.mark.browser
DECOMPOSE = Path(sys.executable).with_name("decompose")


@pytest.fixture
def page(browser: Browser, sample_report: Path) -> Browser:
    """The report of the sample, open."""
    browser.errors.clear()
    browser.requests.clear()
    browser.open(sample_report / "report.html")
    return browser


def tried(browser: Browser, what: str, where: str) -> dict[str, tuple[float, float]]:
    """What the page says of a move: name → before and after, as exactly as it knows."""
    browser.type("#whatif-what", what)
    browser.type("#whatif-where", where)
    browser.click("#whatif-form button[type=submit]")
    assert browser.run("document.getElementById('whatif-problem').textContent") == ""
    rows: list[list[Any]] = json.loads(
        browser.run(
            "JSON.stringify([...document.querySelectorAll('#whatif-rows tr')].map("
            "row => [row.cells[0].textContent, Number(row.dataset.before), Number(row.dataset.after)]))"
        )
    )
    return {name: (before, after) for name, before, after in rows}


@pytest.mark.parametrize(
    ("what", "where"),
    [
        ("orders.models.Order", "cart"),  # its table goes along
        ("catalog_product", "pricing"),  # its model goes along
        ("payments.*", "orders"),  # a service is left almost empty
        ("orders.checkout.Checkout", "shared"),
        ("messaging.*", "letters"),  # a new service
    ],
)
def test_the_page_says_what_the_command_says(page: Browser, sample_report: Path, what: str, where: str) -> None:
    analysis = read_analysis(sample_report / "analysis.json")
    chosen = analysis.decomposition
    expected = what_if(analysis.graph, chosen, [Move(what, where)], {}, options_of(chosen))
    shown = tried(page, what, where)
    for part in expected.score[:-1]:
        assert shown[part.name] == pytest.approx((part.before, part.after), abs=1e-9), part.name
    total = expected.total
    assert shown["score (lower is better)"] == pytest.approx((total.before, total.after), abs=1e-9)
    assert total.before != total.after
    before, after = shown["crossing couplings"]
    assert before == len(chosen.couplings)
    assert after - before == len(expected.couplings_new) - len(expected.couplings_gone)


def test_moves_are_undone_and_saved_as_pins(page: Browser) -> None:
    tried(page, "orders.models.Order", "cart")
    text = page.run("document.getElementById('whatif-toml').textContent")
    assert text.splitlines() == ["[pins]", '"orders.models.Order" = "cart"', '"orders_order" = "cart"', ""][:3]
    assert page.run("document.getElementById('showing').hidden") is False
    page.click("#whatif-undo")
    assert page.run("document.getElementById('whatif-result').hidden") is True
    assert page.run("document.getElementById('showing').hidden") is True


def test_couplings_that_are_new_and_gone_are_those_of_the_command(page: Browser, sample_report: Path) -> None:
    analysis = read_analysis(sample_report / "analysis.json")
    chosen = analysis.decomposition
    expected = what_if(analysis.graph, chosen, [Move("payments.*", "orders")], {}, options_of(chosen))
    tried(page, "payments.*", "orders")
    page.run("document.querySelectorAll('#whatif-couplings details').forEach(one => { one.open = true })")
    page.settle()
    for index, found in enumerate((expected.couplings_new, expected.couplings_gone)):
        shown = json.loads(
            page.run(
                "(held => { held.querySelectorAll(':scope > div > button').forEach(one => one.click());"
                " return JSON.stringify([...held.querySelectorAll('tbody tr')]"
                ".map(row => [...row.cells].slice(2, 5).map(cell => cell.textContent))) })"
                f"(document.querySelectorAll('#whatif-couplings details')[{index}])"
            )
        )
        assert sorted(shown) == sorted([one.kind.value.replace("_", " "), one.source, one.target] for one in found)


def test_what_is_saved_is_what_the_next_analysis_does(page: Browser, sample_report: Path, tmp_path: Path) -> None:
    for what, where in (("orders.models.Order", "cart"), ("payments.*", "wallet"), ("orders.checkout", "shared")):
        tried(page, what, where)
    text = page.run("document.getElementById('whatif-toml').textContent")
    pins = tomllib.loads(text)
    assert pins["pins"]["orders_order"] == "cart"
    assert pins["shared"] == ["orders.checkout"]
    copy = tmp_path / "copy"
    shutil.copytree(sample_report / "sample_monolith", copy, ignore=shutil.ignore_patterns("decompose.toml"))
    (copy / "decompose.toml").write_text(text)
    command = [DECOMPOSE, "analyze", copy, "--out", tmp_path, "--no-cache", "--quiet"]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    analysis = read_analysis(tmp_path / "analysis.json")
    placed = placement(analysis)
    for name, service in pins["pins"].items():
        assert placed[name] == service
    assert "orders.checkout" in analysis.decomposition.shared


def test_saved_pins_are_taken_over(page: Browser) -> None:
    tried(page, "payments.*", "wallet")
    tried(page, "orders.models.Order", "cart")
    after = page.run("document.getElementById('whatif-rows').textContent")
    text = page.run("document.getElementById('whatif-toml').textContent")
    page.click("#whatif-reset")
    page.type("#whatif-pins", f"services = 3\n{text}\n[cost.traffic]\nx = 1\n")
    page.click("#whatif-take")
    assert page.run("document.getElementById('whatif-problem').textContent") == ""
    assert page.run("document.getElementById('whatif-rows').textContent") == after
    assert page.run("document.getElementById('whatif-toml').textContent") == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "There are no lines below [pins]."),
        ("[pins]\nx = 3", 'Line 2 is no pin: "name" = "service".'),
        ('[pins]\n"nothing.like.it" = "cart"', 'Nothing is called "nothing.like.it".'),
        (
            '[pins]\n"orders_order" = "shared"',
            "The shared library owns no tables; move what maps a table to a service.",
        ),
    ],
)
def test_pins_that_cannot_be_taken_over_are_said(page: Browser, text: str, problem: str) -> None:
    page.type("#whatif-pins", text)
    page.click("#whatif-take")
    assert page.run("document.getElementById('whatif-problem').textContent") == problem


@pytest.mark.parametrize(
    ("what", "where", "problem"),
    [
        ("nothing.like.it", "cart", 'Nothing is called "nothing.like.it".'),
        ("orders_order", "shared", "The shared library owns no tables"),
        ("orders.models.Order", "a service", "A name has letters"),
        ("orders.models.Order", "", "Name a service"),
    ],
)
def test_what_cannot_be_tried_is_said(page: Browser, what: str, where: str, problem: str) -> None:
    page.type("#whatif-what", what)
    page.type("#whatif-where", where)
    page.click("#whatif-form button[type=submit]")
    assert page.run("document.getElementById('whatif-problem').textContent").startswith(problem)


def test_never_more_is_drawn_than_can_be_read(page: Browser) -> None:
    page.type("#map-lines", "600")
    page.run("for (let i = 0; i < 40; i++) document.querySelector('#map-outline [aria-expanded=false]')?.click()")
    page.settle()
    assert int(page.run("document.getElementById('map-canvas').dataset.drawn")) <= 600
    assert "Left out" in page.run("document.getElementById('map-status').textContent")
