"""Service × table, and what of the data would have to be parted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from decompose.extractors.graph import EdgeKind
from decompose.reports.analysed import Analysed
from decompose.reports.explaining import SHARED, placement
from decompose.reports.sections.likeness import by_likeness

_SIGNS = {EdgeKind.READS: "R", EdgeKind.WRITES: "W", EdgeKind.JOINS: "J"}
_WORDS = {"O": "owns", "W": "writes", "R": "reads", "J": "joins"}
_FEW = 40
"""Tables up to which all are shown."""
_WHOLE = 5040
"""What a table ties its services with; a whole number, so that sums are exact in any order."""


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
        services: heads of the columns, those that share tables side by side.
        rows: tables in the order of their owners' columns, of each those in most hands first.
        without: services that touch none of these tables, and have no column.
        alone: tables that one service alone touches and that have no row, by owner.
    """

    services: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    without: tuple[str, ...]
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
    services = _columns(tuple(service.name for service in analysed.decomposition.services), does)
    column = {service: number for number, service in enumerate(services)}
    rows = []
    for table in analysed.graph.tables:
        owner = placed.get(table.name, "")
        cells = tuple(_cell(does[table.name, service], is_owner=service == owner) for service in services)
        rows.append(MatrixRow(table.name, owner, cells, tuple(map(_in_words, cells)), sum(map(bool, cells))))
    rows.sort(key=lambda row: (column.get(row.owner, len(column)), -row.hands, row.table))
    shown = [row for row in rows if row.hands > 1 or len(rows) <= _FEW]
    alone: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.hands <= 1 and len(rows) > _FEW:
            alone[row.owner].append(row.table)
    kept = [number for number in range(len(services)) if any(row.cells[number] for row in shown)]
    return Matrix(
        tuple(services[number] for number in kept),
        tuple(_only(row, kept) for row in shown),
        tuple(sorted(set(services) - {services[number] for number in kept})),
        tuple((owner, tuple(alone[owner])) for owner in sorted(alone)),
    )


def _only(row: MatrixRow, columns: Sequence[int]) -> MatrixRow:
    """The row with some of its columns."""
    cells = tuple(row.cells[number] for number in columns)
    return replace(row, cells=cells, words=tuple(row.words[number] for number in columns))


def _columns(services: tuple[str, ...], does: Mapping[tuple[str, str], set[str]]) -> tuple[str, ...]:
    """Services that touch the same tables side by side."""
    hands: dict[str, list[str]] = defaultdict(list)
    for (table, service), signs in sorted(does.items()):
        if signs and service in services:
            hands[table].append(service)
    ties: dict[frozenset[str], float] = defaultdict(int)
    for touching in hands.values():
        for pair in combinations(touching, 2):
            ties[frozenset(pair)] += _WHOLE // (len(touching) - 1)
    return tuple(by_likeness(services, ties))


def _cell(signs: set[str], *, is_owner: bool) -> str:
    """Joins within the owner's own tables are its own affair."""
    kept = signs - {"J"} if is_owner else signs
    return ("O" if is_owner else "") + "".join(sign for sign in "WRJ" if sign in kept)


def _in_words(cell: str) -> str:
    return ", ".join(_WORDS[sign] for sign in cell)
