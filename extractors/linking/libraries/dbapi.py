"""Where SQL text is executed: cursors and connections of any driver, and what is made of text."""

from __future__ import annotations

from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.libraries.strings import composed
from decompose.extractors.linking.linkage import CallSite, Certainty, Linkage, Statement

TEXT_CLAUSE = "sqlalchemy.sql.expression.TextClause"
"""What ``text()`` makes: SQL, even where its text is not known."""
_CURSORS = ("dbapi.cursor", "django.db.connection.cursor", "sqlite3.Cursor", "sqlite3.Connection")
_DUCKDB = ("sql", "query", "execute", "executemany", "from_query", "query_df")


def executes(linkage: Linkage, site: CallSite, certainty: Certainty, position: int = 0, name: str = "sql") -> None:
    """Note that a call gives SQL to a database."""
    node = site.argument(position, name)
    if node >= 0 and site.scope >= 0:
        linkage.statements[Statement(site.scope, site.line, node, certainty)] = None


def _cursor_into(linkage: Linkage, site: CallSite) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external("dbapi.cursor")))


@models_call(
    *(f"{cursor}.{method}" for cursor in _CURSORS for method in ("execute", "executemany", "executescript")),
    *(f"duckdb.{name}" for name in _DUCKDB),
    *("pandas.read_sql", "pandas.read_sql_query", "pandas.io.sql.read_sql", "pandas.io.sql.read_sql_query"),
    *("polars.read_database", "polars.read_database_uri", "dask.dataframe.read_sql_query", "awswrangler.athena.query"),
)
def _certain(linkage: Linkage, site: CallSite, receiver: int) -> None:
    executes(linkage, site, Certainty.CERTAIN)
    _cursor_into(linkage, site)


@models_call(
    *("*.execute", "*.executemany", "*.executescript", "*.exec_driver_sql", "*.execute_sql", "*.raw_query"),
    *("*.mogrify", "*.fetch", "*.fetchrow", "*.fetchval", "*.fetch_all", "*.fetch_one", "*.fetch_val", "*.fetchmany"),
    *("*.scalar", "*.scalars", "*.sql", "*.multisql", "*.sql_list", "*.sql_ddl", "*.copy_expert", "*.copy_from_query"),
    *("*.read_sql", "*.read_sql_query", "*.execute_insert", "*.execute_fetchall", "*.execute_async", "*.run_sql"),
    *("*.from_statement", "*.executesql", "*.prepare", "*.stream", "*.stream_scalars", "*.execute_query"),
    *("*.execute_query_dict", "*.execute_script", "*.execute_many", "*.callproc", "*.execute_string"),
)
def _likely(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """Methods that usually execute SQL; what they are given has to look like it."""
    executes(linkage, site, Certainty.LIKELY)
    _cursor_into(linkage, site)


@models_call(
    *(f"psycopg2.extras.{name}" for name in ("execute_values", "execute_batch")),
    *("*.execute_values", "*.execute_batch"),
)
def _behind_a_cursor(linkage: Linkage, site: CallSite, receiver: int) -> None:
    executes(linkage, site, Certainty.LIKELY, position=1)


@models_call(
    *(f"{TEXT_CLAUSE}.{method}" for method in ("bindparams", "columns", "execution_options", "label")),
)
def _same_clause(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0 and receiver >= 0:
        linkage.solver.add(site.target, receiver)


@models_call(
    *(f"sqlalchemy.{where}text" for where in ("", "sql.", "sql.expression.")),
    *("sqlalchemy.DDL", "sqlalchemy.schema.DDL", "sqlmodel.text", "*.text"),
    *("django.db.models.expressions.RawSQL", "django.db.models.RawSQL", "peewee.SQL"),
)
def _written(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """What is made of a text is executed where it arrives, or in a place that is not seen."""
    executes(linkage, site, Certainty.WRITTEN, name="text")
    if site.target >= 0 and site.args:
        linkage.solver.copy(site.args[0], site.target)
        linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external(TEXT_CLAUSE)))


@models_call("django.db.migrations.RunSQL", "django.db.migrations.operations.RunSQL")
def _run_sql(linkage: Linkage, site: CallSite, receiver: int) -> None:
    executes(linkage, site, Certainty.CERTAIN)


# -- calls that name a table instead of stating SQL --


@models_call("pandas.read_sql_table", "*.read_sql_table")
def _reads_table(linkage: Linkage, site: CallSite, receiver: int) -> None:
    reads_table(linkage, site, site.argument(0, "table_name"))


@models_call("*.copy_from_table")
def _copies_from_table(linkage: Linkage, site: CallSite, receiver: int) -> None:
    reads_table(linkage, site, site.argument(0, "table_name"))


@models_call("*.to_sql", "*.copy_to_table", "*.copy_records_to_table")
def _fills_table(linkage: Linkage, site: CallSite, receiver: int) -> None:
    name = site.argument(0, "name")
    _names_table(linkage, site, name if name >= 0 else site.argument(0, "table_name"), *_FILL)


@models_call("*.copy_from")
def _copies_into_table(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """Psycopg's ``cursor.copy_from(file, table)``."""
    _names_table(linkage, site, site.argument(1, "table"), *_FILL)


@models_call("*.copy_to")
def _copies_out_of_table(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """Psycopg's ``cursor.copy_to(file, table)``."""
    reads_table(linkage, site, site.argument(1, "table"))


def reads_table(linkage: Linkage, site: CallSite, name: int) -> None:
    """Note that a call reads the table that a value names."""
    _names_table(linkage, site, name, 'SELECT * FROM "', '"')


_FILL = ('INSERT INTO "', '" DEFAULT VALUES')


def _names_table(linkage: Linkage, site: CallSite, name: int, before: str, behind: str) -> None:
    """Note the statement that the call stands for."""
    if name < 0 or site.scope < 0:
        return
    nodes = [linkage.solver.new_node(), name, linkage.solver.new_node()]
    linkage.solver.add(nodes[0], linkage.objects.string(before))
    linkage.solver.add(nodes[2], linkage.objects.string(behind))
    made = composed(linkage, site.scope, "concat", tuple(nodes))
    linkage.statements[Statement(site.scope, site.line, made, Certainty.LIKELY)] = None
