"""What a text of SQL does to tables."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Operation(StrEnum):
    """What a statement does to a table."""

    SELECT = "select"
    LOCK = "lock"
    """``LOCK TABLE``; rows locked by ``SELECT … FOR UPDATE`` are a select."""
    INSERT = "insert"
    """Also ``REPLACE INTO``, ``COPY … FROM``, ``SELECT … INTO``, and a view's refresh."""
    UPDATE = "update"
    DELETE = "delete"
    TRUNCATE = "truncate"
    MERGE = "merge"
    DDL = "ddl"
    """The table itself is made, changed or dropped; an index or a trigger is put on it."""

    @property
    def writes(self) -> bool:
        """Whether the table is another one afterwards."""
        return self not in {Operation.SELECT, Operation.LOCK}


class TableUse(msgspec.Struct, frozen=True, order=True):
    """One table and what is done to it.

    Attributes:
        table: name as written, unquoted, with schema where one is written.
        operations: sorted, without repetition.
        columns: those that the text clearly takes from this table, sorted.
    """

    table: str
    operations: tuple[Operation, ...]
    columns: tuple[str, ...] = ()


class SqlAccess(msgspec.Struct, frozen=True):
    """What a text of one or more statements does. All tuples are sorted and free of repetition.

    A table that is updated, deleted from or inserted into is written, not read, unless it also
    stands as a source (``INSERT INTO t SELECT … FROM t``).

    Attributes:
        reads, writes: table names as written (unquoted, with schema).
        joins: pairs of different tables that one statement uses.
        dynamic: a table's name, or a part of it, is computed; a part of the text that may hold whole
            sources (a ``WITH`` clause before the statement, all of a select list) counts too.
        understood: every statement could be parsed; otherwise the tables are what its keywords show.
        problem: why it was not understood.
        operations: per table what is done to it.
        locks: tables that are locked, or whose rows are (``FOR UPDATE``).
        calls: stored procedures that are called.
        temporary: temporary tables that the text makes; they are in none of the other lists.
        doubtful: of ``reads``, those that may be names of a ``WITH`` clause before the statement, which
            is computed: believe them where a table of that name is known.
    """

    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    joins: tuple[tuple[str, str], ...] = ()
    dynamic: bool = False
    understood: bool = True
    problem: str = ""
    operations: tuple[TableUse, ...] = ()
    locks: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    temporary: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
