"""The map of services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from decompose.reports.analysed import Analysed
from decompose.reports.drawings.formats import mermaid
from decompose.reports.drawings.gathering import services_drawing
from decompose.reports.markdown.marking import Links

TITLE = "Map"
_MOST = 25
"""Pairs; more are no map any more."""


def lines(analysed: Analysed, links: Links) -> Iterator[str]:
    """The pairs that cost most to cut."""
    del links
    drawing = services_drawing(analysed)
    if not drawing.links:
        return
    shown = min(_MOST, len(drawing.links))
    of = (
        f"the {shown} of {len(drawing.links)} pairs that cost most to cut"
        if shown < len(drawing.links)
        else "all pairs"
    )
    yield f"Arrows are {of}, with their number of couplings: blue are mostly calls, red mostly data, green mostly"
    yield "events, grey mostly names and base classes."
    yield ""
    yield "```mermaid"
    named = replace(drawing, nodes=tuple(replace(node, about="") for node in drawing.nodes))
    yield mermaid.render(named, _MOST).rstrip()
    yield "```"
