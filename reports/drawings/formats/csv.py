"""Spreadsheets: a row for each relation of the drawing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from decompose.reports.drawings.drawing import Drawing
from decompose.reports.escaping import cell

SUFFIXES = (".csv",)


def render(drawing: Drawing) -> str:
    """All relations, heaviest first."""
    nodes = {node.id: node for node in drawing.nodes}
    group = drawing.grouped_by
    head = ["source", "source kind", f"source {group}", "target", "target kind", f"target {group}"]
    head += ["kind", "weight", "count", "confidence", "what", "places"]
    rows = []
    for link in sorted(drawing.links, key=lambda link: (-link.weight, link.source, link.target, link.kind)):
        source, target = nodes[link.source], nodes[link.target]
        ends = [source.name, source.kind, source.group, target.name, target.kind, target.group]
        places = " ".join(map(str, link.places))
        rows.append([*ends, link.kind, f"{link.weight:g}", str(link.count), link.confidence, link.about, places])
    return sheet(head, rows)


def sheet(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A file as RFC 4180 has it: commas, quotes where needed, CR LF."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([cell(value) for value in row] for row in rows)
    return stream.getvalue()
