"""Entry points, the calls by which their work goes on inside of units, and what is used besides tables."""

from __future__ import annotations

import msgspec

from decompose.extractors.graph import Edge, EdgeKind, EntryKind, ResourceKind, ResourceUse
from decompose.reports.html.embedding.nodes import Numbering
from decompose.reports.html.embedding.packing import Column, packed, steps
from decompose.reports.html.embedding.places import MOST_PLACES, Places, flat
from decompose.reports.html.embedding.symbols import Known
from decompose.reports.resources import is_shareable

ENTRY_KINDS = tuple(EntryKind)
RESOURCE_KINDS = tuple(ResourceKind)


class Entries(msgspec.Struct, frozen=True):
    """Entry points by kind and name; the symbol that handles each, and its place (near its unit).

    ``follows`` and ``followed`` are the ends of calls and events inside of one unit, or of unknown ones. ``user`` reads
    or (``does`` 1) writes tables that are no nodes, such as those of installed packages, by their number in
    ``strangers``.
    """

    kind: Column
    name: list[str]
    symbol: Column
    place: Column
    follows: Column
    followed: Column
    user: Column
    stranger: Column
    does: Column
    strangers: list[str]


class Resources(msgspec.Struct, frozen=True):
    """What named resources units use, by kind and name; packed, places as in ``Relations``."""

    kind: Column
    name: list[str]
    symbol: Column
    reads: Column
    writes: Column
    places: Column
    place: Column


def inner(numbering: Numbering) -> list[Edge]:
    """Calls and events that are no relation between different known nodes."""
    graph = numbering.material.graph
    known = numbering.units
    return [
        edge
        for edge in (*graph.edges, *graph.inner_calls)
        if edge.kind in (EdgeKind.CALLS, EdgeKind.EVENT)
        and (edge.source == edge.target or edge.source not in known or edge.target not in known)
    ]


def strange(numbering: Numbering) -> list[Edge]:
    """Reads and writes of tables that are no nodes, or by unknown units."""
    return [
        edge
        for edge in numbering.material.graph.edges
        if edge.kind in (EdgeKind.READS, EdgeKind.WRITES)
        and (edge.target not in numbering.tables or edge.source not in numbering.units)
    ]


def entries(numbering: Numbering, known: Known, places: Places) -> Entries:
    """All entry points."""
    points = sorted(numbering.material.graph.entry_points, key=lambda point: (point.kind, point.name))
    pairs = sorted(
        {
            (known.unit(edge.source_symbol, edge.source), known.unit(edge.target_symbol, edge.target))
            for edge in inner(numbering)
        }
    )
    uses = strange(numbering)
    strangers = {name: number for number, name in enumerate(sorted({edge.target for edge in uses}))}
    return Entries(
        packed(ENTRY_KINDS.index(point.kind) for point in points),
        [point.name for point in points],
        packed(known.unit(point.symbol, point.unit) for point in points),
        flat([places.pair(point.place, point.unit) for point in points]),
        packed(steps(source for source, _ in pairs)),
        packed(target for _, target in pairs),
        packed(known.unit(edge.source_symbol, edge.source) for edge in uses),
        packed(strangers[edge.target] for edge in uses),
        packed(int(edge.kind is EdgeKind.WRITES) for edge in uses),
        list(strangers),
    )


def used(numbering: Numbering) -> list[ResourceUse]:
    """The uses that can tie two services together."""
    return sorted(use for use in numbering.material.graph.resources if is_shareable(use))


def resources(numbering: Numbering, known: Known, places: Places) -> Resources:
    """The uses as columns."""
    found = used(numbering)
    return Resources(
        packed(RESOURCE_KINDS.index(use.kind) for use in found),
        [use.name for use in found],
        packed(known.unit(use.symbol, use.unit) for use in found),
        packed(int(use.reads) for use in found),
        packed(int(use.writes) for use in found),
        packed(min(len(use.places), MOST_PLACES) for use in found),
        flat([places.row(use.places, use.unit) for use in found]),
    )
