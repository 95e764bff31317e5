"""Queries that loops repeat, and how often what an entry point reaches runs."""

from __future__ import annotations

import pytest
from linked import program_of

from decompose.extractors.components import components
from decompose.extractors.graph import EntryKind, EntryPoint
from decompose.extractors.places import Place
from decompose.extractors.reach import Reach

DJANGO = """
from django.db import models
class User(models.Model): ...
class Order(models.Model):
    user = models.ForeignKey(User, models.CASCADE)
    def owner(self):
        return self.user.pk
class Line(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    product = models.ForeignKey("Product", models.CASCADE)
class Product(models.Model): ...
def latest(order):
    return order.lines.first()
def indirect(order):
    return latest(order)
"""
ALCHEMY = """
from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base, joinedload, relationship
Base = declarative_base()
class User(Base):
    __tablename__ = "m_user"
    id = Column(Integer, primary_key=True)
class Order(Base):
    __tablename__ = "m_order"
    id = Column(Integer, primary_key=True)
    user_id = Column(ForeignKey("m_user.id"))
    user = relationship(User, backref="orders")
"""
CASES = [
    pytest.param(
        DJANGO, "for o in Order.objects.all(): print(o.user.name)", {("load", "m_user", "inferred")}, id="load"
    ),
    pytest.param(
        DJANGO,
        "print([o.user.name for o in Order.objects.filter(x=1)])",
        {("load", "m_user", "inferred")},
        id="comprehension; what it goes over is asked once",
    ),
    pytest.param(
        DJANGO,
        "for o in Order.objects.select_related('user'): print(o.user.name)",
        {("load", "m_user", "heuristic")},
        id="fetched along somewhere",
    ),
    pytest.param(
        DJANGO,
        "for o in Order.objects.all():\n        Line.objects.get(order=o)",
        {("query", "m_line", "inferred")},
        id="query",
    ),
    pytest.param(
        DJANGO,
        "for o in Order.objects.all():\n        for line in o.lines.all(): print(line)",
        {("query", "m_line", "inferred")},
        id="a query that an inner loop goes through",
    ),
    pytest.param(
        DJANGO,
        "names = ['lines']\n    for o in Order.objects.prefetch_related(*names):\n"
        "        for line in o.lines.all(): print(line)",
        {("query", "m_line", "heuristic")},
        id="a relation that is fetched along somewhere",
    ),
    pytest.param(
        DJANGO,
        "q = Order.objects.all()\n    for word in words: q = q.filter(name=word)\n    return list(q)",
        set(),
        id="a query that is put together",
    ),
    pytest.param(
        DJANGO, "for o in Order.objects.all(): o.save()", {("write", "m_order", "inferred")}, id="rows written singly"
    ),
    pytest.param(
        DJANGO,
        "for ids in chunks(words):\n        Order.objects.filter(pk__in=ids).count()\n"
        "        Order.objects.bulk_create(ids)",
        set(),
        id="batches",
    ),
    pytest.param(
        DJANGO,
        "for name in ('a', 'b'): Order.objects.get(name=name)\n    for i in range(3): Order.objects.first()",
        set(),
        id="as many as the code says",
    ),
    pytest.param(
        DJANGO,
        "for o in Order.objects.all()[:3]: Line.objects.get(order=o)",
        set(),
        id="the first few",
    ),
    pytest.param(
        DJANGO,
        "for o in Order.objects.all():\n        if o: return Line.objects.get(order=o)\n    for w in words:\n"
        "        if w:\n            Line.objects.first()\n            break",
        set(),
        id="what leaves the loop",
    ),
    pytest.param(
        DJANGO,
        "while words: Order.objects.first()",
        set(),
        id="waiting and paging",
    ),
    pytest.param(
        DJANGO, "for o in Order.objects.all(): latest(o)", {("query", "m_line", "inferred")}, id="through a function"
    ),
    pytest.param(
        DJANGO,
        "for o in Order.objects.all(): indirect(o)",
        {("query", "m_line", "heuristic")},
        id="through two functions",
    ),
    pytest.param(
        DJANGO, "for o in Order.objects.all(): o.owner()", {("load", "m_user", "inferred")}, id="a row's own method"
    ),
    pytest.param(
        DJANGO,
        "order = Order.objects.get()\n    for line in list(order.lines.all()): line.order.pk",
        set(),
        id="back to the parent",
    ),
    pytest.param(
        DJANGO,
        "order = Order.objects.get()\n    for word in words: order.user.pk",
        set(),
        id="the same row again",
    ),
    pytest.param(
        ALCHEMY,
        "for o in session.query(Order).all(): print(o.user.id)",
        {("load", "m_user", "inferred")},
        id="sqlalchemy: load",
    ),
    pytest.param(
        ALCHEMY,
        "for o in session.query(Order).options(joinedload(Order.user)): print(o.user.id)",
        {("load", "m_user", "heuristic")},
        id="sqlalchemy: fetched along",
    ),
    pytest.param(
        ALCHEMY,
        "for o in session.query(Order).all():\n        session.query(User).filter_by(id=o.id).one()",
        {("query", "m_user", "inferred")},
        id="sqlalchemy: query",
    ),
    pytest.param(
        ALCHEMY,
        "q = session.query(Order)\n    for w in words: q = q.filter(Order.id > w)\n"
        "    for w in words: session.add(Order())",
        set(),
        id="sqlalchemy: what is put together or written later",
    ),
]


@pytest.mark.parametrize(("models", "body", "expected"), CASES)
def test_repeated_queries(models: str, body: str, expected: set[tuple[str, str, str]]) -> None:
    source = f"{models}\nfrom sqlalchemy.orm import Session\ndef f(words, session: Session):\n    {body}\n"
    found = program_of(m=source).graph.repeated
    assert {(one.kind.value, *one.tables, one.confidence.value) for one in found if one.symbol == "m.f"} == expected


def test_a_repeated_query_has_its_loop_and_its_way() -> None:
    source = DJANGO + "def f():\n for o in Order.objects.all():\n  print(o)\n  latest(o)\n"
    (found,) = program_of(m=source).graph.repeated
    assert (found.loop.line, found.call.line, found.query.line) == (17, 19, 13)
    assert (found.rows, found.tables, found.via) == (("m_order",), ("m_line",), ("m.latest",))


def test_how_often() -> None:
    source = DJANGO + (
        "def view():\n User.objects.first()\n for o in Order.objects.all():\n  step(o)\n  again()\n"
        "def step(o):\n for line in o.lines.all():\n  Product.objects.get(pk=line)\n"
        "def again():\n for x in view.x: again()\n"
    )
    graph = program_of(m=source).graph
    entry = EntryPoint("GET /", EntryKind.HTTP, "m.view", "m.view", Place("m.py", 2))
    often = Reach(graph).how_often(entry)
    assert often.reads == {"m_user": 0, "m_order": 0, "m_line": 1, "m_product": 2}
    assert often.symbols == {"m.view": 0, "m.step": 1, "m.again": 1}


def test_components() -> None:
    following = {"a": ["b", "x"], "b": ["c"], "c": ["b", "d"], "d": []}
    assert components(["a", "b", "c", "d"], following) == [["a"], ["b", "c"], ["d"]]
