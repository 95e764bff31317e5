"""The page: what was read, and its sections."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.clustering.counting import plural
from decompose.reports.analysed import Analysed
from decompose.reports.doubting import stability_line
from decompose.reports.lines.addressing import on_the_web
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


LONGEST = 500_000
"""Bytes; GitHub shows a larger file as plain text."""


def render_report(analysed: Analysed) -> str:
    """The page as text that ends with a line break; if it is too long, its longest folded parts are left out."""
    return "\n".join(_fitting(list(_lines(analysed)))).rstrip() + "\n"


def _fitting(lines: list[str]) -> Iterator[str]:
    starts = [at for at, line in enumerate(lines) if line.startswith("<details>")]
    ends = [at for at, line in enumerate(lines) if line == "</details>"]
    sizes = {
        (start, end): sum(len(line.encode(errors="backslashreplace")) for line in lines[start + 1 : end])
        for start, end in zip(starts, ends, strict=True)
    }
    over = sum(len(line.encode(errors="backslashreplace")) + 1 for line in lines) - LONGEST
    left_out: dict[int, int] = {}
    for start, end in sorted(sizes, key=lambda part: (-sizes[part], part)):
        if over <= 0:
            break
        left_out[start] = end
        over -= sizes[start, end]
    until = 0
    for at, line in enumerate(lines):
        if at >= until:
            yield line
        if at in left_out:
            until = left_out[at]
            yield from ("", "Left out, since the page would be too long to be shown; the HTML report has it.", "")


def _lines(analysed: Analysed) -> Iterator[str]:
    links = Links(on_the_web(analysed.web_base))
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
