"""Service × table, and what of the data would have to be parted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from decompose.extractors.graph import EdgeKind
from decompose.reports.analysed import Analysed
from decompose.reports.explaining import SHARED, placement

_SIGNS = {EdgeKind.READS: "R", EdgeKind.WRITES: "W", EdgeKind.JOINS: "J"}
_WORDS = {"O": "owns", "W": "writes", "R": "reads", "J": "joins"}
_FEW = 40
"""Tables up to which all are shown."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A table and what each service does to it.

    Attributes:
        table, owner: which.
        cells: for each service, signs of ``OWRJ``.
        words: the same in words.
        hands: how many services touch it.
    """

    table: str
    owner: str
    cells: tuple[str, ...]
    words: tuple[str, ...]
    hands: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix.

    Attributes:
        services: heads of the columns.
        rows: tables in most hands first.
        alone: tables that one service alone touches and that have no row, by owner.
    """

    services: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    alone: tuple[tuple[str, tuple[str, ...]], ...]


def matrix(analysed: Analysed) -> Matrix:
    """Which service owns, reads, writes and joins which table."""
    placed = placement(analysed)
    does: dict[tuple[str, str], set[str]] = defaultdict(set)
    for edge in analysed.graph.edges:
        if edge.kind in {EdgeKind.READS, EdgeKind.WRITES}:
            does[edge.target, placed.get(edge.source, SHARED)].add(_SIGNS[edge.kind])
        elif edge.kind is EdgeKind.JOINS:
            for name, other in ((edge.source, edge.target), (edge.target, edge.source)):
                does[name, placed.get(other, SHARED)].add(_SIGNS[edge.kind])
    services = tuple(service.name for service in analysed.decomposition.services)
    rows = []
    for table in analysed.graph.tables:
        owner = placed.get(table.name, "")
        cells = tuple(_cell(does[table.name, service], is_owner=service == owner) for service in services)
        hands = sum(map(bool, cells))
        rows.append(MatrixRow(table.name, owner, cells, tuple(map(_in_words, cells)), hands))
    rows.sort(key=lambda row: (-row.hands, row.table))
    shown = tuple(row for row in rows if row.hands > 1) if len(rows) > _FEW else tuple(rows)
    alone: dict[str, list[str]] = defaultdict(list)
    for row in rows[len(shown) :]:
        alone[row.owner].append(row.table)
    return Matrix(services, shown, tuple((owner, tuple(alone[owner])) for owner in sorted(alone)))


def _cell(signs: set[str], *, is_owner: bool) -> str:
    """Joins within the owner's own tables are its own affair."""
    kept = signs - {"J"} if is_owner else signs
    return ("O" if is_owner else "") + "".join(sign for sign in "WRJ" if sign in kept)


def _in_words(cell: str) -> str:
    return ", ".join(_WORDS[sign] for sign in cell)
