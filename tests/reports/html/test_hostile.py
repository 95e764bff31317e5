"""Hostile text in every field of an analysis: nothing of it is executed, and the layout holds."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from browser import Browser
from hostile import CANARY, Poisoner
from using import use_everything

from decompose.analyzer.documents import decode, encode, read_analysis
from decompose.extractors.places import Place
from decompose.reports.html import folding, render_html

pytestmark = pytest.mark.browser
_WIDE = """
(() => { const wide = [];
for (const one of document.querySelectorAll('main *')) {
  if (one.closest('svg, #map-canvas, .scroll, [hidden], nav')) continue;
  const seen = one.getBoundingClientRect();
  if (seen.width && seen.right > innerWidth + 1) wide.push(one.outerHTML.slice(0, 150));
}
return JSON.stringify(wide.slice(0, 5)) })()
"""


def poisoned(report: Path, *, fills: bool, address: str) -> str:
    """The report of an analysis with poison in all of its texts."""
    analysis = Poisoner(fills=fills).value(read_analysis(report / "analysis.json"))
    analysis = msgspec.structs.replace(analysis, web_base=address, alternatives=analysis.alternatives[:2])
    assert decode(encode(analysis), "it").graph == analysis.graph
    return render_html(analysis)


@pytest.mark.parametrize(
    ("fills", "address", "width"),
    [(False, f"javascript:{CANARY}//", 1280), (True, f"https://example.org/\"onclick='{CANARY}'>", 390)],
)
def test_hostile_text_in_every_field_is_text(
    browser: Browser,
    sample_report: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fills: bool,
    address: str,
    width: int,
) -> None:
    monkeypatch.setattr(folding, "MOST_WRITTEN", 3)
    page = tmp_path / "report.html"
    page.write_text(poisoned(sample_report, fills=fills, address=address))
    browser.errors.clear()
    browser.requests.clear()
    watch = "globalThis.canary = () => { globalThis.bitten = true }"
    added = browser.ask("Page.addScriptToEvaluateOnNewDocument", source=watch)["identifier"]
    try:
        elements = "document.querySelectorAll('script, style, img, iframe, object, embed, link, base, form').length"
        browser.open(sample_report / "report.html", width=width)
        before = browser.run(elements)
        browser.requests.clear()
        browser.open(page, width=width)
        assert browser.run(elements) == before
        use_everything(browser)
        assert browser.run(elements) == before
        assert browser.run("globalThis.bitten") is None
        assert not browser.errors
        assert {one for one in browser.requests if not one.startswith("blob:")} == {page.as_uri()}
        handlers = (
            "[...document.querySelectorAll('*')].some(one => [...one.attributes].some(a => a.name.startsWith('on')))"
        )
        assert browser.run(handlers) is False
        links = browser.run("[...document.querySelectorAll('a')].map(one => one.protocol)")
        assert set(links) <= {"file:", "https:"}
        browser.run("document.querySelectorAll('details').forEach(one => { one.open = true })")
        browser.settle()
        assert browser.run("document.documentElement.scrollWidth") <= width
        assert json.loads(browser.run(_WIDE)) == []
    finally:
        browser.ask("Page.removeScriptToEvaluateOnNewDocument", identifier=added)


def test_names_that_are_no_unicode_are_shown(browser: Browser, sample_report: Path, tmp_path: Path) -> None:
    analysis = read_analysis(sample_report / "analysis.json")
    units = tuple(msgspec.structs.replace(unit, path=f"\udcff{unit.path}") for unit in analysis.graph.units)
    edges = tuple(
        msgspec.structs.replace(edge, places=tuple(Place(f"\udcff{p.path}", p.line) for p in edge.places))
        for edge in analysis.graph.edges
    )
    graph = msgspec.structs.replace(analysis.graph, units=units, edges=edges)
    page = tmp_path / "report.html"
    page.write_bytes(render_html(msgspec.structs.replace(analysis, graph=graph)).encode(errors="backslashreplace"))
    browser.open(page)
    shown = browser.run("document.querySelector('#coupling-table tbody .places').textContent")
    assert shown.startswith("\\udcff")
