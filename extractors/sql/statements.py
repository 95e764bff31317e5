"""What a text of SQL reads and writes."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from decompose.extractors.sql.holes import HOLE

_DIALECTS = ("postgres", "mysql", "sqlite", "tsql", "oracle", "")
_LONGEST = 100_000
_HOLE_NAME = "decompose_hole"
_PLACEHOLDER = re.compile(r"%\((\w+)\)s|%s|%d|(?<![:\w]):(\w+)|\$\d+|\{\w*\}")
_GLUED = re.compile(rf"[\w.]*{HOLE}[\w.{HOLE}]*")
_PROSE = re.compile(
    r"(?i)\b(?:from|delete)\s+(?:an|the|this|your|any|a(?!\s+(?:as|join|left|inner|where|on|order|group)\b))\s+\w+"
)
_VERBS = frozenset("SELECT INSERT UPDATE DELETE WITH MERGE REPLACE TRUNCATE CREATE ALTER DROP COPY LOCK".split())


class SqlAccess(msgspec.Struct, frozen=True):
    """What a text of one or more statements does.

    Attributes:
        reads, writes: table names as written (unquoted, with schema), sorted.
        joins: pairs of different tables that one statement uses, sorted.
        dynamic: at least one table name is computed.
        understood: every statement could be parsed.
        problem: why not.
    """

    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    joins: tuple[tuple[str, str], ...] = ()
    dynamic: bool = False
    understood: bool = True
    problem: str = ""


@lru_cache(maxsize=8192)
def looks_like_sql(text: str) -> bool:
    """Whether a text is a statement and not English: a verb with the word that must follow it."""
    words = re.findall(rf"[A-Za-z_]+|[({HOLE}*]", text[:4000])
    upper = [word.upper() for word in words]
    if not upper or upper[0] not in _VERBS:
        return False
    rest = set(upper[1:])
    match upper[0]:
        case "SELECT":
            return "FROM" in rest and not _is_prose(text)
        case "WITH":
            return "AS" in rest and bool(rest & {"SELECT", "INSERT", "UPDATE", "DELETE"})
        case "INSERT" | "REPLACE" | "MERGE":
            return "INTO" in upper[1:4] or (upper[0] == "INSERT" and "VALUES" in rest)
        case "UPDATE":
            return "SET" in rest and "=" in text
        case "DELETE":
            return "FROM" in upper[1:4] and not _is_prose(text)
        case "COPY":
            return bool(rest & {"FROM", "TO"}) and bool(rest & {"STDIN", "STDOUT", "CSV"})
        case _:
            return bool(rest & {"TABLE", "INDEX", "VIEW", "SEQUENCE", "SCHEMA", "TRIGGER", "TYPE"})


def _is_prose(text: str) -> bool:
    """English: an article where a table or a column would stand."""
    return _PROSE.search(text) is not None


@lru_cache(maxsize=8192)
def read_sql(text: str, dialect: str | None = None) -> SqlAccess:
    """Read a text of SQL.

    Args:
        text: one or more statements; ``HOLE`` stands for what is unknown, placeholders of all
            styles may still be inside.
        dialect: sqlglot's name of it; without one, the common ones are tried in turn.

    Returns:
        the tables; ``understood`` is false, with a reason, where no dialect parses the text.
    """
    if len(text) > _LONGEST:
        return SqlAccess(understood=False, problem="the text is too long")
    from sqlglot.errors import SqlglotError

    failures = (SqlglotError, ValueError, RecursionError, KeyError, TypeError, AttributeError, IndexError)
    problem = ""
    for variant in _variants(text):
        for name in (dialect,) if dialect else _DIALECTS:
            try:
                return _read(variant, name or "")
            except failures as error:
                problem = problem or str(error).partition("\n")[0][:120]
    return SqlAccess(dynamic=HOLE in text, understood=False, problem=problem or "it could not be parsed")


def _variants(text: str) -> Iterator[str]:
    """The text with placeholders filled in ways that a parser may take, most faithful first."""
    glued = _GLUED.sub(lambda match: match.group(0).replace(HOLE, _HOLE_NAME), text)
    yield _PLACEHOLDER.sub("NULL", glued) if not _in_table_position(glued) else _PLACEHOLDER.sub(
        _HOLE_NAME, glued
    )
    yield _PLACEHOLDER.sub(_HOLE_NAME, glued)
    for filler in ("", "AND 1=1", "= 1", "1=1 AND", "WHERE 1=1", "(1)", "SELECT 1", ", 1"):
        # A hole that stands alone may be a clause; one glued to a name is part of the name.
        clause = re.sub(rf"(?<![\w.\"`]){HOLE}(?![\w.\"`])", f" {filler} ", text)
        yield _PLACEHOLDER.sub("NULL", _GLUED.sub(_HOLE_NAME, clause))


def _in_table_position(text: str) -> bool:
    return re.search(r"(?i)\b(?:from|join|into|update|table)\s+(?:%s|%\(|\{)", text) is not None


def _read(text: str, dialect: str) -> SqlAccess:
    import sqlglot
    from sqlglot import exp

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    statements = [found for found in sqlglot.parse(text, read=dialect or None) if found is not None]
    if not statements:
        return SqlAccess()
    reads: set[str] = set()
    writes: set[str] = set()
    joins: set[tuple[str, str]] = set()
    dynamic = False
    for statement in statements:
        if isinstance(statement, exp.Command):
            raise ValueError(f"{statement.name} statements are not understood")  # noqa: TRY004
        found = _StatementTables(statement)
        reads |= found.reads
        writes |= found.writes
        dynamic = dynamic or found.dynamic
        together = sorted(found.reads | found.writes)
        joins |= {(left, right) for left in together for right in together if left < right}
    return SqlAccess(tuple(sorted(reads)), tuple(sorted(writes)), tuple(sorted(joins)), dynamic)


class _StatementTables:
    """The tables of one parsed statement."""

    def __init__(self, statement: object) -> None:
        from sqlglot import exp

        assert isinstance(statement, exp.Expression)
        self.reads: set[str] = set()
        self.writes: set[str] = set()
        self.dynamic = False
        self._targets_by_alias: set[int] = set()
        targets = self._targets(statement)
        for table in statement.find_all(exp.Table):
            if id(table) in self._targets_by_alias:
                continue
            if not isinstance(table.this, exp.Identifier) or self._is_cte(table):
                continue
            name = ".".join(part.name for part in table.parts)
            if _HOLE_NAME in name:
                self.dynamic = True
            elif id(table) in targets:
                self.writes.add(name)
            else:
                self.reads.add(name)

    def _targets(self, statement: object) -> set[int]:
        """The table nodes that are written."""
        from sqlglot import exp

        assert isinstance(statement, exp.Expression)
        found: set[int] = set()
        kinds = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Drop, exp.Alter, exp.TruncateTable)
        for node in statement.find_all(*kinds, exp.Copy, exp.Into):
            if isinstance(node, exp.TruncateTable):
                found |= {id(table) for table in node.expressions}
                continue
            named = node.args.get("tables") if isinstance(node, exp.Delete) else None
            if named:  # MySQL: DELETE a FROM t AS a JOIN …
                aliases = {table.name for table in named}
                self._targets_by_alias |= {id(table) for table in named}
                found |= {
                    id(table) for table in node.find_all(exp.Table) if table.alias_or_name in aliases
                }
                continue
            target = node.this.this if isinstance(node.this, exp.Schema) else node.this
            if isinstance(node, (exp.Create, exp.Drop, exp.Alter)) and node.args.get("kind") == "INDEX":
                continue
            if isinstance(target, exp.Table):
                found.add(id(target))
        return found

    def _is_cte(self, table: object) -> bool:
        from sqlglot import exp

        assert isinstance(table, exp.Table)
        if table.db:
            return False
        node: exp.Expression | None = table
        while node is not None:
            for key in ("with_", "with"):
                clause = node.args.get(key)
                if clause is not None and any(cte.alias == table.name for cte in clause.expressions):
                    return True
            node = node.parent
        return False
