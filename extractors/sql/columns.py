"""Which columns of which tables a parsed statement names."""

from __future__ import annotations

from sqlglot import exp

from decompose.extractors.sql.names import name_of
from decompose.extractors.sql.placeholders import is_marked
from decompose.extractors.sql.sources import definition

_MOST = 60
"""Columns of one table; a statement that names more names all."""


def columns_of(statement: exp.Expr) -> dict[str, set[str]]:
    """Table → its columns, where it is clear whose they are.

    A column without a table belongs to the only table of the statement; one with an alias that stands
    for several tables in different parts of the statement is left out.
    """
    tables = [table for table in statement.find_all(exp.Table) if definition(table) is None]
    named = _by_name(tables)
    texts = {name_of(table).text for table in tables}
    only = next(iter(texts)) if len(texts) == 1 and statement.find(exp.CTE, exp.Subquery) is None else ""
    found: dict[str, set[str]] = {}
    for column in statement.find_all(exp.Column):
        owner = named.get(column.table.casefold(), "") if column.table else only
        _note(found, owner, column.name)
    for schema in statement.find_all(exp.Schema):
        if isinstance(schema.this, exp.Table):
            for part in schema.expressions:
                if isinstance(part, (exp.Identifier, exp.ColumnDef)):
                    _note(found, name_of(schema.this).text, part.name)
    return {table: columns for table, columns in found.items() if len(columns) <= _MOST}


def _by_name(tables: list[exp.Table]) -> dict[str, str]:
    """What qualifies a column → the table; an empty text where it may be several."""
    found: dict[str, str] = {}
    for table in tables:
        text = name_of(table).text
        qualifier = (table.alias or table.name).casefold()
        found[qualifier] = text if found.get(qualifier, text) == text else ""
    return found


def _note(found: dict[str, set[str]], table: str, column: str) -> None:
    if table and column and column != "*" and not is_marked(column) and not is_marked(table):
        found.setdefault(table, set()).add(column)
