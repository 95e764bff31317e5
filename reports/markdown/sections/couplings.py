"""What crosses the boundaries: by pair of services, and the worst one by one."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.clustering.coupling import severity
from decompose.extractors.places import Confidence
from decompose.reports.analysed import Analysed
from decompose.reports.markdown.marking import NONE, Links, folded, rest, table
from decompose.reports.markdown.texts import code, prose
from decompose.reports.migration.wording import tallied
from decompose.reports.phrasing import verb
from decompose.reports.sections.pairs import pairs

TITLE = "Couplings"
_MOST_PAIRS = 60
_OPEN_PAIRS = 15
_MOST_COUPLINGS = 30


def lines(analysed: Analysed, links: Links) -> Iterator[str]:
    """The pairs that cost most, then the couplings that do."""
    found = pairs(analysed)
    if not found:
        return
    yield "What one service has with another, the costliest to cut first (a call costs 1, a write 5, a transaction 8;"
    yield "times how often it runs, times how sure it is)."
    yield ""
    titles = ("from", "to", "cost:", "couplings", "proposed")
    rows = [
        (
            code(pair.source),
            code(pair.target),
            f"{pair.severity:,.0f}",
            tallied(pair.kinds),
            prose("; ".join(dict.fromkeys(advice.target for advice in pair.advice))) or NONE,
        )
        for pair in found[:_MOST_PAIRS]
    ]
    yield from table(titles, rows[:_OPEN_PAIRS])
    yield from folded(f"{len(rows) - _OPEN_PAIRS} more pairs", table(titles, rows[_OPEN_PAIRS:]))
    yield from rest(len(rows), len(found), "pairs")
    couplings = analysed.decomposition.couplings
    yield "### The worst couplings"
    yield ""
    yield from table(
        ("coupling", "from → to", "cost:", "where"),
        (
            (
                f"{code(one.source)} {verb(one.kind.value)} {code(one.target)}",
                f"{code(one.source_service)} → {code(one.target_service)}",
                f"{severity(one):,.0f}",
                links.places(one.places) + _doubt(one.confidence),
            )
            for one in couplings[:_MOST_COUPLINGS]
        ),
    )
    yield from rest(_MOST_COUPLINGS, len(couplings), "couplings")


def _doubt(confidence: Confidence) -> str:
    return "" if confidence is Confidence.EXACT else f" ({confidence.value})"
