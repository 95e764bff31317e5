"""Tables of SQLAlchemy: declarative classes and ``Table`` objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from decompose.extractors.graph import Column, ForeignKey, Table
from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import class_calls, is_declarative, is_django_model
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.columns import (
    call_of,
    calls_at,
    column_at,
    constraint_at,
    constraints_in,
    is_column,
)
from decompose.extractors.linking.sqlalchemy.shapes import QUERY, RELATIONSHIP, kind_of
from decompose.extractors.linking.sqlalchemy.table_names import (
    functions_named,
    parents_with_tables,
    table_of_class,
    table_of_site,
)
from decompose.extractors.places import Place
from decompose.extractors.tables import MappedTable, table_source


@dataclass(frozen=True, slots=True)
class SqlTable:
    """A table of SQLAlchemy.

    Attributes:
        table: as declared.
        classes: the classes (scopes) whose rows stand in it; by joined inheritance a row stands in several tables.
        declaration: the SITE object of a ``Table`` call; -1 for a declarative class.
    """

    table: Table
    classes: tuple[int, ...]
    declaration: int = -1


@table_source
def sqlalchemy_tables(linkage: Linkage) -> Iterator[MappedTable]:
    """Every table of SQLAlchemy, with the objects that stand for it."""
    found = mapped_tables(linkage)
    children: dict[int, list[int]] = {}
    for table in found:
        for gid in table.classes:
            for parent in parents_with_tables(linkage, gid) if table.declaration < 0 else ():
                children.setdefault(parent, []).append(gid)
    between = _between(linkage, found)
    for table in found:
        classes = [*table.classes, *(child for gid in table.classes for child in children.get(gid, ()))]
        mapped = [linkage.objects.intern(Kind.CLASS, gid) for gid in dict.fromkeys(classes)]
        mapped += [table.declaration] if table.declaration >= 0 else []
        mapped += between.get(table.table.name, [])
        yield MappedTable(table.table, tuple(mapped))


def mapped_tables(linkage: Linkage) -> list[SqlTable]:
    """Every table that a class or a ``Table`` declares."""
    return [*_declarative_tables(linkage), *_core_tables(linkage)]


def _between(linkage: Linkage, found: list[SqlTable]) -> dict[str, list[int]]:
    """Table → the relationships (SITE objects) that lead through it."""
    by_declaration = {table.declaration: table.table.name for table in found if table.declaration >= 0}
    by_class = {gid: table.table.name for table in found for gid in table.classes}
    by_last = {table.table.name.rpartition(".")[2]: table.table.name for table in found}
    names = {table.table.name for table in found}
    between: dict[str, list[int]] = {}
    objects = linkage.objects
    for thing, site in sorted(linkage.fields.items()):
        node = dict(site.keywords).get("secondary", -1)
        if node < 0 or not _is_made_there(linkage, site, thing, RELATIONSHIP):
            continue
        for held in sorted(linkage.solver.get(node)):
            subject = objects.second[held] if kind_of(linkage, held) == QUERY else held
            text = objects.text(held) if objects.kinds[held] is Kind.STRING else ""
            name = text if text in names else by_last.get(text, "")
            if objects.kinds[subject] is Kind.CLASS:
                name = by_class.get(objects.first[subject], "")
            name = by_declaration.get(subject, name)
            if name:
                between.setdefault(name, []).append(thing)
    return between


def _declarative_tables(linkage: Linkage) -> Iterator[SqlTable]:
    """One table for each mapped class that names one or gets a default name."""
    for gid in sorted(linkage.classes):
        if is_django_model(linkage, gid) or not is_declarative(linkage, gid):
            continue
        name = table_of_class(linkage, gid)
        if name:
            yield SqlTable(_declared(linkage, gid, name), (gid,))


def _declared(linkage: Linkage, gid: int, name: str) -> Table:
    columns: dict[str, Column] = {}
    keys: list[ForeignKey] = []
    for ancestor in _with_columns(linkage, gid, name):
        for attribute, site in _column_calls(linkage, ancestor):
            if attribute not in columns:
                columns[attribute], found = column_at(linkage, site, attribute)
                keys += found
        for scope in (ancestor, *functions_named(linkage, ancestor, "__table_args__")):
            keys += constraints_in(linkage, scope)
    place = Place(linkage.path(gid), linkage.scopes[gid].line)
    return Table(name, tuple(columns.values()), tuple(sorted(set(keys))), (linkage.names[gid],), place)


def _with_columns(linkage: Linkage, gid: int, name: str) -> Iterator[int]:
    """The class and those above it whose columns stand in its own table: not those of a table that it extends."""
    extended: set[int] = set()
    for ancestor in project_ancestors(linkage, gid):
        is_mapped = ancestor != gid and is_declarative(linkage, ancestor)
        if is_mapped and table_of_class(linkage, ancestor) not in {"", name}:
            extended.update(project_ancestors(linkage, ancestor))
        if ancestor not in extended:
            yield ancestor


def _column_calls(linkage: Linkage, gid: int) -> Iterator[tuple[str, CallSite]]:
    """The columns of a class body, those that functions with ``declared_attr`` return included."""
    seen: set[str] = set()
    for attribute, site, called in class_calls(linkage, gid):
        if is_column(linkage, called):
            seen.add(attribute)
            yield attribute, site
    for attribute in linkage.scopes[gid].bound:
        for thing in sorted(linkage.solver.get(linkage.member_node(gid, attribute))):
            if attribute not in seen and kind_of(linkage, thing) == "sqlalchemy.Column":
                seen.add(attribute)
                yield attribute, linkage.fields[linkage.objects.second[thing]]


def _core_tables(linkage: Linkage) -> Iterator[SqlTable]:
    """``Table("name", metadata, Column(…), …)``, with the classes that are mapped to it."""
    for thing, site in sorted(linkage.fields.items()):
        name = table_of_site(linkage, site) if _is_made_there(linkage, site, thing, QUERY) else ""
        if not name:
            continue
        columns: list[Column] = []
        keys: list[ForeignKey] = []
        for node in site.args[1:]:
            for call in calls_at(linkage, site.scope, node):
                called = linkage.solver.get(linkage.node(site.scope, call.func))
                if is_column(linkage, called):
                    column, found = column_at(linkage, call_of(linkage, site.scope, call), "")
                    columns.append(column)
                    keys += found
                else:
                    keys += constraint_at(linkage, site.scope, call)
        classes = _mapped_to(linkage, thing)
        models = tuple(sorted(linkage.names[gid] for gid in classes))
        place = Place(linkage.path(site.scope), site.line)
        yield SqlTable(Table(name, tuple(columns), tuple(sorted(keys)), models, place), tuple(classes), thing)


def _is_made_there(linkage: Linkage, site: CallSite, thing: int, kind: str) -> bool:
    """Whether the call that a SITE object stands for makes an object of a kind."""
    holders = linkage.solver.get(site.target) if site.target >= 0 else ()
    return any(linkage.objects.second[holder] == thing and kind_of(linkage, holder) == kind for holder in holders)


def _mapped_to(linkage: Linkage, table: int) -> list[int]:
    mapped = [gid for gid, tables in linkage.imperative.items() if table in tables]
    for gid in linkage.classes:
        if "__table__" in linkage.classes[gid].members:
            holders = linkage.solver.get(linkage.member_node(gid, "__table__"))
            if any(linkage.objects.second[holder] == table for holder in holders):
                mapped.append(gid)
    return sorted(set(mapped))
