"""What a table node of a parsed statement is called."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from decompose.extractors.sql.placeholders import is_marked

_NO_TABLES = frozenset({"DUAL"})
"""Oracle's and MySQL's table of one row, which holds nothing."""

_MOST_PARTS = 4
"""T-SQL: server, database, schema, table."""


@dataclass(frozen=True, slots=True)
class Name:
    """A table's name.

    Attributes:
        text: unquoted, with schema; empty where the node is no table or its name is unknown.
        is_computed: a part of it is not known; an unknown schema is left out of ``text``.
        is_temporary: it is a temporary table or a table variable by its spelling (``#t``, ``@t``).
    """

    text: str = ""
    is_computed: bool = False
    is_temporary: bool = False


def name_of(table: exp.Table) -> Name:
    """The name of a table node; a table function (``generate_series(…)``) has none."""
    if isinstance(table.this, (exp.Placeholder, exp.Parameter)):
        is_variable = isinstance(table.this, exp.Parameter) and isinstance(table.this.this, exp.Var)
        return Name(is_computed=not is_variable, is_temporary=is_variable)
    if not isinstance(table.this, (exp.Identifier, exp.Dot)):
        return Name()
    parts = [part.name for part in table.parts if isinstance(part, exp.Identifier) and part.name]
    if not parts or len(parts) > _MOST_PARTS or parts[-1].upper() in _NO_TABLES:
        return Name()
    if is_marked(parts[-1]):
        return Name(is_computed=True)
    known = [part for part in parts if not is_marked(part)]
    is_temporary = bool(table.this.args.get("temporary")) or parts[-1].startswith(("#", "@"))
    return Name(".".join(known), len(known) < len(parts), is_temporary)
