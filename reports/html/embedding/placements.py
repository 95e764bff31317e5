"""The chosen decomposition and its alternatives as placements that the page can show."""

from __future__ import annotations

from collections import Counter

import msgspec

from decompose.clustering.decomposition import Decomposition
from decompose.reports.html.embedding.nodes import Numbering
from decompose.reports.html.embedding.packing import Column, packed
from decompose.reports.html.layout import draw_map


class View(msgspec.Struct, frozen=True):
    """A placement.

    Attributes:
        label: what sets it apart.
        services: names, sorted; the page counts them from 1, and 0 is the shared library.
        placed: for each node the number of its service, packed.
        row, x, y, width, height: where each service is drawn, by its middle, and how large.
        couplings, spanning: how many there are.
        parts: the score's parts, weighted.
        metrics: the values of the field's metrics.
    """

    label: str
    services: list[str]
    placed: Column
    row: list[int]
    x: list[float]
    y: list[float]
    width: list[float]
    height: list[float]
    couplings: int
    spanning: int
    parts: list[float]
    metrics: list[float]


def view(numbering: Numbering, decomposition: Decomposition) -> View:
    """A decomposition as a placement."""
    placed = [0] * (len(numbering.units) + len(numbering.tables))
    for number, service in enumerate(decomposition.services, start=1):
        for unit in service.units:
            if unit in numbering.units:
                placed[numbering.units[unit]] = number
        for table in service.tables:
            if table in numbering.tables:
                placed[numbering.tables[table]] = number
    counts = Counter((found.source_service, found.target_service) for found in decomposition.couplings)
    boxes = {box.name: box for box in draw_map({s.name: s.lines for s in decomposition.services}, counts).boxes}
    ordered = [boxes[service.name] for service in decomposition.services]
    return View(
        decomposition.label,
        [service.name for service in decomposition.services],
        packed(placed),
        [box.row for box in ordered],
        [box.x for box in ordered],
        [box.y for box in ordered],
        [box.width for box in ordered],
        [box.height for box in ordered],
        len(decomposition.couplings),
        len(decomposition.spanning_transactions),
        [part.value * part.weight for part in decomposition.score.parts],
        [metric.value for metric in decomposition.metrics],
    )
