"""Which dialect of SQL a program speaks, told by the drivers that it imports and the addresses that it connects to."""

from __future__ import annotations

import re
from collections import Counter

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_DRIVERS = {
    **dict.fromkeys(("psycopg", "psycopg2", "psycopg2cffi", "asyncpg", "aiopg", "pg8000", "psqlpy"), "postgres"),
    **dict.fromkeys(("MySQLdb", "pymysql", "aiomysql", "asyncmy", "mariadb", "frappe", "oursql"), "mysql"),
    **dict.fromkeys(("sqlite3", "aiosqlite", "apsw", "pysqlite2"), "sqlite"),
    **dict.fromkeys(("cx_Oracle", "oracledb"), "oracle"),
    **dict.fromkeys(("pymssql", "pytds"), "tsql"),
    **dict.fromkeys(("clickhouse_driver", "clickhouse_connect", "aiochclient"), "clickhouse"),
    **dict.fromkeys(("duckdb",), "duckdb"),
    **dict.fromkeys(("snowflake",), "snowflake"),
    **dict.fromkeys(("trino", "pyhive", "prestodb"), "trino"),
}
"""Packages → sqlglot's names of the dialects."""
_ADDRESS = re.compile(
    r"(?P<postgres>postgres(?:ql)?(?:\+\w+)?://|backends\.postgresql|contrib\.gis\.db\.backends\.postgis)"
    r"|(?P<mysql>(?:mysql|mariadb)(?:\+\w+)?://|backends\.mysql)"
    r"|(?P<sqlite>sqlite(?:\+\w+)?://|backends\.sqlite3)"
    r"|(?P<oracle>oracle(?:\+\w+)?://|backends\.oracle)"
    r"|(?P<tsql>mssql(?:\+\w+)?://)|(?P<clickhouse>clickhouse(?:\+\w+)?://)|(?P<snowflake>snowflake://)"
)


class Dialects:
    """The dialects of a program's files."""

    def __init__(self, linkage: Linkage) -> None:
        self._linkage = linkage
        self._by_file = [self._imported(file) for file in range(len(linkage.facts))]
        self._of_program = self._most_common()

    def of(self, scope: int) -> str | None:
        """The dialect of the SQL in a scope: that of its file's only driver, else the program's; None if unknown."""
        imported = self._by_file[self._linkage.file_of[scope]]
        return imported if imported is not None else self._of_program

    def _imported(self, file: int) -> str | None:
        found = {
            _DRIVERS[package]
            for scope in self._linkage.facts[file].scopes
            for op in scope.ops
            if isinstance(op, facts.Import) and op.level == 0 and (package := op.module.partition(".")[0]) in _DRIVERS
        }
        return next(iter(found)) if len(found) == 1 else None

    def _most_common(self) -> str | None:
        """What addresses say goes before what is imported; SQLite is what tests use, and comes last."""
        objects = self._linkage.objects
        addressed = Counter(
            found.lastgroup
            for thing, kind in enumerate(objects.kinds)
            if kind is Kind.STRING and (found := _ADDRESS.search(objects.text(thing)))
        )
        for counted in (addressed, Counter(dialect for dialect in self._by_file if dialect)):
            named = [(-count, dialect) for dialect, count in counted.items() if dialect and dialect != "sqlite"]
            if named:
                return min(named)[1]
        return "sqlite" if "sqlite" in {*addressed, *self._by_file} else None
