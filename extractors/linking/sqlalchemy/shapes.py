"""Objects that stand for queries, their rows and the expressions in them.

Each is an instance of a class of SQLAlchemy with what it is about as its argument, the *subject*: a mapped
class, a table, or a relationship together with what it leads to. A statement on several tables is several
such objects in one node: those whose rows are fetched, and those that it touches besides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from decompose.extractors.linking.linkage import CallSite, Linkage, QueryCall
from decompose.extractors.linking.objects import Kind

QUERY = "sqlalchemy.orm.Query"
"""Yields instances of its subject."""
RESULT = "sqlalchemy.engine.Result"
"""Yields rows that have an instance of its subject at one place."""
BESIDES = "sqlalchemy.sql.Select"
"""Touches its subject, of which it yields nothing."""
MODIFICATION = "sqlalchemy.sql.Update"
"""Inserts into, updates or deletes from its subject, once it is executed."""
ROWS = "sqlalchemy.engine.ScalarResult"
"""Instances of its subject that have been fetched."""
ROW = "sqlalchemy.engine.Row"
"""One row of a ``RESULT``."""
EXPRESSION = "sqlalchemy.sql.ColumnElement"
"""A column of its subject, or what is made of one."""
COLUMN = "sqlalchemy.Column"
"""What the declaration of a column makes; its argument is the call."""
RELATION = "sqlalchemy.orm.RelationshipProperty"
"""A relationship as an attribute of the class; its subject is what it leads to."""
COLLECTION = "sqlalchemy.orm.collections.InstrumentedList"
"""The rows that a relationship leads to."""
PAGE = "flask_sqlalchemy.pagination.Pagination"
TABLE_COLUMNS = "sqlalchemy.sql.ColumnCollection"
"""``table.c``."""
RELATIONSHIP = "sqlalchemy.orm.relationship"
"""What the declaration of a relationship makes; its argument is the call."""
PROXY = "sqlalchemy.ext.associationproxy.AssociationProxy"
"""A way through a relationship; its argument is the call that declares it."""
NAMED = "sqlalchemy.orm.Load.named"
"""A relationship that is named in a string, which is its argument."""
_PLACE = "sqlalchemy.engine.Row."

LOADED = "<loaded>"
"""As the method of a ``QueryCall``: whole rows are fetched."""
BY_NAME = "<relationship> "
"""As the beginning of the method of a ``QueryCall``: the path of relationships that follows is fetched along."""
BUILT = "<built>"
"""A statement that reads the table is begun."""

MOST_CLASSES = 24
"""A line on which statements on more classes than these begin is about none of them."""
STATEMENTS = frozenset({QUERY, RESULT, BESIDES, MODIFICATION})
FETCHED = frozenset({QUERY, RESULT, ROWS})


def made(linkage: Linkage, kind: str, subject: int) -> int:
    """The object of one of the kinds above."""
    return linkage.objects.instance(linkage.objects.external(kind), subject)


def query_of(linkage: Linkage, mapped: int) -> int:
    """A query over a mapped class or a table."""
    return made(linkage, QUERY, mapped)


def at_place(linkage: Linkage, kind: str, mapped: int, place: int) -> int:
    """A result or row that has an instance of a class at a position."""
    return made(linkage, kind, made(linkage, f"{_PLACE}{place}", mapped))


def place_of(linkage: Linkage, thing: int) -> str:
    """The position of the subject in the rows of a result; empty where it has none."""
    subject = linkage.objects.second[thing]
    name = linkage.objects.external_name(subject) if subject >= 0 else None
    return name.removeprefix(_PLACE) if name is not None and name.startswith(_PLACE) else ""


def subject_of(linkage: Linkage, thing: int) -> int:
    """What a query, row or expression is about: a class, a table, a relationship; -1 for none."""
    subject = linkage.objects.second[thing]
    return linkage.objects.second[subject] if place_of(linkage, thing) else subject


def entity_of(linkage: Linkage, thing: int) -> int:
    """The class or table of which a query yields rows."""
    subject = subject_of(linkage, thing)
    if subject >= 0 and linkage.objects.kinds[subject] is Kind.RELATED:
        return linkage.objects.first[subject]
    return subject


def touched_by(linkage: Linkage, thing: int) -> tuple[int, ...]:
    """The objects of which a statement about this subject touches the tables."""
    subject = subject_of(linkage, thing)
    if subject < 0:
        return ()
    if linkage.objects.kinds[subject] is Kind.RELATED:
        return (linkage.objects.first[subject], linkage.objects.second[subject])
    return (subject,)


def instances_of(linkage: Linkage, thing: int) -> tuple[int, ...]:
    """An instance of what a query yields; nothing for the rows of a plain table."""
    entity = entity_of(linkage, thing)
    if entity < 0 or linkage.objects.kinds[entity] is not Kind.CLASS:
        return ()
    return (linkage.objects.instance(entity),)


def kind_of(linkage: Linkage, thing: int) -> str:
    """The dotted name of the class of an instance from outside that has a subject; empty for others."""
    objects = linkage.objects
    if objects.kinds[thing] is not Kind.INSTANCE or objects.second[thing] < 0:
        return ""
    return objects.external_name(thing) or ""


def is_statement(linkage: Linkage, thing: int) -> bool:
    """Whether an object is a query, of a class of the program that derives from one included."""
    if kind_of(linkage, thing) in STATEMENTS:
        return True
    objects = linkage.objects
    is_own = objects.kinds[thing] is Kind.INSTANCE and objects.kinds[objects.first[thing]] is Kind.CLASS
    return is_own and objects.second[thing] >= 0


def involved(linkage: Linkage, things: Iterable[int]) -> list[int]:
    """What a statement touches that is given these: columns, relationships, other statements."""
    found: dict[int, None] = {}
    for thing in sorted(things):
        if kind_of(linkage, thing) in {EXPRESSION, RELATION} or is_statement(linkage, thing):
            found.update(dict.fromkeys(touched_by(linkage, thing)))
    return list(found)


def general_statements(linkage: Linkage) -> list[tuple[int, int]]:
    """(scope, line) where statements on so many classes begin that it is the program's own way to query."""
    begun: dict[tuple[int, int], set[int]] = defaultdict(set)
    for query in linkage.queries:
        if query.method == BUILT:
            begun[query.scope, query.line].add(query.model)
    return sorted(place for place, classes in begun.items() if len(classes) > MOST_CLASSES)


def remember(linkage: Linkage, site: CallSite, thing: int, method: str) -> None:
    """Note what happens to a statement at a call; what follows from it is found when all is known."""
    if site.scope < 0:
        return
    for mapped in touched_by(linkage, thing):
        linkage.queries[QueryCall(site.scope, site.line, mapped, method, site.op_node)] = site
