"""Relations between symbols, and the transactions: what crosses a boundary follows from them for any placement."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from decompose.clustering.coupling import COST
from decompose.clustering.evidence.material import TABLE_TO_TABLE, TRUST, UNIT_TO_UNIT
from decompose.extractors.graph import Edge, EdgeKind, TransactionScope
from decompose.extractors.places import Confidence
from decompose.reports.html.embedding.nodes import Numbering
from decompose.reports.html.embedding.packing import Column, packed, steps
from decompose.reports.html.embedding.places import Places, flat
from decompose.reports.html.embedding.symbols import Known

KINDS = tuple(kind for kind in EdgeKind if kind not in {EdgeKind.HANDLES, EdgeKind.TRANSACTION})
CONFIDENCES = tuple(Confidence)
TRUSTS = [TRUST[confidence] for confidence in CONFIDENCES]
COSTS = [COST[kind] for kind in KINDS]


class Relations(msgspec.Struct, frozen=True):
    """One row for each relation of the graph between different nodes, transactions left out; packed.

    Attributes:
        source: symbol, as steps.
        target: symbol.
        kind, confidence: number in ``KINDS`` and ``CONFIDENCES``.
        weight: number in ``weights``.
        places: how many there are in all.
        place: of each of the first three: see ``Places.pair``, near the source.
        weights: each once.
    """

    source: Column
    target: Column
    kind: Column
    confidence: Column
    weight: Column
    places: Column
    place: Column
    weights: list[float]


class Scopes(msgspec.Struct, frozen=True):
    """Transactions that write tables, in the order of their symbols: the function, the tables, the place."""

    symbol: Column
    tables: list[list[int]]
    place: Column


def edges(numbering: Numbering) -> list[Edge]:
    """The relations that can cross a boundary."""
    return [edge for edge in numbering.material.edges if edge.kind is not EdgeKind.TRANSACTION]


def scoped(numbering: Numbering) -> list[TransactionScope]:
    """The transactions that write a table."""
    return [
        scope
        for scope in numbering.material.scopes
        if scope.unit in numbering.units and any(table in numbering.tables for table in scope.writes)
    ]


def relations(numbering: Numbering, known: Known, places: Places) -> Relations:
    """All relations, sorted by their symbols."""
    numbered = [(*_ends(known, edge), KINDS.index(edge.kind), edge) for edge in edges(numbering)]
    numbered.sort(key=lambda row: row[:3])
    rows = [row[3] for row in numbered]
    weights = {weight: number for number, weight in enumerate(sorted({edge.weight for edge in rows}))}
    return Relations(
        packed(steps(source for source, *_ in numbered)),
        packed(target for _, target, *_ in numbered),
        packed(kind for _, _, kind, _ in numbered),
        packed(CONFIDENCES.index(edge.confidence) for edge in rows),
        packed(weights[edge.weight] for edge in rows),
        packed(len(edge.places) for edge in rows),
        flat([places.row(edge.places, edge.source) for edge in rows]),
        list(weights),
    )


def _ends(known: Known, edge: Edge) -> tuple[int, int]:
    source = known.table if edge.kind in TABLE_TO_TABLE else known.unit
    target = known.unit if edge.kind in UNIT_TO_UNIT else known.table
    return source(edge.source_symbol, edge.source), target(edge.target_symbol, edge.target)


def ends_in_units(found: Iterable[Edge]) -> list[tuple[str, str]]:
    """(symbol, unit) of all ends that are units."""
    held = list(found)
    sources = [(edge.source_symbol, edge.source) for edge in held if edge.kind not in TABLE_TO_TABLE]
    return sources + [(edge.target_symbol, edge.target) for edge in held if edge.kind in UNIT_TO_UNIT]


def ends_in_tables(found: Iterable[Edge]) -> list[tuple[str, str]]:
    """(symbol, table) of all ends that are tables."""
    held = list(found)
    sources = [(edge.source_symbol, edge.source) for edge in held if edge.kind in TABLE_TO_TABLE]
    return sources + [(edge.target_symbol, edge.target) for edge in held if edge.kind not in UNIT_TO_UNIT]


def scopes(numbering: Numbering, known: Known, places: Places) -> Scopes:
    """The transactions as columns."""
    found = scoped(numbering)
    return Scopes(
        packed(known.unit(scope.symbol, scope.unit) for scope in found),
        [sorted({numbering.tables[t] for t in scope.writes if t in numbering.tables}) for scope in found],
        flat([places.pair(scope.place, scope.unit) for scope in found]),
    )
