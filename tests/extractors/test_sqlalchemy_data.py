"""Tables and accesses of small programs with SQLAlchemy."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linked import program_of

from decompose.extractors.program import FunctionAccess

MODELS = """
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, func, select
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import backref, column_property, declarative_base, relationship

Base = declarative_base()

order_tags = Table(
    "order_tags",
    Base.metadata,
    Column("order_id", ForeignKey("orders.id")),
    Column("tag_id", ForeignKey("tags.id")),
)

class Country(Base):
    __tablename__ = "countries"
    id = Column(Integer, primary_key=True)

class Customer(Base):
    __tablename__ = "customers"
    id = Column(Integer, primary_key=True)
    name = Column(Integer)
    country_id = Column(ForeignKey("countries.id"))
    country = relationship(Country, lazy="joined")

    @hybrid_property
    def shout(self):
        return self.name

class Tag(Base):
    __tablename__ = "tags"
    id = Column(Integer, primary_key=True)

class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    parent_id = Column(ForeignKey("orders.id"))
    customer_id = Column(ForeignKey("customers.id"))
    customer = relationship("Customer", backref=backref("orders", lazy="dynamic"))
    parent = relationship("Order", remote_side=[id])
    lines = relationship("Line", back_populates="order", cascade="all, delete-orphan")
    notes = relationship("Note", passive_deletes=True)
    line_ids = association_proxy("lines", "id")
    tags = relationship("Tag", secondary=order_tags, backref="orders")

class Line(Base):
    __tablename__ = "lines"
    id = Column(Integer, primary_key=True)
    order_id = Column(ForeignKey("orders.id"))
    order = relationship("Order", back_populates="lines")

class Note(Base):
    __tablename__ = "notes"
    order_id = Column(ForeignKey("orders.id"), primary_key=True)

class Report(Base):
    __tablename__ = "reports"
    id = Column(Integer, primary_key=True)
    newest = column_property(select(func.max(Order.id)).scalar_subquery())
    largest = column_property(select(func.max(Line.id)).scalar_subquery(), deferred=True)
"""

LOADED_CUSTOMER = {"customers", "countries"}


def _touched(code: str, models: str = MODELS, parameters: str = "session", **modules: str) -> tuple[set[str], set[str]]:
    """What ``f`` reads and writes whose body is the code."""
    use = (
        "from sqlalchemy import delete, exists, func, insert, or_, select, update\n"
        "from sqlalchemy.orm import aliased, joinedload, lazyload\n"
        f"from shop.models import *\nasync def f({parameters}):\n    {code}"
    )
    found = program_of(shop__init="", shop__models=models, use=use, **modules).access.get("use.f")
    return (set(found.reads), set(found.writes)) if found is not None else (set(), set())


QUERIES = [
    pytest.param("session.query(Order).filter(Order.id == 1).all()", {"orders"}, id="class"),
    pytest.param("session.query(Order.id).all()", {"orders"}, id="column"),
    pytest.param("session.query(Order, Line).all()", {"orders", "lines"}, id="two classes"),
    pytest.param("session.query(func.count(Order.id)).scalar()", {"orders"}, id="function of a column"),
    pytest.param("session.query(aliased(Order)).one()", {"orders"}, id="aliased"),
    pytest.param("session.query(Order).join(Line).all()", {"orders", "lines"}, id="joined class"),
    pytest.param("session.query(Order).join(Order.lines).all()", {"orders", "lines"}, id="joined relationship"),
    pytest.param(
        "session.query(Order).join(Order.tags)", {"orders", "tags", "order_tags"}, id="joined through a table"
    ),
    pytest.param("session.query(Order).filter(Line.id == 1)", {"orders", "lines"}, id="condition"),
    pytest.param("session.query(Order).filter(1 < Line.id)", {"orders", "lines"}, id="condition, reversed"),
    pytest.param("session.query(Order).filter(~Line.id.in_([1]))", {"orders", "lines"}, id="condition, negated"),
    pytest.param("session.query(Order).filter(or_(Line.id == 1))", {"orders", "lines"}, id="condition, combined"),
    pytest.param("session.query(Order).filter(Order.lines.any())", {"orders", "lines"}, id="any"),
    pytest.param("session.query(Order).order_by(Line.id.desc())", {"orders", "lines"}, id="order"),
    pytest.param(
        "conditions = [Line.id == 1]\n    session.query(Order).filter(*conditions)", {"orders", "lines"}, id="star"
    ),
    pytest.param("session.query(Tag).filter(Tag.id.in_(session.query(Line.id)))", {"tags", "lines"}, id="subquery"),
    pytest.param("session.query(Tag).options(joinedload(Order.lines))", {"tags", "orders", "lines"}, id="options"),
    pytest.param("session.query(exists().where(Line.id == 1)).scalar()", {"lines"}, id="exists"),
    pytest.param("session.query(Customer).first()", LOADED_CUSTOMER, id="eager"),
    pytest.param("session.query(Customer.id).first()", {"customers"}, id="nothing eager with columns"),
    pytest.param("session.query(Customer).filter(Customer.shout == 1).count()", LOADED_CUSTOMER, id="hybrid"),
    pytest.param("session.execute(select(Order))", {"orders"}, id="select"),
    pytest.param("session.scalars(select(Order).where(Line.id == 1)).all()", {"orders", "lines"}, id="scalars"),
    pytest.param("session.scalar(select(func.count()).select_from(Order))", {"orders"}, id="counted"),
    pytest.param("session.execute(select([Order.id, Line.id]))", {"orders", "lines"}, id="select of a list"),
    pytest.param("session.get(Order, 1)", {"orders"}, id="get"),
    pytest.param("session.execute(order_tags.select())", {"order_tags"}, id="table"),
    pytest.param("session.query(Tag).filter(order_tags.c.tag_id == 1)", {"tags", "order_tags"}, id="column of a table"),
    pytest.param("[o for o in session.query(Order)]", {"orders"}, id="iteration"),
    pytest.param("session.query(Order).join('lines')", {"orders", "lines"}, id="join by name"),
    pytest.param("session.query(Line).options(joinedload('order.notes'))", {"lines", "orders", "notes"}, id="path"),
    pytest.param("session.query(Order).options(lazyload(Order.lines))", {"orders"}, id="nothing fetched"),
    pytest.param("session.query(Report)", {"reports", "orders"}, id="column that is a subquery"),
    pytest.param("(await session.execute(select(Order))).scalars().all()", {"orders"}, id="awaited"),
    pytest.param("session.exec(select(Order)).first().lines", {"orders", "lines"}, id="exec"),
    pytest.param("session.query(Order)[0].lines", {"orders", "lines"}, id="index"),
]


@pytest.mark.parametrize(("code", "reads"), QUERIES)
def test_queries(code: str, reads: set[str]) -> None:
    assert _touched(code) == (reads, set())


RELATIONS = [
    pytest.param("session.query(Order).first().line_ids", {"orders", "lines"}, id="association proxy"),
    pytest.param("session.query(Order).first().customer", {"orders", *LOADED_CUSTOMER}, id="lazy"),
    pytest.param("session.query(Customer).first().country", LOADED_CUSTOMER, id="eager"),
    pytest.param("[l.id for l in session.query(Order).first().lines]", {"orders", "lines"}, id="collection"),
    pytest.param("[t for t in session.query(Order).first().tags]", {"orders", "tags", "order_tags"}, id="secondary"),
    pytest.param("session.query(Customer).first().orders", LOADED_CUSTOMER, id="dynamic, not run"),
    pytest.param("session.query(Customer).first().orders.all()", {"orders", *LOADED_CUSTOMER}, id="dynamic"),
    pytest.param("session.query(Tag).first().orders", {"tags", "orders", "order_tags"}, id="backref"),
    pytest.param("session.query(Line).first().order.customer", {"lines", "orders", *LOADED_CUSTOMER}, id="path"),
    pytest.param("[l.order for _, l in session.query(Tag, Line)]", {"tags", "lines", "orders"}, id="row, unpacked"),
    pytest.param("session.query(Tag, Line).first()[0].order", {"tags", "lines"}, id="row, other place"),
    pytest.param("session.execute(select(Line)).first().Line.order", {"lines", "orders"}, id="row, by name"),
]


@pytest.mark.parametrize(("code", "reads"), RELATIONS)
def test_relations(code: str, reads: set[str]) -> None:
    assert _touched(code) == (reads, set())


WRITES = [
    pytest.param("session.add(Line())", set(), {"lines"}, id="add"),
    pytest.param("session.add_all([Line(), Tag()])", set(), {"lines", "tags"}, id="add all"),
    pytest.param("session.merge(Line())", {"lines", "orders"}, {"lines"}, id="merge"),
    pytest.param("session.bulk_insert_mappings(Line, [])", set(), {"lines"}, id="bulk"),
    pytest.param("session.query(Line).delete()", set(), {"lines"}, id="query, deleted"),
    pytest.param("session.query(Line).filter(Line.id == 1).update({})", set(), {"lines"}, id="query, updated"),
    pytest.param("session.query(Line).filter(Tag.id == 1).delete()", {"tags"}, {"lines"}, id="deleted by a condition"),
    pytest.param("session.execute(delete(Line).where(Line.id == 1))", set(), {"lines"}, id="delete"),
    pytest.param("session.execute(insert(Line).values(id=1))", set(), {"lines"}, id="insert"),
    pytest.param("session.execute(order_tags.insert())", set(), {"order_tags"}, id="insert into a table"),
    pytest.param(
        "session.execute(insert(Line).from_select(['id'], select(Tag.id)))", {"tags"}, {"lines"}, id="from select"
    ),
    pytest.param("order.customer_id = 1", set(), {"orders"}, id="attribute"),
    pytest.param("order.customer_id += 1", set(), {"orders"}, id="attribute, augmented"),
    pytest.param("order.customer = None", set(), {"orders"}, id="to one"),
    pytest.param("order.lines = []", set(), {"lines"}, id="to many"),
    pytest.param("order.tags = []", set(), {"order_tags"}, id="many to many"),
    pytest.param("order.lines.append(line)", {"lines"}, {"lines"}, id="append"),
    pytest.param("order.tags.remove(1)", {"tags", "order_tags"}, {"order_tags"}, id="remove"),
    pytest.param("order.unmapped = 1", set(), set(), id="no column"),
    pytest.param("session.delete(line)", set(), {"lines"}, id="delete a row"),
    pytest.param("order.delete(line)", set(), set(), id="a row is no session"),
    pytest.param(
        "session.delete(order)", {"lines", "tags", "order_tags"}, {"orders", "lines", "order_tags"}, id="cascades"
    ),
]


@pytest.mark.parametrize(("code", "reads", "writes"), WRITES)
def test_writes(code: str, reads: set[str], writes: set[str]) -> None:
    assert _touched(code, parameters="session, order: Order, line: Line") == (reads, writes)


FLASK = """
from flask_sqlalchemy import BaseQuery, SQLAlchemy

class ItemQuery(BaseQuery):
    def cheap(self):
        return self.filter_by(price=1)

db = SQLAlchemy()

class Crud:
    @classmethod
    def find(cls, key):
        return db.session.execute(db.select(cls).filter_by(id=key)).scalar()

    @classmethod
    def sure(cls, key):
        found = cls.find(key)
        return found

    @classmethod
    def drop(cls, key):
        cls.query.filter_by(id=key).delete()

    @classmethod
    def create(cls, **words):
        return cls(**words).save()

    def save(self):
        db.session.add(self)
        db.session.commit()
        return self

class Item(Crud, db.Model):
    query_class = ItemQuery
    id = db.Column(db.Integer, primary_key=True)
    shop_id = db.Column(db.ForeignKey("shop.id"))
    shop = db.relationship("Shop")

class Shop(Crud, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    owner_id = db.Column(db.Integer)

def one(statement, strict=True):
    if strict:
        statement = statement.limit(1)
    return db.session.execute(statement).scalar()
"""

FLASK_CASES = [
    pytest.param("Item.query.filter_by(id=1).first_or_404()", {"item"}, set(), id="query"),
    pytest.param("Item.query.cheap().paginate().items[0].shop", {"item", "shop"}, set(), id="query class"),
    pytest.param("Item.query.get(1).shop_id", {"item"}, set(), id="get"),
    pytest.param("db.session.query(Item).count()", {"item"}, set(), id="session"),
    pytest.param("db.session.execute(db.select(db.func.count(Item.id))).scalar_one()", {"item"}, set(), id="select"),
    pytest.param("Item.find(1).shop.owner_id = 2", {"shop"}, {"shop"}, id="inherited class methods are told apart"),
    pytest.param("Shop.find(1).owner_id = 2", set(), {"shop"}, id="the same for another class"),
    pytest.param(
        "one(db.select(Shop)).owner_id = one(db.select(Item)).shop_id", {"shop", "item"}, {"shop"}, id="given"
    ),
    pytest.param("Shop(owner_id=1).save()", set(), {"shop"}, id="made and saved"),
]


@pytest.mark.parametrize(("code", "reads", "writes"), FLASK_CASES)
def test_flask_sqlalchemy(code: str, reads: set[str], writes: set[str]) -> None:
    assert _touched(code, FLASK) == (reads, writes)


def test_a_mixin_touches_what_its_classes_do() -> None:
    use = (
        "from shop.models import *\ndef f():\n    Item.find(1)\n    Shop.create()\n    Item().save()\n    Item.drop(1)"
    )
    access = program_of(shop__init="", shop__models=FLASK, use=use).access
    assert access["shop.models.Crud.find"].reads == ("item",)
    assert access["shop.models.Crud.drop"] == FunctionAccess((), ("item",))
    assert access["shop.models.Crud.save"].writes == ("item", "shop")
    assert access["shop.models.Crud.create"].writes == ("shop",)


NAMES = [
    pytest.param("class A(Base):\n    __tablename__ = 'as'\n    id = Column()", {"A": "as"}, id="literal"),
    pytest.param(
        "class Mixin:\n    @declared_attr\n    def __tablename__(cls):\n        return cls.__name__.lower() + 's'\n"
        "class Thing(Mixin, Base):\n    id = Column()",
        {"Thing": "things"},
        id="lower and suffix",
    ),
    pytest.param(
        "import re\nclass Mixin:\n    @declared_attr\n    def __tablename__(cls):\n"
        "        return re.sub(r'(?<!^)(?=[A-Z])', '_', cls.__name__).lower()\n"
        "class BigThing(Mixin, Base):\n    id = Column()",
        {"BigThing": "big_thing"},
        id="regular expression",
    ),
    pytest.param(
        "import re\ndef snake(name):\n    parts = re.split('(?=[A-Z])', name)\n"
        "    return '_'.join([part.lower() for part in parts if part])\n"
        "class Mixin:\n    @declared_attr\n    def __tablename__(cls):\n        return snake(cls.__name__)\n"
        "class BigThing(Mixin, Base):\n    id = Column()",
        {"BigThing": "big_thing"},
        id="function of the program",
    ),
    pytest.param(
        "class Mixin:\n    @declared_attr\n    def __tablename__(cls):\n        return f'shop_{cls.__name__.lower()}'\n"
        "class Thing(Mixin, Base):\n    id = Column()",
        {"Thing": "shop_thing"},
        id="formatted",
    ),
    pytest.param(
        "class Root(Base):\n    __abstract__ = True\n    def __init_subclass__(cls):\n"
        "        cls.__tablename__ = cls.__name__.lower()\n"
        "class Thing(Root):\n    id = Column()",
        {"Thing": "thing"},
        id="init subclass",
    ),
    pytest.param(
        "class A(Base):\n    __tablename__ = 'a'\n    __table_args__ = (1, {'schema': 's'})\n    id = Column()",
        {"A": "s.a"},
        id="schema",
    ),
    pytest.param(
        "class A(Base):\n    __tablename__ = 'a'\n    id = Column()\n    @declared_attr\n"
        "    def __table_args__(cls):\n        return merged(cls, schema='s')\n"
        "class Mixin:\n    __auto_table_args = {'schema': 't'}\n"
        "class B(Mixin, Base):\n    __tablename__ = 'b'\n    id = Column()\n    @declared_attr\n"
        "    def __table_args__(cls):\n        return merged(cls)",
        {"A": "s.a", "B": "t.b"},
        id="schema that a function names",
    ),
    pytest.param(
        "class A(Base):\n    @declared_attr\n    def __tablename__(cls):\n        return cls.__name__.lower()\n"
        "class B(A):\n    id = Column()",
        {"B": "b"},
        id="a base that only names tables has none",
    ),
    pytest.param(
        "class A(Base):\n    __tablename__ = 'a'\n    id = Column()\nclass B(A):\n    x = Column()",
        {"A": "a", "B": "a"},
        id="single-table inheritance",
    ),
    pytest.param(
        "class A:\n    pass\nmapper(A, Table('a', MetaData(), Column('id')))", {"A": "a"}, id="imperative mapping"
    ),
    pytest.param(
        "from sqlmodel import Field, SQLModel\nclass A(SQLModel):\n    x: int = Field()\n"
        "class B(A, table=True):\n    id: int = Field(primary_key=True)",
        {"B": "b"},
        id="SQLModel",
    ),
]


@pytest.mark.parametrize(("code", "models"), NAMES)
def test_names_of_tables(code: str, models: dict[str, str]) -> None:
    begin = "from sqlalchemy import *\nfrom sqlalchemy.orm import declarative_base, declared_attr, mapper\n"
    begin = begin.replace("import *", "import Column, MetaData, Table")
    found = program_of(m=f"{begin}Base = declarative_base()\n{code}").models
    assert found == {f"m.{name}": table for name, table in models.items()}


def test_joined_inheritance_touches_both_tables() -> None:
    models = """
from sqlalchemy import Column, ForeignKey
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class Person(Base):
    __tablename__ = "people"
    id = Column(primary_key=True)
class Clerk(Person):
    __tablename__ = "clerks"
    id = Column(ForeignKey("people.id"), primary_key=True)
"""
    assert _touched("session.query(Clerk).all()", models) == ({"people", "clerks"}, set())
    assert _touched("session.query(Person).all()", models) == ({"people"}, set())
    assert _touched("session.add(Clerk())", models) == (set(), {"people", "clerks"})


TYPED = """
from __future__ import annotations
from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import DeclarativeBase, DynamicMapped, Mapped, declared_attr, mapped_column, relationship

class Base(DeclarativeBase):
    pass

class Owned:
    @declared_attr
    def owner_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("users.id"))

    @declared_attr
    def owner(cls) -> Mapped["User"]:
        return relationship("User")

class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    posts: Mapped[list[Post]] = relationship(back_populates="user")
    pages: DynamicMapped["Page"] = relationship()

class Post(Owned, Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship(foreign_keys=[user_id], back_populates="posts")

class Page(Base):
    __tablename__ = "pages"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
"""

TYPED_CASES = [
    pytest.param("session.execute(select(User.name))", {"users"}, set(), id="column known by its annotation"),
    pytest.param("session.scalars(select(User)).first().posts", {"users", "posts"}, set(), id="list"),
    pytest.param("session.scalars(select(Post)).first().user", {"users", "posts"}, set(), id="one"),
    pytest.param("session.scalars(select(User)).first().posts[0].user_id = 1", {"users", "posts"}, {"posts"}, id="set"),
    pytest.param("session.scalars(select(User)).first().pages.count()", {"users", "pages"}, set(), id="dynamic"),
    pytest.param("session.get(Post, 1).owner.name = 'x'", {"posts", "users"}, {"users"}, id="of a mixin"),
]


@pytest.mark.parametrize(("code", "reads", "writes"), TYPED_CASES)
def test_annotated_classes(code: str, reads: set[str], writes: set[str]) -> None:
    assert _touched(code, TYPED) == (reads, writes)


def test_foreign_keys_by_column_and_in_mixins() -> None:
    graph = program_of(m=TYPED).graph
    keys = {table.name: sorted((key.column, key.table) for key in table.foreign_keys) for table in graph.tables}
    assert keys == {
        "users": [],
        "posts": [("owner_id", "users"), ("user_id", "users")],
        "pages": [("user_id", "users")],
    }


def test_a_mixin_hides_nothing_of_the_next_one() -> None:
    dated = "class Dated:\n    created = mapped_column()\n\nclass User(Base)"
    code = TYPED.replace("class User(Base)", dated).replace("class Post(Owned, Base)", "class Post(Base, Dated, Owned)")
    graph = program_of(m=code).graph
    posts = next(table for table in graph.tables if table.name == "posts")
    assert {column.name for column in posts.columns} == {"id", "user_id", "created", "owner_id"}
    assert {key.column for key in posts.foreign_keys} == {"owner_id", "user_id"}


def test_columns_of_an_extended_table_are_its_own() -> None:
    child = "\n\nclass Essay(Post, Dated):\n    __tablename__ = 'essays'\n    id: Mapped[int] = mapped_column()\n"
    code = TYPED + "class Dated:\n    created = mapped_column()\n" + child
    essays = next(table for table in program_of(m=code).graph.tables if table.name == "essays")
    assert {column.name for column in essays.columns} == {"id", "created"}


CONSTRAINTS = [
    pytest.param('__table_args__ = ForeignKeyConstraint(["a_id"], ["a.id"]), {"schema": None}', id="arguments"),
    pytest.param('__table_args__ = (db.ForeignKeyConstraint(columns=["a_id"], refcolumns=["a.id"]),)', id="keywords"),
    pytest.param(
        "@declared_attr\n    def __table_args__(cls): return (ForeignKeyConstraint(['a_id'], ['a.id']),)", id="function"
    ),
    pytest.param('__table__ = Table("b", db.metadata, ForeignKeyConstraint(["a_id"], ["a.id"]))', id="table"),
]


@pytest.mark.parametrize("declared", CONSTRAINTS)
def test_foreign_keys_of_the_table_as_a_whole(declared: str) -> None:
    head = """
    from flask_sqlalchemy import SQLAlchemy
    from sqlalchemy import Column, ForeignKeyConstraint, Integer, Table
    from sqlalchemy.orm import declared_attr
    db = SQLAlchemy()
    class A(db.Model):
        id = Column(Integer, primary_key=True)
    """
    name = "" if "__table__ " in declared else '    __tablename__ = "b"\n    a_id = Column(Integer)\n'
    code = f"{textwrap.dedent(head)}class B(db.Model):\n{name}    {declared}\n"
    (table,) = (table for table in program_of(m=code).graph.tables if table.name == "b")
    assert [(key.column, key.table) for key in table.foreign_keys] == [("a_id", "a")]


def test_queries_that_a_base_class_declares() -> None:
    models = """
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.model import Model
from flask_sqlalchemy.query import Query
from sqlalchemy.orm import declarative_base
class OwnQuery(Query):
    def cheap(self):
        return self.filter_by(price=1)
class OwnModel(Model):
    query: OwnQuery
db = SQLAlchemy(model_class=declarative_base(cls=OwnModel, name="Model"), query_class=OwnQuery)
class Item(db.Model):
    __tablename__ = "items"
    id = db.Column(db.Integer, primary_key=True)
"""
    assert _touched("Item.query.filter_by(id=1).first()", models) == ({"items"}, set())
    assert _touched("sorted(Item.query.filter_by(id=1), key=str)", models) == ({"items"}, set())


def test_columns_that_only_a_mapper_declares() -> None:
    models = """
from sqlalchemy import Column, MetaData, Table
from sqlalchemy.orm import Mapped, registry
things = Table("things", MetaData(), Column("id"), Column("size"))
class Thing:
    id: Mapped[str]
class Other:
    pass
registry().map_imperatively(Thing, things)
registry().map_imperatively(Other, Table("others", MetaData(), Column("id")))
"""
    assert _touched("context['session'].query(Thing.id).all()", models, "context") == ({"things"}, set())
    assert _touched("context['session'].query(Other.id).all()", models, "context") == ({"others"}, set())
    assert _touched("s = context['session']\n    s.get(Thing, 1)", models, "context") == ({"things"}, set())


def test_the_current_user_is_what_the_loader_loads() -> None:
    login = """
from flask_login import LoginManager
from shop.models import Shop, db
manager = LoginManager()
@manager.user_loader
def load(key):
    return db.session.get(Shop, key)
"""
    use = "from flask_login import current_user\n    current_user.owner_id = 1"
    assert _touched(use, FLASK, shop__login=login) == (set(), {"shop"})


def test_pages_fetch_what_their_class_says() -> None:
    pages = """
from flask_sqlalchemy.pagination import Pagination
class OwnPagination(Pagination):
    def _query_items(self):
        return self._query_args["session"].execute(self._query_args["select"]).scalars().all()
    def _query_count(self):
        return 1
"""
    use = (
        "from shop.pages import OwnPagination\n"
        "    page = OwnPagination(select=db.select(Item), session=db.session)\n    page.items[0].shop"
    )
    assert _touched(use, FLASK, shop__pages=pages) == ({"item", "shop"}, set())


def test_a_function_that_queries_anything_is_about_no_table() -> None:
    classes = [f"class M{number}(Base):\n    __tablename__ = 'm{number}'\n    id = Column()" for number in range(30)]
    models = "\n".join(
        [
            "from sqlalchemy import Column\nfrom sqlalchemy.orm import declarative_base\nBase = declarative_base()",
            *classes,
            "def rows(session, model):\n    return session.query(model).all()",
        ]
    )
    calls = "\n    ".join(f"rows(session, M{number})" for number in range(30))
    use = f"from shop.models import *\ndef f(session):\n    {calls}"
    found = program_of(shop__init="", shop__models=models, use=use).access["shop.models.rows"]
    assert found == FunctionAccess((), (), dynamic=True)


REPOSITORIES = """
from typing import Generic, Type, TypeVar
from sqlalchemy import Column
from sqlalchemy.orm import declarative_base
Base = declarative_base()
T = TypeVar("T")

class User(Base):
    __tablename__ = "users"
    id = Column(primary_key=True)
    name = Column()

class Item(Base):
    __tablename__ = "items"
    id = Column(primary_key=True)
    name = Column()

class Repository(Generic[T]):
    def __init__(self, model: Type[T]):
        self.model = model

    def get(self, db, id):
        return db.query(self.model).filter(self.model.id == id).first()

    def create(self, db, values):
        made = self.model(**values)
        db.add(made)
        return made

class UserRepository(Repository[User]):
    pass

class ItemRepository(Repository[Item]):
    pass

class Service:
    model = None

    def find(self, session, key):
        return session.query(self.model).get(key)

class UserService(Service):
    model = User

class ItemService(Service):
    model = Item

user, item = UserRepository(User), ItemRepository(Item)
"""

REPOSITORY_CASES = [
    pytest.param("user.get(session, 1).name = 1", {"users"}, id="class that the constructor is given"),
    pytest.param("item.get(session, 1).name = 1", {"items"}, id="the same for another"),
    pytest.param("item.create(session, {}).name = 1", {"items"}, id="made"),
    pytest.param("UserService().find(session, 1).name = 1", {"users"}, id="class that an attribute names"),
    pytest.param("ItemService().find(session, 1).name = 1", {"items"}, id="the same for another service"),
    pytest.param("setattr(item.get(session, 1), 'name', 1)", {"items"}, id="set by name"),
    pytest.param("for name in names: setattr(user.get(session, 1), name, 1)", {"users"}, id="set by a computed name"),
]


@pytest.mark.parametrize(("code", "writes"), REPOSITORY_CASES)
def test_what_inherits_a_way_to_query_is_told_apart(code: str, writes: set[str]) -> None:
    both = "user.get(session, 2)\n    item.get(session, 2)\n    user.create(session, {})"
    use = f"from shop.models import *\ndef f(session, names):\n    {code}\ndef g(session):\n    {both}"
    access = program_of(shop__init="", shop__models=REPOSITORIES, use=use).access
    assert (set(access["use.f"].reads), set(access["use.f"].writes)) == (set(), writes)
    assert access["shop.models.Repository.get"].reads == ("items", "users")
