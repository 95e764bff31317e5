"""The face of the SQL reader: what a text of SQL reads and writes, and whether a text is SQL at all."""

from __future__ import annotations

from functools import lru_cache

from decompose.extractors.sql.access import Operation, SqlAccess, TableUse

__all__ = ["Operation", "SqlAccess", "TableUse", "looks_like_sql", "read_sql"]


@lru_cache(maxsize=8192)
def read_sql(text: str, dialect: str | None = None) -> SqlAccess:
    """Read a text of SQL as Python code puts it together.

    Args:
        text: one or more statements; ``HOLE`` stands for what is unknown, placeholders of all
            styles (``%s``, ``:x``, ``?``, ``$1``, ``{name}``) may still be inside. Only text that
            reaches a database should be given: English can parse as SQL.
        dialect: sqlglot's name of the dialect to try first; the common ones are tried after it.

    Returns:
        the tables; ``understood`` is false, with a reason, where no dialect parses a statement.
        Nothing is raised, whatever the text.
    """
    from decompose.extractors.sql.reading import read  # sqlglot takes 0.2 s to load

    return read(text, dialect)


@lru_cache(maxsize=8192)
def looks_like_sql(text: str) -> bool:
    """Whether a text is SQL and not English: a verb together with the words that it cannot do without."""
    from decompose.extractors.sql.recognising import is_statement

    return is_statement(text)
