"""How large the HTML report of a code base is, and how soon it answers.

    python benchmarks/html_report.py ANALYSIS.json …

Renders each analysis, opens it in headless Chromium (Debian's package ``chromium``) and uses it: time until the page
answers, as it says itself; to open the largest service in the map; to search; to filter the couplings; to try a move.
Prints one row of Markdown for each.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "reports" / "html"))

from browser import Browser

from decompose.analyzer.documents import read_analysis
from decompose.reports.html import render_html

_RUNS = 3
_ACTIONS = ("ready", "open", "search", "filter", "try")


def main() -> None:
    """Measures each analysis that is named."""
    heads = ("code base", "units", "tables", "services", "render s", "MB", *(f"{what} ms" for what in _ACTIONS))
    print(f"| {' | '.join(heads)} |")
    print("|---" * len(heads) + "|")
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(Path(folder) / "profile")
        try:
            for name in sys.argv[1:]:
                print(_row(browser, Path(name), Path(folder) / "report.html"), flush=True)
        finally:
            browser.close()


def _row(browser: Browser, document: Path, page: Path) -> str:
    analysis = read_analysis(document)
    begun = time.perf_counter()
    page.write_text(render_html(analysis), errors="backslashreplace")
    rendered = time.perf_counter() - begun
    ready = []
    for _ in range(_RUNS):
        browser.open(page)
        ready.append(int(browser.run("document.documentElement.dataset.ready")))
    chosen = analysis.decomposition
    largest = max(chosen.services, key=lambda service: service.lines)
    other = min(chosen.services, key=lambda service: service.lines)
    opened = _timed(browser, f"document.querySelector('[aria-label=\"Open {largest.name}\"]').click()")
    searched = _timed(browser, _typed("map-search", "service"))
    filtered = (
        _timed(browser, f"{_typed('coupling-filter', 'model')}; await new Promise(go => setTimeout(go, 90))") - 90
    )
    browser.run(f"{_typed('whatif-what', largest.units[0])};{_typed('whatif-where', other.name)}")
    tried = _timed(browser, "document.querySelector('#whatif-form button').click()")
    if browser.errors:
        raise SystemExit(f"{document}: {browser.errors[0]}")
    graph = analysis.graph
    figures = (len(graph.units), len(graph.tables), len(chosen.services))
    times = (min(ready), opened, searched, filtered, tried)
    return (
        f"| {graph.name} | {' | '.join(f'{figure:,}' for figure in figures)} | {rendered:.1f} "
        f"| {page.stat().st_size / 1e6:.2f} | {' | '.join(f'{figure:.0f}' for figure in times)} |"
    )


def _typed(field: str, text: str) -> str:
    return (
        f"document.getElementById('{field}').value = '{text}';"
        f" document.getElementById('{field}').dispatchEvent(new Event('input'))"
    )


def _timed(browser: Browser, action: str) -> float:
    """Milliseconds until the action is done and drawn."""
    return float(
        browser.run(
            f"(async () => {{ const begun = performance.now(); {action};"
            " await new Promise(go => requestAnimationFrame(() => setTimeout(go, 0)));"
            " return performance.now() - begun; })()"
        )
    )


if __name__ == "__main__":
    main()
