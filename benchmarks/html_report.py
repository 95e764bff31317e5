"""How large the HTML report of a code base is, and how soon it answers.

    python benchmarks/html_report.py [--use] [--made UNITSxTABLES …] [ANALYSIS.json …]

Renders each analysis, opens it in headless Chromium (Debian's package ``chromium``) and uses it: time until the page
answers, as it says itself (the median of five); to open the largest service in the map; to search; to filter the
couplings; to try a move; to switch to an alternative, until all sections follow. Prints one row of Markdown for each.

``--made 1500x500`` measures a code base that is made up, of so many units and tables. ``--use`` also uses everything
there is, as the tests do with the sample, and stops at an error or a request.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "reports" / "html"))

from browser import Browser
from using import use_everything

from decompose.analyzer.analysis import SCHEMA_VERSION, Analysis
from decompose.analyzer.documents import read_analysis
from decompose.clustering.options import ClusteringOptions
from decompose.clustering.proposing import propose
from decompose.extractors.graph import (
    Coverage,
    DependencyGraph,
    Edge,
    EdgeKind,
    EntryKind,
    EntryPoint,
    Table,
    TransactionScope,
    Unit,
    UnitKind,
)
from decompose.extractors.places import Place
from decompose.recommenders.costs.estimating import estimate
from decompose.recommenders.design import design
from decompose.recommenders.planning import plan_migration
from decompose.recommenders.recommending import recommend
from decompose.reports.html import render_html

_RUNS = 5
_ACTIONS = ("ready", "open", "search", "filter", "try", "switch")


def main() -> None:
    """Measures each analysis that is named or made."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--use", action="store_true")
    parser.add_argument("--made", action="append", default=[])
    parser.add_argument("analyses", nargs="*", type=Path)
    arguments = parser.parse_args()
    heads = ("code base", "units", "tables", "services", "render s", "MB", *(f"{what} ms" for what in _ACTIONS))
    print(f"| {' | '.join(heads)} |")
    print("|---" * len(heads) + "|")
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(Path(folder) / "profile")
        try:
            for size in arguments.made:
                units, _, tables = size.partition("x")
                print(_row(browser, made_up(int(units), int(tables)), Path(folder), arguments.use), flush=True)
            for file in arguments.analyses:
                print(_row(browser, read_analysis(file), Path(folder), arguments.use), flush=True)
        finally:
            browser.close()


def made_up(units: int, tables: int) -> Analysis:
    """An analysis of contexts of thirty units each, in files of five, with calls within and between."""
    context = 30

    def named(number: int) -> str:
        return f"shop.context{number // context}.module{number // 5}.Unit{number}"

    def place(number: int, line: int) -> Place:
        return Place(f"shop/context{number // context}/module{number // 5}.py", 40 * (number % 5) + line)

    def near(number: int, salt: int) -> int:
        """Mostly in the same context, sometimes elsewhere."""
        spread = (number * 7919 + salt * 104729) % 100
        base = number - number % context if spread < 85 else (number * 31 + salt * 997) % units
        return min(units - 1, base + (number * 13 + salt * 17) % context)

    edges = {}
    for number in range(units):
        for salt in range(6):
            other = near(number, salt)
            symbol, called = f"{named(number)}.does{salt}", f"{named(other)}.does{(salt + 1) % 6}"
            if other != number:
                key = (EdgeKind.CALLS, symbol, called)
                edges[key] = Edge(
                    *key[:1], named(number), named(other), symbol, called, 1.0 + salt % 3, places=(place(number, salt),)
                )
        for salt, kind in enumerate((EdgeKind.READS, EdgeKind.WRITES)):
            table = f"table_{near(number, salt) * tables // units}"
            symbol = f"{named(number)}.does{salt}"
            edges[kind, symbol, table] = Edge(kind, named(number), table, symbol, table, places=(place(number, 9),))
    scopes = tuple(
        TransactionScope(
            f"{named(number)}.does1", named(number), place(number, 8),
            writes=tuple(sorted({f"table_{near(number, salt) * tables // units}" for salt in (1, 2)})),
        )
        for number in range(0, units, 10)
    )  # fmt: skip
    entries = tuple(
        EntryPoint(f"GET /unit/{number}", EntryKind.HTTP, named(number), named(number), place(number, 1))
        for number in range(0, units, 5)
    )
    graph = DependencyGraph(
        name=f"made up, {units} x {tables}",
        units=tuple(
            sorted(
                Unit(named(n), UnitKind.CLASS, place(n, 0).path, place(n, 1).line, place(n, 39).line, 39)
                for n in range(units)
            )
        ),
        tables=tuple(sorted((Table(f"table_{number}") for number in range(tables)), key=lambda table: table.name)),
        entry_points=tuple(sorted(entries)),
        edges=tuple(sorted(edges.values())),
        transactions=tuple(sorted(scopes)),
        coverage=Coverage(files=units // 5, files_analysed=units // 5, lines=40 * units),
    )
    proposal = propose(graph, ClusteringOptions())
    architecture = design(graph, proposal.chosen)
    advice = recommend(graph, proposal.chosen, architecture)
    plan = plan_migration(graph, proposal.chosen, advice)
    return Analysis(
        SCHEMA_VERSION, "0", graph, proposal.chosen, proposal.why, proposal.alternatives, advice, plan, architecture,
        estimate(architecture),
    )  # fmt: skip


def _row(browser: Browser, analysis: Analysis, folder: Path, is_used: bool) -> str:
    page = folder / "report.html"
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
    switched = _timed(
        browser, f"document.querySelector('button[data-view]:not([data-view=\"0\"])')?.click(); {_FOLLOWED}"
    )
    if is_used:
        browser.requests.clear()
        use_everything(browser)
    asked = [one for one in browser.requests if not one.startswith(("file:", "blob:"))]
    if browser.errors or asked:
        raise SystemExit(f"{analysis.graph.name}: {[*browser.errors, *asked][0]}")
    graph = analysis.graph
    figures = (len(graph.units), len(graph.tables), len(chosen.services))
    times = (statistics.median(ready), opened, searched, filtered, tried, switched)
    return (
        f"| {graph.name} | {' | '.join(f'{figure:,}' for figure in figures)} | {rendered:.1f} "
        f"| {page.stat().st_size / 1e6:.2f} | {' | '.join(f'{figure:.0f}' for figure in times)} |"
    )


_FOLLOWED = (
    "await new Promise(go => { const look = () =>"
    " document.documentElement.dataset.followed ? go() : setTimeout(look, 1); setTimeout(look, 1) })"
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
