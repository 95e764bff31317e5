"""Tables of the database system."""

from __future__ import annotations

import pytest

from decompose.extractors.sql.catalogs import is_system_table


@pytest.mark.parametrize(
    "name",
    [
        "pg_class",
        "pg_catalog.pg_type",
        "INFORMATION_SCHEMA.COLUMNS",
        "sqlite_master",
        "mysql.user",
        "sys.tables",
        "USER_TABLES",
    ],
)
def test_system_tables(name: str) -> None:
    assert is_system_table(name)


@pytest.mark.parametrize("name", ["orders", "public.orders", "system", "pages", "user_tab", "system.orders"])
def test_tables_of_programs(name: str) -> None:
    assert not is_system_table(name)
