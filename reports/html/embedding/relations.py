"""Relations between nodes, and the transactions: what crosses a boundary follows from them for any placement."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from decompose.clustering.evidence.material import TABLE_TO_TABLE, UNIT_TO_UNIT
from decompose.extractors.graph import Edge, EdgeKind
from decompose.extractors.places import Confidence, Place
from decompose.reports.html.embedding.nodes import Numbering
from decompose.reports.html.embedding.packing import packed, steps

KINDS = tuple(kind for kind in EdgeKind if kind not in {EdgeKind.HANDLES, EdgeKind.TRANSACTION})
CONFIDENCES = tuple(Confidence)


class Relations(msgspec.Struct, frozen=True):
    """One row for each (source, target, kind), all packed.

    Attributes:
        source: as steps.
        target: as it is.
        kind: number in ``KINDS``.
        confidence: the best, as number in ``CONFIDENCES``.
        weight: tenths.
        count: how many relations of symbols it stands for.
        module, line: the first place: number of the module, 0 for that of the source; line.
    """

    source: str
    target: str
    kind: str
    confidence: str
    weight: str
    count: str
    module: str
    line: str


class Scopes(msgspec.Struct, frozen=True):
    """Transactions that write tables: the function, its unit, the tables, and the place."""

    symbol: list[str]
    unit: list[int]
    tables: list[list[int]]
    module: list[int]
    line: list[int]


def relations(numbering: Numbering) -> Relations:
    """All relations between different nodes, sorted."""
    gathered: dict[tuple[int, int, int], list[Edge]] = {}
    for edge in numbering.material.edges:
        if edge.kind is not EdgeKind.TRANSACTION:
            source = (numbering.tables if edge.kind in TABLE_TO_TABLE else numbering.units)[edge.source]
            target = (numbering.units if edge.kind in UNIT_TO_UNIT else numbering.tables)[edge.target]
            gathered.setdefault((source, target, KINDS.index(edge.kind)), []).append(edge)
    rows = sorted(gathered)
    edges = [gathered[row] for row in rows]
    places = [_place(numbering, held) for held in edges]
    return Relations(
        packed(steps(source for source, _, _ in rows)),
        packed(target for _, target, _ in rows),
        packed(kind for _, _, kind in rows),
        packed(min(CONFIDENCES.index(edge.confidence) for edge in held) for held in edges),
        packed(round(10 * sum(max(0.0, edge.weight) for edge in held)) for held in edges),
        packed(len(held) for held in edges),
        packed(module for module, _ in places),
        packed(line for _, line in places),
    )


def _place(numbering: Numbering, edges: Iterable[Edge]) -> tuple[int, int]:
    """The first place of the surest of them."""
    held = [edge for edge in edges if edge.places]
    if not held:
        return 0, 0
    edge = min(held, key=lambda edge: CONFIDENCES.index(edge.confidence))
    return numbered(numbering, edge.places[0], edge)


def numbered(numbering: Numbering, place: Place, edge: Edge) -> tuple[int, int]:
    """A place as number of the module (0: that of the edge's source) and line; (0, 0) for files without units."""
    unit = numbering.material.units.get(edge.source)
    if unit is not None and unit.path == place.path:
        return 0, place.line
    module = numbering.files.get(place.path, 0)
    return (module, place.line) if module else (0, 0)


def scopes(numbering: Numbering) -> Scopes:
    """The transactions that write a table."""
    found = [
        scope
        for scope in numbering.material.scopes
        if scope.unit in numbering.units and any(table in numbering.tables for table in scope.writes)
    ]
    return Scopes(
        [scope.symbol for scope in found],
        [numbering.units[scope.unit] for scope in found],
        [sorted({numbering.tables[t] for t in scope.writes if t in numbering.tables}) for scope in found],
        [numbering.files.get(scope.place.path, 0) for scope in found],
        [scope.place.line for scope in found],
    )
