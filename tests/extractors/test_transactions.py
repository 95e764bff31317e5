"""Transactions of small programs: where they begin and end, and what is touched inside."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linked import program_of
from shop_models import SHOP

from decompose.extractors.graph import TransactionScope

ALCHEMY = """
from contextlib import contextmanager
from sqlalchemy import Column, Integer, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()
engine = create_engine("sqlite://")
Session = sessionmaker(bind=engine)

class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)

class B(Base):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)

class C(Base):
    __tablename__ = "c"
    id = Column(Integer, primary_key=True)

@contextmanager
def scope():
    session = Session()
    try:
        yield session
        session.commit()
    finally:
        session.close()
"""


def _scopes(use: str, **modules: str) -> dict[str, list[TransactionScope]]:
    found: dict[str, list[TransactionScope]] = {}
    for scope in program_of(use=use, **modules).graph.transactions:
        found.setdefault(scope.symbol.removeprefix("use."), []).append(scope)
    return found


def _written(use: str, **modules: str) -> dict[str, list[str]]:
    """Function → the tables that each of its transactions writes, by line."""
    return {
        name: [",".join(scope.writes) for scope in sorted(scopes, key=lambda scope: scope.place)]
        for name, scopes in _scopes(use, **modules).items()
    }


SESSIONS = [
    pytest.param(
        """
        def f(session):
            session.add(A())
            session.commit()
            session.add(B())
        """,
        {"f": ["a"]},
        id="up to the commit",
    ),
    pytest.param(
        """
        def f(session):
            session.add(A())
            session.commit()
            session.add(B())
            session.add(C())
            session.commit()
        """,
        {"f": ["a", "b,c"]},
        id="from commit to commit",
    ),
    pytest.param(
        """
        def g(session):
            session.add(B())

        def f(session):
            session.add(A())
            g(session)
            session.commit()
        """,
        {"f": ["a,b"]},
        id="callees that do not commit",
    ),
    pytest.param(
        """
        def g(session):
            session.add(B())
            session.commit()

        def f(session):
            g(session)
            session.add(A())
            session.commit()
        """,
        {"f": ["a"], "g": ["b"]},
        id="a callee that commits begins another",
    ),
    pytest.param(
        """
        def g(session):
            session.add(B())
            session.commit()
            session.add(C())

        def f(session):
            session.add(A())
            g(session)
            session.commit()
        """,
        {"f": ["a,b", "c"], "g": ["b"]},
        id="what a callee commits, and what it leaves",
    ),
    pytest.param(
        """
        def g(session, commit=True):
            session.add(B())
            if commit:
                session.commit()

        def f(session):
            session.add(A())
            g(session, commit=False)
            session.add(C())
            session.commit()
        """,
        {"f": ["a,b,c"], "g": ["b"]},
        id="a callee that is asked not to commit",
    ),
    pytest.param(
        """
        def g(session):
            session.add(B())

        def f(session, tasks):
            session.add(A())
            tasks.add_task(g, session)
            session.commit()
        """,
        {"f": ["a"]},
        id="background work",
    ),
    pytest.param(
        """
        def f():
            with Session.begin() as session:
                session.add(A())
            with engine.begin() as connection:
                connection.execute("DELETE FROM b")
        """,
        {"f": ["a", "b"]},
        id="begin of a session maker and of an engine",
    ),
    pytest.param(
        """
        def f():
            with scope() as session:
                session.add(A())
                session.add(B())
        """,
        {"f": ["a,b"]},
        id="context manager of the program",
    ),
    pytest.param(
        """
        def g():
            with scope() as session:
                session.add(B())

        def f(session):
            session.add(A())
            g()
            session.commit()
        """,
        {"f": ["a"], "g": ["b"]},
        id="a session of its own",
    ),
    pytest.param(
        """
        def f(session):
            session.add(A())
            with session.begin_nested():
                session.add(B())
            session.commit()
        """,
        {"f": ["b", "a,b"]},
        id="savepoint",
    ),
    pytest.param(
        """
        def in_transaction_of(function):
            def wrapper(context):
                with context.session.begin():
                    return function(context)
            return wrapper

        @in_transaction_of
        def f(context):
            context.session.add(A())
            context.session.add(B())
        """,
        {"f": ["a,b"]},
        id="decorator of the program",
    ),
    pytest.param(
        """
        def committing(function):
            def wrapper(session):
                result = function(session)
                session.commit()
                return result
            return wrapper

        @committing
        def f(session):
            session.add(A())
        """,
        {"f": ["a"]},
        id="decorator that commits",
    ),
    pytest.param(
        """
        from oslo_db.sqlalchemy import enginefacade
        manager = enginefacade.transaction_context()

        def writing(function):
            def wrapped(context, *args):
                with manager.writer.using(context):
                    return function(context, *args)
            return wrapped

        @writing
        def f(context):
            context.session.add(A())

        @manager.writer
        def g(context):
            context.session.add(B())
        """,
        {"f": ["a"], "g": ["b"]},
        id="oslo.db",
    ),
    pytest.param(
        """
        import sqlite3

        def f():
            connection = sqlite3.connect("x")
            with connection:
                connection.execute("INSERT INTO b VALUES (1)")
        """,
        {"f": ["b"]},
        id="connection as context manager",
    ),
    pytest.param(
        """
        class X:
            def go(self, session):
                session.add(B())
                session.commit()
                session.add(C())

        class Y:
            def go(self, session):
                session.add(B())

        class Z:
            def go(self, session):
                session.add(B())

        def f(session):
            for each in (X(), Y(), Z()):
                each.go(session)
            session.add(A())
            session.commit()
        """,
        {"f": ["a,b"], "X.go": ["b"]},
        id="one of several callees commits",
    ),
    pytest.param(
        """
        def f(index, repository):
            index.commit("a message")
        """,
        {},
        id="another commit",
    ),
]


@pytest.mark.parametrize(("use", "expected"), SESSIONS)
def test_sessions(use: str, expected: dict[str, list[str]]) -> None:
    assert _written("from store import *\n" + textwrap.dedent(use), store=ALCHEMY) == expected


def test_one_of_many_callees_is_a_transaction_of_its_own() -> None:
    handlers = "\n".join(
        f"class H{n}(Base):\n    def handle(self, session):\n        session.add(A())\n        session.add(B())\n"
        for n in range(6)
    )
    use = f"""
from store import A, B
class Base: pass
{handlers}
HANDLERS = [H0(), H1(), H2(), H3(), H4(), H5()]
def run(session):
    for handler in HANDLERS:
        handler.handle(session)
    session.commit()
"""
    found = _scopes(use, store=ALCHEMY)
    assert sorted(found) == [f"H{n}.handle" for n in range(6)]
    assert {scope.confidence.value for scopes in found.values() for scope in scopes} == {"inferred"}


DJANGO = [
    pytest.param(
        """
        @transaction.atomic
        def f():
            Customer.objects.create()
            Tag.objects.create()
        """,
        {"f": ["shop_customer,tags"]},
        id="decorator",
    ),
    pytest.param(
        """
        @transaction.atomic(using="other", savepoint=False)
        def f():
            Customer.objects.create()
        """,
        {"f": ["shop_customer"]},
        id="decorator with arguments",
    ),
    pytest.param(
        """
        from django.utils.decorators import method_decorator
        class View:
            @method_decorator(transaction.atomic)
            def post(self, request):
                Customer.objects.create()
                Tag.objects.create()
        """,
        {"View.post": ["shop_customer,tags"]},
        id="decorator of functions on a method",
    ),
    pytest.param(
        """
        def f():
            Tag.objects.create()
            with transaction.atomic(durable=True):
                Customer.objects.create()
            Tag.objects.create()
        """,
        {"f": ["shop_customer"]},
        id="block",
    ),
    pytest.param(
        """
        def later():
            Tag.objects.create()

        @transaction.atomic
        def f():
            Customer.objects.create()
            transaction.on_commit(later)
            transaction.on_commit(lambda: later())
        """,
        {"f": ["shop_customer"]},
        id="on_commit",
    ),
    pytest.param(
        """
        from celery import shared_task

        @shared_task
        def later():
            Tag.objects.create()

        @transaction.atomic
        def f():
            Customer.objects.create()
            later.delay()
            later.apply_async(args=())
        """,
        {"f": ["shop_customer"]},
        id="task",
    ),
    pytest.param(
        """
        from django.dispatch import Signal, receiver
        done = Signal()

        @receiver(done)
        def react(**kwargs):
            Tag.objects.create()

        @transaction.atomic
        def f():
            Customer.objects.create()
            done.send(sender=None)
        """,
        {"f": ["shop_customer,tags"]},
        id="receivers of signals",
    ),
    pytest.param(
        """
        class Saver:
            @transaction.atomic()
            def save(self):
                Customer.objects.create()

        def f():
            with transaction.atomic():
                Tag.objects.create()
                Saver().save()
        """,
        {"Saver.save": ["shop_customer"], "f": ["shop_customer,tags"]},
        id="nested",
    ),
]


@pytest.mark.parametrize(("use", "expected"), DJANGO)
def test_django(use: str, expected: dict[str, list[str]]) -> None:
    head = "from django.db import transaction\nfrom shop.models import *\n"
    assert _written(head + textwrap.dedent(use), shop__init="", shop__models=SHOP) == expected


VIEWS = """
from django.db import transaction
from django.views import View
from shop.models import Customer, Tag

def page(request):
    Customer.objects.create()
    Tag.objects.create()

@transaction.non_atomic_requests
def free(request):
    Customer.objects.create()

class Shelf(View):
    def post(self, request):
        Tag.objects.create()
"""
URLS = """
from django.urls import path
from use import Shelf, free, page
urlpatterns = [path("page", page), path("free", free), path("shelf", Shelf.as_view())]
"""
SETTINGS = [
    pytest.param('{"default": {"ATOMIC_REQUESTS": True}}', ["Shelf.post", "page"], id="on"),
    pytest.param('{"default": {"ATOMIC_REQUESTS": False}}', [], id="off"),
    pytest.param('{"default": {}}\nDATABASES["default"]["ATOMIC_REQUESTS"] = True', ["Shelf.post", "page"], id="set"),
    pytest.param('{"default": {"NAME": "x"}}', [], id="default"),
]


@pytest.mark.parametrize(("settings", "expected"), SETTINGS)
def test_requests_that_settings_make_atomic(settings: str, expected: list[str]) -> None:
    modules = {"shop__init": "", "shop__models": SHOP, "urls": URLS, "settings": f"DATABASES = {settings}"}
    found = _scopes(VIEWS, **modules)
    assert sorted(found) == expected
    assert all(scope.confidence.value == "inferred" for scopes in found.values() for scope in scopes)


def test_what_may_follow_from_a_deletion_of_many_kinds_of_rows_is_not_believed() -> None:
    models = "from django.db import models\n" + "\n".join(
        f"class M{n}(models.Model): pass\nclass N{n}(models.Model):\n"
        f"    m = models.ForeignKey(M{n}, on_delete=models.CASCADE)\n"
        f"class O{n}(models.Model):\n    n = models.ForeignKey(N{n}, on_delete=models.CASCADE)"
        for n in range(4)
    )
    use = """
    from django.db import transaction
    from shop.models import *

    @transaction.atomic
    def remove(kind):
        for model in (M0, M1, M2, M3):
            model.objects.get().delete()

    @transaction.atomic
    def remove_one():
        M0.objects.get().delete()
    """
    assert _written(use, shop__init="", shop__models=models) == {
        "remove": ["shop_m0,shop_m1,shop_m2,shop_m3"],
        "remove_one": ["shop_m0,shop_n0,shop_o0"],
    }


def test_a_scope_names_its_functions() -> None:
    use = """
    from django.db import transaction
    from shop.models import Customer

    def note():
        Customer.objects.create()

    @transaction.atomic
    def f():
        note()
    """
    ((scope,),) = _scopes(use, shop__init="", shop__models=SHOP).values()
    assert (scope.functions, scope.units, scope.confidence.value) == (("use.note",), ("use.note",), "exact")
