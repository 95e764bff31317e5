"""What the statements of one text have been seen to touch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from decompose.extractors.sql.access import Operation, SqlAccess, TableUse


@dataclass(slots=True)
class Footprint:
    """The tables of one statement.

    Attributes:
        uses: table → what is done to it.
        columns: table → the columns that are named as its own.
        locks: tables that are locked, or whose rows are.
        calls: stored procedures that are called.
        temporary: temporary tables that are made.
        doubtful: tables that may be names of a ``WITH`` clause which is not known.
        dynamic: a table's name is computed.
        problem: why the statement was not understood; empty where it was.
    """

    uses: dict[str, set[Operation]] = field(default_factory=dict)
    columns: dict[str, set[str]] = field(default_factory=dict)
    locks: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    temporary: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    dynamic: bool = False
    problem: str = ""

    def use(self, table: str, operation: Operation) -> None:
        """Record that something is done to a table."""
        self.uses.setdefault(table, set()).add(operation)

    def only_reads(self) -> Footprint:
        """The same tables, where the statement is explained and not run."""
        return Footprint({table: {Operation.SELECT} for table in self.uses}, self.columns, dynamic=self.dynamic)


def summarise(footprints: list[Footprint]) -> SqlAccess:
    """What all statements of a text do together."""
    temporary = {name.casefold() for footprint in footprints for name in footprint.temporary}
    uses: dict[str, set[Operation]] = {}
    columns: dict[str, set[str]] = {}
    joins: set[tuple[str, str]] = set()
    for footprint in footprints:
        lasting = sorted(table for table in footprint.uses if table.casefold() not in temporary)
        joins |= {(left, right) for left in lasting for right in lasting if left < right}
        for table in lasting:
            uses.setdefault(table, set()).update(footprint.uses[table])
            columns.setdefault(table, set()).update(footprint.columns.get(table, ()))
    reads = {table for table, done in uses.items() if not all(kind.writes for kind in done)}
    return SqlAccess(
        reads=tuple(sorted(reads)),
        writes=tuple(sorted(table for table, done in uses.items() if any(kind.writes for kind in done))),
        joins=tuple(sorted(joins)),
        dynamic=any(footprint.dynamic for footprint in footprints),
        understood=not any(footprint.problem for footprint in footprints),
        problem=next((footprint.problem for footprint in footprints if footprint.problem), ""),
        operations=tuple(
            TableUse(table, tuple(sorted(done)), tuple(sorted(columns[table]))) for table, done in sorted(uses.items())
        ),
        locks=_all(footprint.locks & uses.keys() for footprint in footprints),
        calls=_all(footprint.calls for footprint in footprints),
        temporary=_all(footprint.temporary for footprint in footprints),
        doubtful=_all(footprint.doubtful & reads for footprint in footprints),
    )


def _all(sets: Iterable[set[str]]) -> tuple[str, ...]:
    return tuple(sorted(set().union(*sets)))
