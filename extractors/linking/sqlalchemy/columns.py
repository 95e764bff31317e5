"""The columns that calls of ``Column`` and its like declare, and what they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decompose.extractors import facts
from decompose.extractors.graph import Column, ForeignKey
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.names import last_names
from decompose.extractors.linking.sqlalchemy.shapes import EXPRESSION, kind_of
from decompose.extractors.places import Place

_COLUMNS = frozenset({"Column", "mapped_column", "Field"})


def is_column(linkage: Linkage, called: Iterable[int]) -> bool:
    """Whether calling any of these objects declares a column."""
    objects = linkage.objects
    names = last_names(objects.text(thing) for thing in called if objects.kinds[thing] is Kind.EXTERNAL)
    return bool(names & _COLUMNS)


def column_at(linkage: Linkage, site: CallSite, attribute: str) -> tuple[Column, list[ForeignKey]]:
    """The column that a call declares, and its foreign keys.

    Args:
        linkage: the program.
        site: the call.
        attribute: the column's name, where the call gives it none.
    """
    names = strings_at(linkage, site.args[0]) if site.args else strings_at(linkage, dict(site.keywords).get("name", -1))
    name = names[0] if names and names[0].isidentifier() else attribute
    kind = ""
    for node in site.args:
        for thing in sorted(linkage.solver.get(node)):
            dotted = linkage.objects.external_name(thing) or ""
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
    for call in calls_at(linkage, gid, node):
        called = linkage.solver.get(linkage.node(gid, call.func))
        names = {linkage.objects.external_name(thing) or "" for thing in called}
        if not any(name.rpartition(".")[2] == "ForeignKey" for name in names):
            continue
        site = call_of(linkage, gid, call)
        on_delete = (strings_at(linkage, dict(site.keywords).get("ondelete", -1)) or [""])[0].upper()
        target = site.argument(0, "column")
        for text in strings_at(linkage, target):
            yield text.rpartition(".")[0] or text, on_delete, call.line
        for table in _tables_of_columns(linkage, target):
            yield table, on_delete, call.line
    for text in strings_at(linkage, node):
        if text.count(".") == 1 and text.replace(".", "").replace("_", "").isalnum():
            yield text.partition(".")[0], "", linkage.scopes[gid].line


def _tables_of_columns(linkage: Linkage, node: int) -> Iterator[str]:
    """``ForeignKey(User.id)``, ``ForeignKey(users.c.id)``."""
    from decompose.extractors.linking.sqlalchemy.table_names import table_of_class, table_of_site

    objects = linkage.objects
    for thing in sorted(linkage.solver.get(node)) if node >= 0 else ():
        subject = objects.second[thing] if kind_of(linkage, thing) == EXPRESSION else -1
        name = ""
        if subject >= 0 and objects.kinds[subject] is Kind.CLASS:
            name = table_of_class(linkage, objects.first[subject])
        elif subject >= 0 and objects.kinds[subject] is Kind.SITE and subject in linkage.fields:
            name = table_of_site(linkage, linkage.fields[subject])
        if name:
            yield name


def constraints_in(linkage: Linkage, gid: int) -> Iterator[ForeignKey]:
    """The foreign keys of ``ForeignKeyConstraint(["order_id"], ["orders.id"])`` anywhere in a scope."""
    for call in linkage.of_type(gid, facts.Call):
        yield from constraint_at(linkage, gid, call)


def constraint_at(linkage: Linkage, gid: int, call: facts.Call) -> Iterator[ForeignKey]:
    """The same for one call, which may be any."""
    objects = linkage.objects
    called = linkage.solver.get(linkage.node(gid, call.func))
    names = last_names(objects.text(thing) for thing in called if objects.kinds[thing] is Kind.EXTERNAL)
    if "ForeignKeyConstraint" not in names:
        return
    site = call_of(linkage, gid, call)
    on_delete = (strings_at(linkage, dict(site.keywords).get("ondelete", -1)) or [""])[0].upper()
    columns = _texts_listed(linkage, gid, site.argument(0, "columns"))
    targets = _texts_listed(linkage, gid, site.argument(1, "refcolumns"))
    for column, target in zip(columns, targets, strict=False):
        if "." in target:
            yield ForeignKey(column, target.rpartition(".")[0], on_delete, Place(linkage.path(gid), call.line))


def _texts_listed(linkage: Linkage, gid: int, node: int) -> list[str]:
    """The strings in a list that is written down in a scope, in its order."""
    value = node - linkage.node(gid, 0)
    displays = [op for op in linkage.of_type(gid, facts.Build) if op.target == value]
    values = [value for op in displays for value in op.values]
    return [(strings_at(linkage, linkage.node(gid, value)) or [""])[0] for value in values]


def calls_at(linkage: Linkage, gid: int, node: int) -> Iterator[facts.Call]:
    """The calls of a scope whose result a node is."""
    value = node - linkage.node(gid, 0)
    return (op for op in linkage.of_type(gid, facts.Call) if op.target == value)


def call_of(linkage: Linkage, gid: int, call: facts.Call) -> CallSite:
    """A call in nodes."""
    from decompose.extractors.linking.loading import call_site

    return call_site(linkage, gid, call)
