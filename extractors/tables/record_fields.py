"""The columns and references that a model class declares by calls in its body."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from decompose.extractors.graph import Column, ForeignKey, Table
from decompose.extractors.linking.hierarchy import lookup_node, project_ancestors
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import class_calls, nested_class, strings_at
from decompose.extractors.linking.objects import Kind
from decompose.extractors.places import Place
from decompose.extractors.tables import MappedTable

Reference = Callable[[Linkage, CallSite, str], tuple[str, str, str] | None]
"""(linkage, declaring call, attribute) → column, table and ``on_delete`` of a reference; None for plain columns."""

_COLUMN = ("column_name", "db_column", "source_field", "column")
"""Keywords that name a field's column."""


def declared_fields(linkage: Linkage, gid: int, is_field: Callable[[str], bool]) -> Iterator[tuple[str, CallSite, str]]:
    """Attribute, declaring call and last name of what is called, for the fields of a class and its bases."""
    seen: set[str] = set()
    for ancestor in project_ancestors(linkage, gid):
        for attribute, site, called in class_calls(linkage, ancestor):
            names = (linkage.objects.external_name(thing) or "" for thing in sorted(called))
            kind = next((name.rpartition(".")[2] for name in names if is_field(name)), "")
            if kind and attribute not in seen:
                seen.add(attribute)
                yield attribute, site, kind


def option(linkage: Linkage, gid: int, *names: str) -> str:
    """A text of the class's own ``Meta``, by any of its names; empty where it is not stated."""
    meta = nested_class(linkage, gid, "Meta")
    if meta is None:
        return ""
    return next((text for name in names for text in strings_at(linkage, lookup_node(linkage, meta, name))), "")


def mapped_table(
    linkage: Linkage, gid: int, name: str, fields: list[tuple[str, CallSite, str]], reference: Reference
) -> MappedTable:
    """The table of a class with its columns and references."""
    columns, keys = [], []
    for attribute, site, kind in fields:
        refers = reference(linkage, site, attribute)
        words = dict(site.keywords)
        is_key = "primary_key" in words or "pk" in words or kind == "PrimaryKey"
        stated = next((text for word in _COLUMN for text in strings_at(linkage, words.get(word, -1))), "")
        column = stated or (refers[0] if refers else attribute)
        columns.append(Column(column, kind, primary_key=is_key))
        if refers and refers[1]:
            keys.append(ForeignKey(column, refers[1], refers[2], Place(linkage.path(gid), site.line)))
    place = Place(linkage.path(gid), linkage.scopes[gid].line)
    table = Table(name, tuple(columns), tuple(sorted(keys)), (linkage.names[gid],), place)
    return MappedTable(table, (linkage.objects.intern(Kind.CLASS, gid),))


def on_delete(linkage: Linkage, site: CallSite) -> str:
    """``CASCADE`` … as a reference declares it."""
    node = dict(site.keywords).get("on_delete", -1)
    if node < 0:
        return ""
    texts = strings_at(linkage, node)
    named = [linkage.objects.external_name(thing) or "" for thing in sorted(linkage.solver.get(node))]
    return (texts[0] if texts else next((name.rpartition(".")[2] for name in named if name), "")).upper()
