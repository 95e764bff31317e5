"""Where SQL text is executed: DB-API cursors and connections, ``text()``, pandas."""

from __future__ import annotations

from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import CallSite, Linkage, Statement


def _executes(linkage: Linkage, site: CallSite, *, is_certain: bool, name: str = "sql") -> None:
    node = site.argument(0, name)
    if node >= 0 and site.scope >= 0:
        linkage.statements[Statement(site.scope, site.line, node, is_certain)] = None
    if site.target >= 0:
        result = linkage.objects.external("dbapi.cursor")
        linkage.solver.add(site.target, linkage.objects.instance(result))


@models_call(
    *("dbapi.cursor.execute", "dbapi.cursor.executemany", "dbapi.cursor.executescript"),
    *("sqlalchemy.text", "sqlalchemy.sql.text", "sqlalchemy.sql.expression.text", "sqlalchemy.DDL"),
    *("pandas.read_sql", "pandas.read_sql_query", "django.db.models.expressions.RawSQL"),
)
def _certain(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _executes(linkage, site, is_certain=True)


@models_call(
    *("*.execute", "*.executemany", "*.executescript", "*.exec_driver_sql", "*.execute_sql", "*.raw_query"),
    *("*.text", "*.mogrify", "*.fetch", "*.fetchrow", "*.fetchval", "*.scalar", "*.scalars", "*.sql"),
    *("*.read_sql", "*.multisql", "*.sql_list", "*.sql_ddl"),
)
def _likely(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """Methods that usually execute SQL; what they are given has to look like it."""
    _executes(linkage, site, is_certain=False)
