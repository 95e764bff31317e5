"""SQL text in programs: how it is put together, where it is executed, and what of it is believed."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linked import program_of

from decompose.extractors.dialects import Dialects
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.rounds import solve
from decompose.extractors.program import FunctionAccess
from decompose.extractors.reading import read_file
from decompose.extractors.repository import SourceFile

NAMES = """
T = 'things'
PREFIX = 'app_'
TABLES = {'a': 'alpha', 'b': 'beta'}
QUERIES = {'all': 'SELECT * FROM named', 'drop': 'DELETE FROM named'}
TEMPLATE = 'SELECT * FROM {table} WHERE {where}'
class Settings:
    schema = 'crm'
    table = 'leads'
"""
HEADER = """
import asyncpg, duckdb, logging, sqlite3, textwrap
import pandas as pd
import sqlalchemy as sa
from django.db import connection
from psycopg2 import sql
from psycopg2.extras import execute_values
from sqlalchemy import DDL, text
from names import *
logger = logging.getLogger(__name__)
"""

# the body of a function with the parameters cursor, db, given; what it reads, writes, whether a name is computed
TEXTS = [
    # composition
    ("cursor.execute('SELECT 1 FROM ' + PREFIX + 'users')", "app_users", "", False),
    ("cursor.execute('SELECT 1 FROM ' + given + '_users')", "", "", True),
    ("q = PREFIX + T\ncursor.execute('SELECT 1 FROM %s' % q)", "app_things", "", False),
    ("q = 'DELETE FROM %(t)s'\nq %= {'t': 'a'}\ncursor.execute(q)", "", "a", False),
    ("q = 'SELECT * FROM %s'\nq %= T\ncursor.execute(q)", "things", "", False),
    ("v = ('a', 'b')\ncursor.execute('SELECT * FROM %s, %s' % v)", "a b", "", False),
    ("d = {'t': 'a'}\ncursor.execute('SELECT * FROM %(t)s' % d)", "a", "", False),
    ("d = {'t': 'a'}\ncursor.execute('SELECT * FROM {t}'.format(**d))", "a", "", False),
    ("cursor.execute('SELECT * FROM {t}'.format(**given))", "", "", True),
    ("cursor.execute(TEMPLATE.format(table=T, where='x = 1'))", "things", "", False),
    ("cursor.execute('SELECT * FROM {0}.{1}'.format(Settings.schema, Settings.table))", "crm.leads", "", False),
    ("cursor.execute('SELECT * FROM :t'.replace(':t', T))", "things", "", False),
    ("cursor.execute(textwrap.dedent('''\n  SELECT *\n  FROM a\n''').strip())", "a", "", False),
    ("q = ['SELECT *']\nq.append('FROM a')\nq.append('WHERE x = 1')\ncursor.execute(' '.join(q))", "a", "", False),
    ("cursor.execute(' '.join(['SELECT * FROM', T]))", "things", "", False),
    ("q = 'SELECT * FROM a'\nif given:\n    q += ' JOIN b USING (i)'\ncursor.execute(q)", "a b", "", False),
    ("q = 'SELECT * FROM a'\nfor x in given:\n    q += ' WHERE ' + x\ncursor.execute(q)", "a", "", False),
    ("t = 'a' if given else 'b'\ncursor.execute(f'DELETE FROM {t}')", "", "a b", False),
    ("for t in ('a', 'b'):\n    cursor.execute('TRUNCATE TABLE ' + t)", "", "a b", False),
    ("cursor.execute(QUERIES['all'])", "named", "", False),
    ("cursor.execute(QUERIES[given])", "named", "named", False),
    ("cursor.execute('SELECT * FROM ' + TABLES['b'])", "beta", "", False),
    ("cursor.execute(f'SELECT * FROM {db.quote(T)}')", "things", "", False),
    ("cursor.execute(f'SELECT * FROM {connection.ops.quote_name(T)}')", "things", "", False),
    # psycopg
    ("cursor.execute(sql.SQL('SELECT {} FROM {}').format(sql.Identifier('x'), sql.Identifier('t')))", "t", "", False),
    ("cursor.execute(sql.SQL('DELETE FROM {t} WHERE {w}').format(t=sql.Identifier(T), w=given))", "", "things", False),
    ("cursor.execute(sql.SQL('SELECT * FROM {}').format(sql.Identifier('crm', 'leads')))", "crm.leads", "", False),
    ("cursor.execute(sql.SQL('SELECT * FROM a') + sql.SQL(' JOIN b USING (i)'))", "a b", "", False),
    ("cursor.execute(sql.SQL(' ').join([sql.SQL('SELECT * FROM a'), sql.SQL('JOIN b USING (i)')]))", "a b", "", False),
    ("cursor.execute(sql.Composed([sql.SQL('DELETE FROM '), sql.Identifier('a')]))", "", "a", False),
    ("cursor.execute(sql.SQL('SELECT * FROM {}').format(sql.Identifier(given)))", "", "", True),
    ("return sql.SQL('SELECT * FROM a WHERE {}').format(given)", "a", "", False),
    ("return sql.SQL('x = {}').format(given)", None, None, False),
    # drivers and libraries
    ("await (await asyncpg.connect()).fetchrow('SELECT * FROM a')", "a", "", False),
    ("await db.fetch_all('SELECT * FROM a')", "a", "", False),
    ("sqlite3.connect('x').executescript('DELETE FROM a; INSERT INTO b SELECT * FROM c')", "c", "a b", False),
    ("sqlite3.connect('x').cursor().execute('DELETE FROM a')", "", "a", False),
    ("pd.read_sql('SELECT * FROM a', db)", "a", "", False),
    ("pd.read_sql_query(sql='SELECT * FROM a', con=db)", "a", "", False),
    ("pd.read_sql_table('a', db)", "a", "", False),
    ("pd.DataFrame(given).to_sql('a', db)", "", "a", False),
    ("duckdb.sql('SELECT * FROM a')", "a", "", False),
    ("execute_values(cursor, 'INSERT INTO a VALUES %s', given)", "", "a", False),
    ("cursor.copy_expert('COPY a FROM STDIN', given)", "", "a", False),
    ("cursor.copy_from(given, 'a')", "", "a", False),
    ("await db.copy_records_to_table('a', records=given)", "", "a", False),
    ("db.session.execute(text('UPDATE a SET x = :x').bindparams(x=1))", "", "a", False),
    ("q = text('SELECT * FROM a')\ndb.execute(q)", "a", "", False),
    ("db.exec_driver_sql('SELECT * FROM a')", "a", "", False),
    ("DDL('CREATE TABLE a (x int)').execute(db)", "", "a", False),
    ("with connection.cursor() as c:\n    c.execute('SELECT * FROM a')", "a", "", False),
    ("db.query('SELECT * FROM a')", "a", "", False),
    ("db('SELECT * FROM a WHERE x = %s', (given,))", "a", "", False),
    ("given.run_report('SELECT * FROM a', limit=1)", "a", "", False),
    ("given.run(query='DELETE FROM a')", "", "a", False),
    ("cursor.execute(given)", "", "", True),
    ("db.execute(text(given))", "", "", True),
    ("cursor.callproc('refresh')", None, None, False),
    # no SQL, or not executed
    ("logger.info('SELECT * FROM a')", None, None, False),
    ("print('Deleting', 'DELETE FROM a')", None, None, False),
    ("db.execute('Update the image')", None, None, False),
    ("given.run('Select a valid asset from the list')", None, None, False),
    ("raise ValueError('DELETE FROM a')", None, None, False),
    ("given.execute(['SELECT', '*'])", None, None, False),
    # tables that are none of the program's
    ("cursor.execute('CREATE TEMP TABLE a AS SELECT * FROM b; SELECT * FROM a')", "b", "", False),
    ("cursor.execute('SELECT * FROM pg_catalog.pg_class')", "pg_catalog.pg_class", "", False),
    # a name that is data
    ("for t in ('a', '+x:(b OR c)'):\n    cursor.execute(f'DELETE FROM \"{t}\"')", "", "", True),
]


@pytest.mark.parametrize(("code", "reads", "writes", "dynamic"), TEXTS)
def test_text(code: str, reads: str | None, writes: str | None, dynamic: bool) -> None:
    use = f"{HEADER}\nasync def f(cursor, db, given):\n{textwrap.indent(code, '    ')}"
    access = program_of(names=NAMES, use=use).access
    if reads is None:
        assert access == {}
        return
    assert access["use.f"] == FunctionAccess(tuple(reads.split()), tuple((writes or "").split()), dynamic)


MODELS = """
from django.db import models
from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.orm import declarative_base

Base = declarative_base()
core = Table("core", MetaData(), Column("x", Integer))

class Order(models.Model):
    class Meta:
        db_table = "orders"

class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
"""

OF_MODELS = [
    ("cursor.execute(f'DELETE FROM {Order._meta.db_table}')", "", "orders"),
    ("cursor.execute('SELECT * FROM \"%s\"' % Order.objects.model._meta.db_table)", "orders", ""),
    ("cursor.execute(f'SELECT * FROM {User.__table__}, {core.name}')", "core users", ""),
    ("cursor.execute('DELETE FROM ' + User.__tablename__)", "", "users"),
    ("list(Order.objects.raw('SELECT * FROM orders, lines'))", "lines orders", ""),
    ("list(Order.objects.extra(tables=['lines'], where=['lines.x = 1']))", "lines orders", ""),
    ("list(Order.objects.extra(select={'n': 'SELECT count(*) FROM notes'}))", "notes orders", ""),
    ("list(Order.objects.annotate(x=RawSQL('SELECT 1 FROM tags', ())))", "orders tags", ""),
]


@pytest.mark.parametrize(("code", "reads", "writes"), OF_MODELS)
def test_text_beside_models(code: str, reads: str, writes: str) -> None:
    header = "from django.db.models.expressions import RawSQL\nfrom models import *"
    access = program_of(models=MODELS, use=f"{header}\ndef f(cursor):\n    {code}").access
    assert access["use.f"] == FunctionAccess(tuple(reads.split()), tuple(writes.split()))


def test_the_callers_of_a_function_that_executes_its_parameter_touch_the_tables() -> None:
    use = """
    class Database:
        def run(self, statement, args=()):
            return self.connection.execute(statement, args)

        def rows(self, statement):
            return list(self.run(statement))

    def orders(db: Database):
        return db.rows("SELECT * FROM orders")

    def clear(db: Database):
        db.run(statement="DELETE FROM lines")
    """
    access = program_of(use=use).access
    assert access["use.orders"].reads == ("orders",)
    assert access["use.clear"].writes == ("lines",)


def test_a_function_that_executes_whatever_it_is_given_owns_no_table() -> None:
    callers = "\n".join(f"def f{n}():\n    run('SELECT * FROM t{n}')" for n in range(20))
    access = program_of(use=f"def run(q):\n    cursor.execute(q)\n{callers}").access
    assert access["use.run"] == FunctionAccess((), (), dynamic=True)
    assert {access[f"use.f{n}"].reads for n in range(20)} == {(f"t{n}",) for n in range(20)}


DIALECTS = [
    ("import psycopg2", "postgres"),
    ("import MySQLdb.cursors", "mysql"),
    ("from pymysql import connect", "mysql"),
    ("import sqlite3", "sqlite"),
    ("URL = 'postgresql+asyncpg://localhost/x'", "postgres"),
    ("DATABASES = {'default': {'ENGINE': 'django.db.backends.mysql'}}", "mysql"),
    ("import sqlite3\nURL = 'mssql+pyodbc://x'", "sqlite"),
    ("import os", None),
]


@pytest.mark.parametrize(("code", "dialect"), DIALECTS)
def test_dialects(code: str, dialect: str | None) -> None:
    facts = read_file("a.py", code.encode())
    linkage = Linkage([SourceFile("a.py", "a")], {"a.py": facts})
    solve(linkage)
    assert Dialects(linkage).of(0) == dialect


def test_system_and_temporary_tables_are_not_in_the_inventory() -> None:
    use = """
    def f(cursor):
        cursor.execute("SELECT * FROM information_schema.tables")
        cursor.execute("CREATE TEMPORARY TABLE scratch (x int)")
        cursor.execute("SELECT * FROM sqlite_master JOIN a ON 1 = 1")
    """
    graph = program_of(use=use).graph
    assert [table.name for table in graph.tables] == ["a"]
    assert {edge.target for edge in graph.edges} == {"a"}


def test_operations_and_columns_of_edges() -> None:
    use = """
    def f(cursor):
        cursor.execute("SELECT a.x, b.y FROM a JOIN b ON a.i = b.i FOR UPDATE OF a")
        cursor.execute("TRUNCATE TABLE c")
        cursor.execute("INSERT INTO c (p, q) VALUES (1, 2)")
        cursor.execute("ALTER TABLE d ADD COLUMN z int")
    """
    edges = program_of(use=use).graph.edges
    seen = {(edge.kind.value, edge.target): (edge.operations, edge.columns) for edge in edges}
    assert seen["reads", "a"] == (("lock", "select"), ("i", "x"))
    assert seen["reads", "b"] == (("select",), ("i", "y"))
    assert seen["writes", "c"] == (("insert", "truncate"), ("p", "q"))
    assert seen["writes", "d"][0] == ("ddl",)


def test_a_name_behind_an_unknown_beginning_is_believed_where_it_is_a_table() -> None:
    use = """
    def f(cursor, ctes):
        cursor.execute(f"{ctes()} SELECT * FROM recent")
        cursor.execute(f"{ctes()} SELECT * FROM orders")

    def g(cursor):
        cursor.execute("SELECT * FROM orders")
    """
    assert program_of(use=use).access["use.f"] == FunctionAccess(("orders",), (), dynamic=True)


def test_definitions_without_tables_are_understood() -> None:
    use = """
    from sqlalchemy import text

    def f(connection, kind):
        connection.execute(text('CREATE TYPE "pair" AS (a {0}, b text)'.format('json' if kind else 'text')))
        connection.execute(text("CREATE SEQUENCE numbers"))
    """
    program = program_of(use=use)
    assert program.access == {}
    assert program.graph.coverage.statements == program.graph.coverage.statements_understood == 2


def test_what_is_not_understood_is_counted_and_has_a_place() -> None:
    use = """
    def f(cursor, name):
        cursor.execute("SELECT * FROM a")
        cursor.execute(f"SELECT * FROM {name}")
        cursor.execute("SELECT FROM WHERE a ) (")
    """
    graph = program_of(use=use).graph
    counted = graph.coverage.statements, graph.coverage.statements_understood, graph.coverage.statements_dynamic
    assert counted == (3, 1, 1)
    places = {(found.code, str(found.place)) for found in graph.diagnostics}
    assert places == {("sql-not-understood", "use.py:5"), ("sql-computed-table", "use.py:4")}


def test_long_indentation_is_given_up_at_once() -> None:
    text = "\\n" * 20 + " " * 60 + "no statement at all"
    program = program_of(m=f"import frob\ndef f(x):\n    frob.g('''{text}''')\n    frob.run_sql(x, '''{text}''')")
    assert program.graph.tables == ()
