"""Queries and calls that loops repeat."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.reports.analysed import Analysed
from decompose.reports.explaining import placement
from decompose.reports.markdown.marking import Links, folded, table
from decompose.reports.markdown.texts import code, prose
from decompose.reports.repetition import in_words, repeated_queries
from decompose.reports.sections.entries import chatty_calls

TITLE = "Chatty paths"
_MOST_ROWS = 30


def lines(analysed: Analysed, links: Links) -> Iterator[str]:
    """Calls that would cross the network most often, and queries that run once a row."""
    calls = chatty_calls(analysed)
    if calls:
        yield f"{len(calls):,} calls over a boundary stand in loops or in several places; those that run most often:"
        yield ""
    yield from table(
        ("function", "calls", "of", "about as often as:", "where"),
        (
            (
                code(one.source),
                code(one.target),
                code(one.target_service),
                f"{one.weight:g}",
                links.places(one.places),
            )
            for one in calls[:12]
        ),
    )
    repeated = repeated_queries(analysed.graph, placement(analysed))
    yield from folded(
        f"{len(repeated):,} queries that loops repeat",
        table(
            ("function", "what it repeats", "where"),
            ((code(one.symbol), prose(in_words(one)), links.place(one.loop)) for one in repeated[:_MOST_ROWS]),
        ),
    )
