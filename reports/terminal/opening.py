"""What an architect wants first, on one screen: what was read, what is proposed, what stands in the way, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shlex import quote

from decompose.clustering.counting import plural
from decompose.reports.analysed import Analysed
from decompose.reports.doubting import on_the_fence
from decompose.reports.lines import Block, Line, Piece, heading, line, words
from decompose.reports.lines.blocks import BLANK
from decompose.reports.lines.cutting import few
from decompose.reports.terminal.obstacles import obstacles
from decompose.reports.terminal.services import largest, services_table

MOST_SERVICES = 7
"""As many are listed whole; of more, the largest."""
_LARGEST = 4
_MOST_OBSTACLES = 4
_FEW_FRAMEWORKS = 3


def opening(analysed: Analysed, source: str, files: Sequence[Piece]) -> Iterator[Block]:
    """The first screen.

    Args:
        analysed: the results.
        source: what was analysed, as other commands take it.
        files: what was written, the one to open first.
    """
    yield _read(analysed)
    yield _proposed(analysed)
    yield BLANK
    yield from _services(analysed)
    found = obstacles(analysed)[:_MOST_OBSTACLES]
    if found:
        yield BLANK
        yield heading("What stands in the way")
        yield from found
    yield BLANK
    yield from _pointers(analysed, source, files)


def _read(analysed: Analysed) -> Line:
    coverage = analysed.graph.coverage
    calls = coverage.calls_internal + coverage.calls_external + coverage.calls_unresolved
    known = 1 - coverage.calls_unresolved / calls if calls else 1.0
    frameworks = f" ({few(analysed.graph.frameworks, _FEW_FRAMEWORKS)})" if analysed.graph.frameworks else ""
    counts = (
        f": {plural(coverage.lines, 'line')} in {plural(coverage.files_analysed, 'file')}, "
        f"{plural(coverage.functions, 'function')}, {plural(len(analysed.graph.tables), 'table')}, "
        f"{plural(len(analysed.graph.entry_points), 'entry point')}; "
        f"{known:.0%} of {plural(calls, 'call')} resolved{frameworks}"
    )
    told: list[str | Piece] = [words(analysed.graph.name, "bold"), counts]
    if coverage.files_not_parsed:
        told.append(words(f"; {plural(coverage.files_not_parsed, 'file')} could not be parsed", "yellow"))
    return line(*told)


def _proposed(analysed: Analysed) -> Line:
    chosen = analysed.decomposition
    told: list[str | Piece] = [f"{plural(len(chosen.services), 'service')} proposed, score {chosen.score.total:.3f}"]
    if chosen.stability.runs:
        told.append(f", stability {chosen.stability.agreement:.2f}")
        wavering = len(on_the_fence(chosen))
        told.append(f", {plural(wavering, 'placement')} on the fence" if wavering else "")
    return line(*told)


def _services(analysed: Analysed) -> Iterator[Block]:
    services = largest(analysed)
    if len(services) <= MOST_SERVICES:
        yield services_table(analysed, services, "service")
        return
    yield services_table(analysed, services[:_LARGEST], "largest services")
    rest = services[_LARGEST:]
    total = sum(found.lines for found in services) or 1
    share = sum(found.lines for found in rest) / total
    yield line(f"and {len(rest):,} more with {share:.0%} of the lines, listed below", indent=2, style="dim")


def _pointers(analysed: Analysed, source: str, files: Sequence[Piece]) -> Iterator[Block]:
    if files:
        yield line(words("report  ", "bold"), files[0], hang=8)
    services = largest(analysed)
    if services:
        told = f"decompose explain {quote(services[0].name)} {quote(source)}"
        yield line(words("next    ", "bold"), told, hang=8)
