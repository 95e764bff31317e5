"""Other numbers of services."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.clustering.fronting import crossing
from decompose.reports.analysed import Analysed
from decompose.reports.markdown.marking import Links, folded, names, table
from decompose.reports.markdown.texts import prose

TITLE = "Alternatives"
_BAR = 20


def lines(analysed: Analysed, links: Links) -> Iterator[str]:
    """The chosen one among the others: few coarse to many fine services, and what crosses."""
    del links
    if not analysed.alternatives:
        return
    chosen = analysed.decomposition
    every = sorted((chosen, *analysed.alternatives), key=lambda one: (len(one.services), crossing(one)))
    largest = max(map(crossing, every)) or 1.0
    yield "Fewer services have less between them; more are smaller. None of these is beaten by another in both."
    yield ""
    yield from table(
        ("", "services:", "crosses:", "", "score:", "couplings:"),
        (
            (
                f"**{prose(one.label)}**" if one is chosen else prose(one.label),
                str(len(one.services)),
                f"{crossing(one):.1%}",
                "█" * max(1, round(_BAR * crossing(one) / largest)),
                f"{one.score.total:.3f}",
                f"{len(one.couplings):,}",
            )
            for one in every
        ),
    )
    yield from folded(
        "Their services",
        (
            f"- {prose(one.label)}: {names([service.name for service in one.services], 100)}"
            for one in every
            if one is not chosen
        ),
    )
