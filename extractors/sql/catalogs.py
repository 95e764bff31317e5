"""Tables that belong to the database system itself and to no program: catalogues and statistics."""

from __future__ import annotations

_SCHEMAS = frozenset(
    {
        *("information_schema", "pg_catalog", "pg_toast", "mysql", "performance_schema", "sys", "ndbinfo"),
        *("system", "system_schema", "system_auth", "crdb_internal", "sqlite_temp_schema"),
    }
)
_PREFIXES = ("pg_", "sqlite_", "v$", "gv$", "dba_tab", "all_tab", "user_tab", "dba_ind", "all_ind", "user_ind")
"""PostgreSQL and SQLite reserve theirs; of Oracle's views those that list tables and indexes."""


def is_system_table(name: str) -> bool:
    """Whether a table, named as in SQL text, is the database's own (``pg_class``, ``sqlite_master``)."""
    *qualifiers, table = name.casefold().split(".")
    return any(schema in _SCHEMAS for schema in qualifiers) or table.startswith(_PREFIXES)
