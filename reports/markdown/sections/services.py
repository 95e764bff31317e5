"""The services in a table."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Service
from decompose.reports.analysed import Analysed
from decompose.reports.markdown.marking import NONE, Links, folded, names, table
from decompose.reports.markdown.texts import code, prose
from decompose.reports.sections.cards import cards

TITLE = "Services"
_MOST_LISTED = 40


def lines(analysed: Analysed, links: Links) -> Iterator[str]:
    """Sizes, couplings, where they would run; behind it what they hold."""
    del links
    found = cards(analysed)
    titles = (
        "service",
        "lines:",
        "share:",
        "units:",
        "tables:",
        "entry points:",
        "cohesion:",
        "in:",
        "out:",
        "runs on",
    )
    yield from table(
        titles,
        (
            (
                code(card.service.name),
                f"{card.service.lines:,}",
                f"{card.share:.0%}",
                f"{len(card.service.units):,}",
                f"{len(card.service.tables):,}",
                f"{len(card.service.entry_points):,}",
                f"{card.service.cohesion:.2f}",
                f"{card.arriving:,}",
                f"{card.leaving:,}",
                prose(", ".join(card.compute)) or NONE,
            )
            for card in found
        ),
    )
    shared = analysed.decomposition.shared
    if shared:
        yield f"{plural(len(shared), 'unit')} are a shared library: shipped as a package, not called over a network."
        yield ""
    score = analysed.decomposition.score
    parts = ", ".join(f"{part.name} {part.value * part.weight:.3f}" for part in score.parts)
    yield f"*In* and *out* count couplings. Score {score.total:.3f}, lower is better: {prose(parts)}."
    yield ""
    yield from folded(
        "What each service holds",
        (_held(card.service) for card in found),
    )


def _held(service: Service) -> str:
    tables, units = names(service.tables, _MOST_LISTED), names(service.units, _MOST_LISTED // 4)
    return f"- {code(service.name)}: tables {tables}; units {units}"
