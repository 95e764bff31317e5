"""Peewee, Tortoise and Pony: tables, and what their queries and rows touch."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linked import program_of

from decompose.extractors.program import FunctionAccess

PEEWEE = """
from peewee import *

db = SqliteDatabase("x.db")

class Base(Model):
    class Meta:
        database = db

class Person(Base):
    name = CharField()

class OrderLine(Base):
    person = ForeignKeyField(Person, backref="lines", on_delete="CASCADE")
    code = CharField(primary_key=True, column_name="line_code")

class Note(Base):
    line = ForeignKeyField(OrderLine)
    class Meta:
        table_name = "notes"
"""
TORTOISE = """
from tortoise import fields
from tortoise.models import Model

class Base(Model):
    id = fields.IntField(pk=True)
    class Meta:
        abstract = True

class Person(Base):
    name = fields.CharField(max_length=20)

class OrderLine(Base):
    person = fields.ForeignKeyField("models.Person", related_name="lines")
    tags = fields.ManyToManyField("models.Tag", through="line_tags")
    class Meta:
        table = "lines"

class Tag(Base):
    pass
"""
PONY = """
from pony.orm import *

db = Database()

class Person(db.Entity):
    name = Required(str)
    lines = Set("OrderLine")

class Boss(Person):
    pass

class OrderLine(db.Entity):
    _table_ = "lines"
    code = PrimaryKey(str)
    person = Required(Person)
"""

CASES = [
    (PEEWEE, "Person.select().where(Person.name == 'x').order_by(Person.name)", "person", ""),
    (PEEWEE, "Person.create(name='x')", "", "person"),
    (PEEWEE, "Person.get_or_create(name='x')[0].save()", "person", "person"),
    (PEEWEE, "Person.update(name='x').where(given).execute()", "", "person"),
    (PEEWEE, "Person.delete().where(given).execute()", "", "person"),
    (PEEWEE, "Person.insert_many(given).on_conflict_ignore().execute()", "", "person"),
    (PEEWEE, "Person.get(name='x').delete_instance()", "person", "person"),
    (PEEWEE, "Person.get_by_id(1).lines.count()", "orderline person", ""),
    (PEEWEE, "OrderLine.get_by_id(1).person.save()", "orderline", "person"),
    (PEEWEE, "for line in OrderLine.select():\n    line.delete_instance()", "orderline", "orderline"),
    (PEEWEE, "OrderLine.select(OrderLine, Person).join(Person)", "orderline person", ""),
    (PEEWEE, "Note.raw('SELECT * FROM notes, orderline')", "notes orderline", ""),
    (PEEWEE, "db.execute_sql('DELETE FROM notes')", "", "notes"),
    (PEEWEE, "db.create_tables([Person, Note])", "", "notes person"),
    (PEEWEE, "OrderLine.get_by_id(1).note_set.count()", "notes orderline", ""),
    (TORTOISE, "await Person.filter(name='x').order_by('name').first()", "person", ""),
    (TORTOISE, "await Person.create(name='x')", "", "person"),
    (TORTOISE, "p = await Person.get(id=1)\nawait p.save()", "person", "person"),
    (TORTOISE, "p, made = await Person.get_or_create(name='x')\nawait p.delete()", "person", "person"),
    (TORTOISE, "await Person.filter(id=1).delete()", "person", "person"),
    (TORTOISE, "async for line in (await Person.get(id=1)).lines:\n    await line.delete()", "person", "lines"),
    (TORTOISE, "await OrderLine.all().count()", "lines", ""),
    (TORTOISE, "await Person.bulk_create(given)", "", "person"),
    (PONY, "select(p for p in Person if p.name == 'x')[:]", "Person", ""),
    (PONY, "select(p for p in Person).first().delete()", "Person", "Person"),
    (PONY, "Person(name='x')", "", "Person"),
    (PONY, "Person[1].name = 'y'", "Person", "Person"),
    (PONY, "Person.get(name='x').set(name='y')", "Person", "Person"),
    (PONY, "OrderLine['a'].person.delete()", "lines", "Person"),
    (PONY, "delete(l for l in OrderLine)", "lines", "lines"),
    (PONY, "db.select('SELECT * FROM lines')", "lines", ""),
    (PONY, "db.execute('DELETE FROM lines')", "", "lines"),
]


@pytest.mark.parametrize(("models", "code", "reads", "writes"), CASES)
def test_access(models: str, code: str, reads: str, writes: str) -> None:
    kind = "async def" if "await" in code else "def"
    header = "from models import *\nfrom pony.orm import select, delete"
    use = f"{header}\n{kind} f(given):\n{textwrap.indent(code, '    ')}"
    access = program_of(models=models, use=use).access
    assert access["use.f"] == FunctionAccess(tuple(reads.split()), tuple(writes.split()))


@pytest.mark.parametrize(
    ("models", "tables"),
    [
        (PEEWEE, {"person": "", "orderline": "person_id>person CASCADE", "notes": "line_id>orderline "}),
        (
            TORTOISE,
            {
                "person": "",
                "lines": "person_id>person CASCADE",
                "tag": "",
                "line_tags": "orderline_id>lines CASCADE tag_id>tag CASCADE",
            },
        ),
        (PONY, {"Person": "", "lines": "person>Person "}),
    ],
)
def test_inventory(models: str, tables: dict[str, str]) -> None:
    found = program_of(models=models).graph.tables
    assert {
        table.name: " ".join(f"{key.column}>{key.table} {key.on_delete}" for key in table.foreign_keys)
        for table in found
    } == tables
