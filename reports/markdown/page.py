"""The page: what was read, and its sections."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.recommenders.profile import plural
from decompose.reports.analysed import Analysed
from decompose.reports.doubting import stability_line
from decompose.reports.html.embedding.document import web_base
from decompose.reports.markdown.marking import Links
from decompose.reports.markdown.sections import (
    alternatives,
    blind,
    couplings,
    data,
    decisions,
    entries,
    loops,
    map_,
    order,
    services,
    splits,
    targets,
    transactions,
)
from decompose.reports.markdown.texts import prose, told

SECTIONS = (
    services,
    decisions,
    map_,
    couplings,
    data,
    transactions,
    loops,
    splits,
    entries,
    order,
    targets,
    alternatives,
    blind,
)


def render_report(analysed: Analysed) -> str:
    """The page as text that ends with a line break."""
    return "\n".join(_lines(analysed)).rstrip() + "\n"


def _lines(analysed: Analysed) -> Iterator[str]:
    links = Links(web_base(analysed))
    yield f"# Services for {prose(analysed.graph.name)}"
    yield ""
    yield from _summary(analysed)
    for section in SECTIONS:
        lines = list(section.lines(analysed, links))
        if lines:
            yield f"## {section.TITLE}"
            yield ""
            yield from lines
            if lines[-1]:
                yield ""
    yield f"<sub>decompose {prose(analysed.tool)}; the figures are those of `analysis.json`.</sub>"


def _summary(analysed: Analysed) -> Iterator[str]:
    graph, chosen = analysed.graph, analysed.decomposition
    coverage = graph.coverage
    calls = coverage.calls_internal + coverage.calls_external + coverage.calls_unresolved
    known = 1 - coverage.calls_unresolved / calls if calls else 1.0
    read = f"{coverage.lines:,} lines in {plural(coverage.files_analysed, 'file')}"
    holds = f"{plural(len(graph.tables), 'table')} and {plural(len(graph.entry_points), 'entry point')}"
    with_ = f", written with {prose(', '.join(graph.frameworks))}" if graph.frameworks else ""
    yield f"{read}, {holds}{with_}; {known:.0%} of {calls:,} calls are resolved ([what is not](#blind-spots))."
    yield ""
    crossing = plural(len(chosen.couplings), "coupling")
    yield f"**{plural(len(chosen.services), 'service')}** are proposed; {crossing} would cross their boundaries."
    yield told(analysed.why[:1].upper() + analysed.why[1:]) + ("" if analysed.why.endswith(".") else ".")
    yield ""
    line = stability_line(chosen)
    if line:
        yield f"{prose(line[:1].upper() + line[1:])}."
        yield ""
