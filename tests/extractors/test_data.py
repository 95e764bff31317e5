"""Tables, accesses and transactions of small programs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linked import program_of
from shop_models import SHOP

from decompose.extractors.program import FunctionAccess

MAPPED = """
from sqlalchemy import Column, ForeignKey, Integer, Table, MetaData
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()
metadata = MetaData()
links = Table("links", metadata, Column("user_id", ForeignKey("users.id")), Column("x", Integer))

class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)

class Address(Base):
    __tablename__ = "addresses"
    user_id = Column(ForeignKey("users.id", ondelete="cascade"))
    user = relationship("User", backref="addresses")
"""

SQLALCHEMY = [
    pytest.param("session.query(User).filter(User.id == 1).all()", {"users"}, set(), id="query"),
    pytest.param("session.add(User())", set(), {"users"}, id="add"),
    pytest.param("session.execute(select(Address).join(User))", {"addresses", "users"}, set(), id="select"),
    pytest.param("session.query(User).delete()", set(), {"users"}, id="delete"),
    pytest.param("session.get(User, 1)", {"users"}, set(), id="get"),
    pytest.param("session.execute(links.insert().values(x=1))", set(), {"links"}, id="core"),
    pytest.param("session.execute(text('UPDATE users SET id = 1'))", set(), {"users"}, id="text"),
]


@pytest.mark.parametrize(("code", "reads", "writes"), SQLALCHEMY)
def test_sqlalchemy_access(code: str, reads: set[str], writes: set[str]) -> None:
    use = f"from sqlalchemy import select, text\nfrom mapped import *\ndef f(session):\n    {code}"
    found = program_of(mapped=MAPPED, use=use).access["use.f"]
    assert (set(found.reads), set(found.writes)) == (reads, writes)


def test_sqlalchemy_inventory() -> None:
    graph = program_of(mapped=MAPPED).graph
    keys = {
        table.name: [(key.column, key.table, key.on_delete) for key in table.foreign_keys] for table in graph.tables
    }
    assert keys == {
        "users": [],
        "links": [("user_id", "users", "")],
        "addresses": [("user_id", "users", "CASCADE")],
    }


SQL = [
    pytest.param("cursor.execute('SELECT * FROM a JOIN b ON a.i = b.i')", {"a", "b"}, set(), False, id="join"),
    pytest.param("q = 'DELETE FROM ' + 'a'\n    cursor.execute(q)", set(), {"a"}, False, id="concatenated"),
    pytest.param("t = 'a'\n    cursor.execute(f'INSERT INTO {t} VALUES (1)')", set(), {"a"}, False, id="f-string"),
    pytest.param("cursor.execute('SELECT 1 FROM %s' % T)", {"things"}, set(), False, id="constant elsewhere"),
    pytest.param("cursor.execute('SELECT 1 FROM {}'.format(T))", {"things"}, set(), False, id="format"),
    pytest.param("cursor.execute(f'SELECT * FROM {cursor}')", set(), set(), True, id="computed"),
    pytest.param("cursor.execute('Update the image')", None, None, False, id="English"),
]


@pytest.mark.parametrize(("code", "reads", "writes", "dynamic"), SQL)
def test_sql_text(code: str, reads: set[str] | None, writes: set[str] | None, dynamic: bool) -> None:
    use = f"from names import T\ndef f(cursor):\n    {code}"
    access = program_of(names="T = 'things'", use=use).access
    if reads is None:
        assert access == {}
        return
    assert access["use.f"] == FunctionAccess(tuple(sorted(reads)), tuple(sorted(writes or ())), dynamic)


def test_transactions_reach_through_calls() -> None:
    use = """
    from django.db import transaction
    from shop.models import Customer, Order

    def note():
        Customer.objects.create()

    @transaction.atomic
    def decorated():
        note()

    def block():
        Order.objects.first()
        with transaction.atomic():
            Order.objects.create()
            note()
    """
    found = program_of(shop__init="", shop__models=SHOP, use=use).graph.transactions
    assert {(scope.symbol, scope.writes) for scope in found} == {
        ("use.decorated", ("shop_customer",)),
        ("use.block", ("shop_customer", "shop_order")),
    }


def test_entry_points_and_events() -> None:
    use = """
    from celery import shared_task
    from django.dispatch import Signal, receiver
    from django.urls import include, path
    from django.views.generic import View

    done = Signal()

    class Page(View):
        pass

    def listing(request): pass

    @shared_task
    def send(): pass

    @receiver(done)
    def react(sender): pass

    def work():
        send.delay()
        done.send(None)

    urlpatterns = [path("list/", listing), path("page/<int:pk>/", Page.as_view())]
    """
    graph = program_of(
        use=use, root="from django.urls import include, path\nurlpatterns = [path('shop/', include('use'))]"
    ).graph
    assert {(entry.kind.value, entry.name) for entry in graph.entry_points} == {
        ("http", "/shop/list/"),
        ("http", "/shop/page/<int:pk>/"),
        ("task", "use.send"),
        ("signal", "use.react"),
    }
    events = {(edge.source, edge.target) for edge in graph.edges if edge.kind.value == "event"}
    assert events == {("use.work", "use.send"), ("use.work", "use.react")}


def test_web_routes() -> None:
    use = """
    from fastapi import APIRouter
    from flask import Blueprint

    router = APIRouter(prefix="/users")
    pages = Blueprint("pages", __name__, url_prefix="/pages")

    @router.get("/{user_id}")
    def show(user_id): pass

    @pages.route("/edit", methods=["GET", "POST"])
    def edit(): pass
    """
    entries = program_of(use=use).graph.entry_points
    assert {entry.name for entry in entries} == {"GET /users/{user_id}", "GET /pages/edit", "POST /pages/edit"}


def test_the_user_of_a_request_is_the_user_model() -> None:
    use = """
    from django.views.generic import View

    def rename(request):
        request.user.save()

    class Page(View):
        def post(self, request):
            self.request.user.delete()
    """
    models = "from django.contrib.auth.models import AbstractUser\nclass Member(AbstractUser): pass"
    modules = {"people__init": "", "people__models": models, "settings": "AUTH_USER_MODEL = 'people.Member'"}
    access = program_of(use=use, **modules).access
    assert access["use.rename"].writes == ("people_member",)
    assert access["use.Page.post"].writes == (
        *("people_member", "people_member_groups", "people_member_user_permissions"),
    )
