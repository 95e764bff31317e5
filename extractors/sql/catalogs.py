"""Tables that belong to the database system itself and to no program: catalogues and statistics."""

from __future__ import annotations

_SCHEMAS = frozenset(
    {
        *("information_schema", "pg_catalog", "pg_toast", "mysql", "performance_schema", "sys", "ndbinfo"),
        *("system_schema", "system_auth", "crdb_internal", "sqlite_temp_schema"),
    }
)
_PREFIXES = ("pg_", "sqlite_", "v$", "gv$")
_ORACLE = frozenset(
    f"{whose}_{what}"
    for whose in ("user", "all", "dba")
    for what in ("tables", "tab_columns", "views", "indexes", "ind_columns", "constraints", "cons_columns", "objects")
)


def is_system_table(name: str) -> bool:
    """Whether a table, named as in SQL text, is the database's own (``pg_class``, ``sqlite_master``)."""
    *qualifiers, table = name.casefold().split(".")
    return any(schema in _SCHEMAS for schema in qualifiers) or table.startswith(_PREFIXES) or table in _ORACLE
