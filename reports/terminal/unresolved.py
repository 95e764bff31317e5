"""What could not be told from the code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from decompose.extractors.graph import Coverage
from decompose.reports.analysed import Analysed
from decompose.reports.lines import Block, at, line, words
from decompose.reports.terminal.more import more

_MOST = 3


def unresolved_rows(analysed: Analysed) -> tuple[str, list[Block]]:
    """The title of the section, and what is missing."""
    coverage = analysed.graph.coverage
    rows = [line(text, indent=2) for text in _texts(coverage)]
    problems = [found for found in analysed.graph.diagnostics if found.severity.value == "error"]
    found: list[Block] = [*rows]
    for problem in problems[:_MOST]:
        told = words(f": {problem.severity.value}: {problem.message} [{problem.code}]", "yellow")
        found.append(line(at(problem.place, style="yellow"), told, indent=2))
    return "Not resolved", found + more(len(problems), _MOST)


def _texts(coverage: Coverage) -> Iterator[str]:
    reasons: Counter[str] = Counter()
    for group in coverage.unresolved:
        reasons[group.reason] += group.count
    if coverage.calls_unresolved:
        listed = ", ".join(f"{count:,} {reason}" for reason, count in reasons.most_common(3))
        yield f"{coverage.calls_unresolved:,} calls{f': {listed}' if listed else ''}"
    if coverage.calls_guessed:
        yield f"{coverage.calls_guessed:,} of them have a likely callee, by the method's name"
    if coverage.statements:
        text = f"{coverage.statements:,} SQL calls: {coverage.statements_understood:,} understood"
        text += f", {coverage.statements_dynamic:,} with a computed table name"
        lost = coverage.statements - coverage.statements_understood - coverage.statements_dynamic
        yield text + (f", {lost:,} not understood" if lost > 0 else "")
    if coverage.roles:
        counted = ", ".join(f"{count:,} {role}" for role, count in coverage.roles.items())
        yield f"left out of the clustering: {counted} files"
