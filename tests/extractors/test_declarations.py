"""Tables that SQL scripts declare, beside those that the program maps."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linked import program_of

from decompose.analyzer.cache import Cache
from decompose.analyzer.pipeline import Run, link_program
from decompose.extractors.declarations import DeclaringFile, read_declarations
from decompose.extractors.tables.names import Names

SCRIPT = """
CREATE TABLE public.orders (id serial PRIMARY KEY, customer_id int REFERENCES public.customers (id) ON DELETE CASCADE);
CREATE TABLE audit (id int);
CREATE TEMP TABLE scratch (id int);
"""
MAPPED = """
from django.db import models

class Order(models.Model):
    class Meta:
        db_table = "orders"

class Customer(models.Model):
    class Meta:
        db_table = "Customers"
"""


def test_a_script_adds_tables_and_what_classes_do_not_say() -> None:
    declared = read_declarations([DeclaringFile("schema.sql", SCRIPT.encode())])
    use = "def f(cursor):\n    cursor.execute('SELECT * FROM audit, public.orders, CUSTOMERS')"
    program = program_of(declared, shop__init="", shop__models=MAPPED, use=use)
    tables = {table.name: table for table in program.graph.tables}
    assert sorted(tables) == ["Customers", "audit", "orders"]
    keys = [(key.column, key.table, key.on_delete) for key in tables["orders"].foreign_keys]
    assert keys == [("customer_id", "Customers", "CASCADE")]
    assert program.access["use.f"].reads == ("Customers", "audit", "orders")


NO_TABLES = [b"", b"\x00\x01\x02", b"PGDMP\x00", b"CREATE TABLE (((", b"\xff\xfeC\x00", b"-- only words"]


@pytest.mark.parametrize("data", NO_TABLES)
def test_scripts_that_declare_nothing(data: bytes) -> None:
    assert read_declarations([DeclaringFile("x.sql", data)]).tables == ()


def test_what_is_not_understood_has_a_place() -> None:
    found = read_declarations([DeclaringFile("db/x.sql", b"SELECT 1;\nCREATE TABLE a (b int REFERENCES (;\n")])
    assert [(str(problem.place), problem.code) for problem in found.diagnostics] == [
        ("db/x.sql:2", "sql-schema-not-understood")
    ]


def test_a_changed_script_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("def f(): pass\n")
    script = tmp_path / "schema.sql"
    with Cache(tmp_path / ".cache") as cache:
        for name in ("first", "second"):
            script.write_text(f"CREATE TABLE {name} (id int);\n")
            program = link_program(tmp_path, Run(cache=cache, workers=1))
            assert [table.name for table in program.graph.tables] == [name]


DJANGO = """
from django.db import migrations, models

class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(name="Order", fields=[("id", models.AutoField(primary_key=True))]),
        migrations.CreateModel("Legacy", fields=[("id", models.AutoField()), ("x", models.TextField())]),
        migrations.CreateModel(name="Named", fields=[], options={"db_table": "named"}),
        migrations.CreateModel(name="Gone", fields=[]),
    ]
"""
ALEMBIC = """
from alembic import op
import sqlalchemy as sa

def upgrade():
    op.create_table("audit", sa.Column("id", sa.Integer(), primary_key=True), schema="log")
    op.create_table("orders", sa.Column("old", sa.Text))
    op.create_table("dropped", sa.Column("id", sa.Integer))

def downgrade():
    op.drop_table("audit")
"""


def test_migrations_tell_of_tables_that_have_no_model_any_more() -> None:
    files = [
        DeclaringFile("shop/migrations/0001_initial.py", DJANGO.encode()),
        DeclaringFile("shop/migrations/0002_gone.py", b"operations = [migrations.DeleteModel(name='Gone')]"),
        DeclaringFile("alembic/versions/a1_first.py", ALEMBIC.encode()),
        DeclaringFile("alembic/versions/b2_second.py", b"def upgrade():\n    op.drop_table('dropped')"),
        DeclaringFile("alembic/versions/broken.py", b"def upgrade(:"),
    ]
    graph = program_of(read_declarations(files), shop__init="", shop__models=MAPPED).graph
    tables = {table.name: [column.name for column in table.columns] for table in graph.tables}
    assert tables == {"Customers": [], "orders": [], "shop_legacy": ["id", "x"], "named": [], "log.audit": ["id"]}


@pytest.mark.parametrize(
    ("written", "real"),
    [
        ("Orders", "orders"),
        ("public.orders", "orders"),
        ("other.orders", "other.orders"),
        ("users", "auth.users"),
        ("public.users", "public.users"),
        ("twice", "twice"),
        ("b.twice", "b.twice"),
        ("unknown", "unknown"),
    ],
)
def test_real_names(written: str, real: str) -> None:
    assert Names(["orders", "auth.users", "a.twice", "b.twice"]).real(written) == real
