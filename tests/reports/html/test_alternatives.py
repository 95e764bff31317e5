"""With an alternative chosen, the page says what the report would say if that one were recommended."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from browser import Browser
from using import wait_until_followed

from decompose.analyzer.analysis import Analysis
from decompose.analyzer.documents import read_analysis
from decompose.clustering.decomposition import Decomposition
from decompose.extractors.graph import EdgeKind
from decompose.reports.sections.cards import cards
from decompose.reports.sections.entries import chatty_calls, entries
from decompose.reports.sections.matrix import matrix
from decompose.reports.sections.pairs import pairs
from decompose.reports.sections.splits import split_modules

pytestmark = pytest.mark.browser
ALTERNATIVES = range(1, 5)
_TEXTS = "one => one.textContent.trim()"


@pytest.fixture(scope="module")
def analysis(sample_report: Path) -> Analysis:
    """That of the sample."""
    return read_analysis(sample_report / "analysis.json")


def shown(browser: Browser, report: Path, view: int) -> None:
    """Opens the report and chooses a view."""
    browser.errors.clear()
    browser.open(report / "report.html")
    browser.click(f"button[data-view='{view}']")
    wait_until_followed(browser)


def rows(browser: Browser, label: str) -> list[list[str]]:
    """The cells of the table of this name; nothing if there is none."""
    found = browser.run(
        "(table => { if (!table) return '[]';"
        " table.closest('div').parentElement.querySelector(':scope > button')?.click();"
        f" return JSON.stringify([...table.tBodies[0].rows].map(row => [...row.cells].map({_TEXTS}))) }})"
        f"(document.querySelector('table[aria-label={json.dumps(label)}]'))"
    )
    listed: list[list[str]] = json.loads(found)
    return listed


def texts(browser: Browser, selector: str) -> list[str]:
    """What the elements say."""
    found: list[str] = json.loads(
        browser.run(f"JSON.stringify([...document.querySelectorAll({json.dumps(selector)})].map({_TEXTS}))")
    )
    return found


@pytest.mark.parametrize("view", ALTERNATIVES)
def test_all_sections_follow_an_alternative(
    browser: Browser, sample_report: Path, analysis: Analysis, view: int
) -> None:
    chosen = analysis.alternatives[view - 1]
    as_if: Any = msgspec.structs.replace(analysis, decomposition=chosen)
    shown(browser, sample_report, view)
    assert rows(browser, "Services as shown") == [
        [
            card.service.name,
            f"{card.service.lines:,}",
            *(f"{len(held):,}" for held in (card.service.units, card.service.tables)),
            f"{_entries(analysis, card.service.units):,}",
            f"{card.service.cohesion:.2f}",
            f"{card.arriving:,}",
            f"{card.leaving:,}",
        ]
        for card in cards(as_if)
    ]
    assert texts(browser, "#coupling-status") == [
        f"Showing {len(chosen.couplings):,} of {len(chosen.couplings):,} couplings."
    ]
    first = [row[:5] for row in rows(browser, "Couplings")]
    assert first == [
        [
            *map(_named, (one.source_service, one.target_service)),
            one.kind.value.replace("_", " "),
            one.source,
            one.target,
        ]
        for one in chosen.couplings[: len(first)]
    ]
    counts = ("map", len(chosen.services)), ("couplings", len(chosen.couplings)), ("splits", len(split_modules(as_if)))
    for section, number in counts:
        assert texts(browser, f"nav a[href='#{section}'] .count") == [f"{number:,}"]
    data_follows(browser, chosen, as_if)
    rest_follows(browser, as_if)
    assert not browser.errors


def data_follows(browser: Browser, chosen: Decomposition, as_if: Any) -> None:
    """The section on data."""
    contested = [use for use in chosen.table_uses if len(use.writers) > 1]
    assert [row[:3] for row in rows(browser, "Tables that several services write, as shown")] == [
        [use.table, use.owner, ", ".join(sorted(_named(name) for name in use.writers if name != use.owner))]
        for use in contested
    ]
    spanning = rows(browser, "Transactions that would span services, as shown")
    assert spanning == [
        [found.symbol, ", ".join(found.services), ", ".join(found.tables), str(found.place)]
        for found in chosen.spanning_transactions
    ]
    keys = [one for one in chosen.couplings if one.kind is EdgeKind.FOREIGN_KEY]
    assert [row[:4] for row in rows(browser, "Foreign keys to cut, as shown")] == [
        [one.source, one.source_service, one.target, one.target_service] for one in keys
    ]
    expected = matrix(as_if)
    cells = json.loads(
        browser.run(
            "JSON.stringify([...document.querySelectorAll('#data table.matrix tbody tr')]"
            f".map(row => [...row.cells].map({_TEXTS})))"
        )
    )
    assert cells == [[row.table, str(row.hands), *row.cells] for row in expected.rows]


def rest_follows(browser: Browser, as_if: Any) -> None:
    """Pairs, modules to split, entry points."""
    summaries = texts(browser, "[data-follows=pairs] .boxes > details > summary")
    expected = pairs(as_if)
    assert [re.sub(r" (\d+) coupling.*", r" \1", line) for line in summaries if "→" in line] == [
        f"{_named(pair.source)} → {_named(pair.target)} {pair.couplings}" for pair in expected[:40]
    ]
    assert [line.split(" ")[0] for line in texts(browser, "#splits .boxes > details > summary")] == [
        split.path for split in split_modules(as_if)
    ]
    browser.run("document.querySelectorAll('#entries .boxes > details').forEach(one => one.open = true)")
    browser.settle()
    for service, points in entries(as_if):
        found = rows(browser, f"Entry points of {_named(service)}")
        assert sorted(row[:6] for row in found) == sorted(
            [
                row.point.kind.value,
                row.point.name,
                row.point.symbol,
                str(row.reads),
                str(row.writes),
                f"{len(row.services)} services" if len(row.services) > 6 else ", ".join(row.services),
            ]
            for row in points
        )
    chatty = [[one.source, one.target, f"{one.weight:.0f}"] for one in chatty_calls(as_if)]
    assert sorted(row[2:5] for row in rows(browser, "Chatty calls, as shown")) == sorted(chatty)


@pytest.mark.parametrize("view", ALTERNATIVES)
def test_the_score_of_an_alternative_is_that_of_the_analysis(
    browser: Browser, sample_report: Path, analysis: Analysis, view: int
) -> None:
    chosen = analysis.alternatives[view - 1]
    shown(browser, sample_report, view)
    found = json.loads(
        browser.run(
            "JSON.stringify([...document.querySelectorAll('#glossary [data-value]')]"
            ".map(one => Number(one.dataset.value)))"
        )
    )
    expected = [value for part in chosen.score.parts for value in (part.value, part.value * part.weight)]
    assert found == pytest.approx([*expected, chosen.score.total], abs=1e-9)
    values = {row[0]: float(row[1]) for row in rows(browser, "Metrics as shown")}
    assert values == pytest.approx({metric.name: metric.value for metric in chosen.metrics}, rel=1e-3)


def test_it_is_always_told_what_is_shown(browser: Browser, sample_report: Path, analysis: Analysis) -> None:
    shown(browser, sample_report, 1)
    chosen = analysis.alternatives[0]
    said = browser.run("document.getElementById('showing-what').textContent")
    assert said.startswith(
        f"Shown: alternative “{chosen.label}”, {len(chosen.services)} services, score {chosen.score.total:.3f}"
    )
    services = texts(browser, "#map-outline > li > .name")
    assert services == [service.name for service in chosen.services]
    stays = "[...document.querySelectorAll('.stays')].map(one => [one.closest('section').id, one.hidden])"
    noted = dict(browser.run(stays))
    assert noted == {"summary": False, "alternatives": False, "plan": False, "targets": False}
    browser.click("#plan .stays button")
    wait_until_followed(browser)
    assert set(dict(browser.run(stays)).values()) == {True}
    assert browser.run("document.getElementById('showing').hidden") is True
    assert rows(browser, "Services as shown") == []
    assert rows(browser, "Who touches which table")


def _entries(analysis: Analysis, units: tuple[str, ...]) -> int:
    return sum(point.unit in units for point in analysis.graph.entry_points)


def _named(service: str) -> str:
    return "shared library" if service == "shared" else service
