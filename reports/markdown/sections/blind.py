"""What was not seen, and what is not sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from decompose.clustering.counting import plural
from decompose.reports.analysed import Analysed
from decompose.reports.doubting import on_the_fence, tipping
from decompose.reports.markdown.marking import Links, folded, table
from decompose.reports.markdown.texts import code, prose

TITLE = "Blind spots"
_MOST_ROWS = 25


def lines(analysed: Analysed, links: Links) -> Iterator[str]:
    """Calls, statements and files that are not understood; placements that waver."""
    graph, chosen = analysed.graph, analysed.decomposition
    seen = graph.coverage
    yield f"- {plural(seen.calls_unresolved, 'call')} of which nothing is known, beside {seen.calls_internal:,} to this"
    yield f"  code and {seen.calls_external:,} to installed packages"
    if seen.statements:
        yield f"- {seen.statements_understood:,} of {plural(seen.statements, 'SQL statement')} understood;"
        yield f"  {seen.statements_dynamic:,} with a computed table name"
    if seen.files_not_parsed:
        yield f"- {plural(seen.files_not_parsed, 'file')} that no parser could read"
    if chosen.evidence_missing:
        yield f"- no evidence of: {prose(', '.join(chosen.evidence_missing))}"
    yield ""
    codes = Counter((found.severity.value, found.code) for found in graph.diagnostics)
    yield from folded(
        plural(len(graph.diagnostics), "diagnostic"),
        table(
            ("severity", "what", "how often:"),
            ((severity, code(name), f"{count:,}") for (severity, name), count in sorted(codes.items())),
        ),
    )
    yield from folded(
        "What could not be resolved, most frequent first",
        table(
            ("expression", "why", "how often:", "where"),
            (
                (code(one.expression), prose(one.reason), f"{one.count:,}", links.places(one.places))
                for one in seen.unresolved[:_MOST_ROWS]
            ),
        ),
    )
    wavering = on_the_fence(chosen)
    yield from folded(
        f"{plural(len(wavering), 'placement')} on the fence",
        table(
            ("what", "is in", "or in", "agree:", ""),
            (
                (code(one.name), code(one.service), code(one.rival), f"{one.share:.0%}", prose(tipping(one)))
                for one in wavering[:_MOST_ROWS]
            ),
        ),
    )
