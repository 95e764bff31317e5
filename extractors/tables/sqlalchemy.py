"""Tables of SQLAlchemy: declarative classes and ``Table`` objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decompose.extractors import facts
from decompose.extractors.graph import Column, ForeignKey, Table
from decompose.extractors.linking.hierarchy import lookup_node, project_ancestors
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.loading import call_site
from decompose.extractors.linking.mapping import class_calls, is_declarative, is_django_model, strings_at
from decompose.extractors.linking.objects import Kind
from decompose.extractors.places import Place
from decompose.extractors.tables import MappedTable, table_source
from decompose.extractors.tables.naming import snake_case

_COLUMNS = frozenset({"Column", "mapped_column", "Field"})


@table_source
def declarative_tables(linkage: Linkage) -> Iterator[MappedTable]:
    """One table for each mapped class that names one or gets a default name."""
    for gid in sorted(linkage.classes):
        if is_django_model(linkage, gid) or not is_declarative(linkage, gid):
            continue
        name = _declared_name(linkage, gid)
        if name:
            yield _declarative_table(linkage, gid, name)


def _declared_name(linkage: Linkage, gid: int) -> str:
    own = linkage.classes[gid].members
    if "__abstract__" in own or "__table__" in own:
        return ""
    if "__tablename__" in own:
        literals = strings_at(linkage, linkage.member_node(gid, "__tablename__"))
        if literals:
            return literals[0]
    has_columns = any(_is_column(linkage, called) for _, _, called in class_calls(linkage, gid))
    node = lookup_node(linkage, gid, "__tablename__")
    inherited = strings_at(linkage, node)
    if inherited:  # single-table inheritance, or a mixin that names the table
        return inherited[0]
    return snake_case(linkage.scopes[gid].name) if has_columns else ""


def _is_column(linkage: Linkage, called: Iterable[int]) -> bool:
    objects = linkage.objects
    return any(
        objects.kinds[thing] is Kind.EXTERNAL and objects.text(thing).rpartition(".")[2] in _COLUMNS for thing in called
    )


def _declarative_table(linkage: Linkage, gid: int, name: str) -> MappedTable:
    columns: dict[str, Column] = {}
    keys: list[ForeignKey] = []
    for ancestor in project_ancestors(linkage, gid):
        if ancestor != gid and "__tablename__" in linkage.classes[ancestor].members:
            break
        for attribute, site, called in class_calls(linkage, ancestor):
            if _is_column(linkage, called) and attribute not in columns:
                column, found = _column(linkage, site, attribute)
                columns[attribute] = column
                keys += found
    place = Place(linkage.path(gid), linkage.scopes[gid].line)
    table = Table(name, tuple(columns.values()), tuple(sorted(keys)), (linkage.names[gid],), place)
    return MappedTable(table, (linkage.objects.intern(Kind.CLASS, gid),))


def _column(linkage: Linkage, site: CallSite, attribute: str) -> tuple[Column, list[ForeignKey]]:
    names = strings_at(linkage, site.args[0]) if site.args else []
    name = names[0] if names and names[0].isidentifier() else attribute
    objects = linkage.objects
    kind = ""
    for node in site.args:
        for thing in sorted(linkage.solver.get(node)):
            dotted = objects.external_name(thing) or ""
            last = dotted.rpartition(".")[2]
            if dotted and last != "ForeignKey" and not kind and not dotted.startswith("<builtin>"):
                kind = last
    is_key = "primary_key" in dict(site.keywords)
    keys = [
        ForeignKey(name, table, on_delete, Place(linkage.path(site.scope), line))
        for node in (*site.args, *(value for word, value in site.keywords if word == "foreign_key"))
        for table, on_delete, line in _references(linkage, site.scope, node)
    ]
    return Column(name, kind, primary_key=is_key), keys


def _references(linkage: Linkage, gid: int, node: int) -> Iterator[tuple[str, str, int]]:
    """The tables that a ``ForeignKey`` argument names."""
    for call in _calls_at(linkage, gid, node):
        called = linkage.solver.get(linkage.node(gid, call.func))
        names = {linkage.objects.external_name(thing) or "" for thing in called}
        if not any(name.rpartition(".")[2] == "ForeignKey" for name in names):
            continue
        site = call_site(linkage, gid, call)
        on_delete = strings_at(linkage, dict(site.keywords).get("ondelete", -1))
        for text in strings_at(linkage, site.argument(0, "column")):
            table = text.rpartition(".")[0] or text
            yield table, (on_delete or [""])[0].upper(), call.line
    for text in strings_at(linkage, node):
        if text.count(".") == 1 and text.replace(".", "").replace("_", "").isalnum():
            line = linkage.scopes[gid].line
            yield text.partition(".")[0], "", line


def _calls_at(linkage: Linkage, gid: int, node: int) -> Iterator[facts.Call]:
    offset = linkage.value_offset[linkage.file_of[gid]]
    for op in linkage.scopes[gid].ops:
        if isinstance(op, facts.Call) and offset + op.target == node:
            yield op


@table_source
def core_tables(linkage: Linkage) -> Iterator[MappedTable]:
    """``Table("name", metadata, Column(…), …)``, with the classes that are mapped to it."""
    for thing, site in sorted(linkage.fields.items()):
        name = _table_name(linkage, thing, site)
        if not name:
            continue
        columns: list[Column] = []
        keys: list[ForeignKey] = []
        for node in site.args[1:]:
            for call in _calls_at(linkage, site.scope, node):
                called = linkage.solver.get(linkage.node(site.scope, call.func))
                if _is_column(linkage, called):
                    column, found = _column(linkage, call_site(linkage, site.scope, call), "")
                    columns.append(column)
                    keys += found
        classes = _mapped_to(linkage, thing)
        models = tuple(sorted(linkage.names[gid] for gid in classes))
        place = Place(linkage.path(site.scope), site.line)
        mapped = (thing, *(linkage.objects.intern(Kind.CLASS, gid) for gid in classes))
        yield MappedTable(Table(name, tuple(columns), tuple(sorted(keys)), models, place), mapped)


def _table_name(linkage: Linkage, thing: int, site: CallSite) -> str:
    holders = linkage.solver.get(site.target)
    is_table = any(
        linkage.objects.second[holder] == thing and (linkage.objects.external_name(holder) or "").endswith("orm.Query")
        for holder in holders
    )
    names = strings_at(linkage, site.args[0]) if site.args and is_table else []
    return names[0] if names else ""


def _mapped_to(linkage: Linkage, table: int) -> list[int]:
    mapped = [gid for gid, tables in linkage.imperative.items() if table in tables]
    for gid in linkage.classes:
        if "__table__" in linkage.classes[gid].members:
            holders = linkage.solver.get(linkage.member_node(gid, "__table__"))
            if any(linkage.objects.second[holder] == table for holder in holders):
                mapped.append(gid)
    return sorted(set(mapped))
