"""Spreadsheets: every crossing coupling in a row, with what it costs and what is proposed for its pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from decompose.clustering.coupling import severity
from decompose.reports.analysed import Analysed
from decompose.reports.drawings.formats.csv import sheet
from decompose.reports.sections.pairs import pairs

FILE = "couplings.csv"
SUFFIXES = (".csv",)
_HEAD = (
    "fingerprint",
    "source service",
    "target service",
    "kind",
    "source",
    "target",
    "weight",
    "cost",
    "confidence",
    "path",
    "line",
    "places",
    "all places",
    "proposed for the pair",
)
_MOST_PLACES = 20


def render(analysed: Analysed) -> str:
    """All couplings, those that cost most first."""
    return sheet(_HEAD, _rows(analysed))


def _rows(analysed: Analysed) -> Iterator[tuple[str, ...]]:
    proposed: dict[tuple[str, str], str] = defaultdict(str)
    for pair in pairs(analysed):
        proposed[pair.source, pair.target] = "; ".join(dict.fromkeys(advice.target for advice in pair.advice))
    for found in analysed.decomposition.couplings:
        first = found.places[0] if found.places else None
        yield (
            found.fingerprint,
            found.source_service,
            found.target_service,
            found.kind.value,
            found.source,
            found.target,
            f"{found.weight:g}",
            f"{severity(found):g}",
            found.confidence.value,
            first.path if first else "",
            str(first.line) if first else "",
            str(len(found.places)),
            " ".join(map(str, found.places[:_MOST_PLACES])),
            proposed[found.source_service, found.target_service],
        )
