"""Tables of Frappe's document types: those with a class here, and those of installed applications that are used."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.declarations.frappe_doctypes import SINGLES, table_of
from decompose.extractors.graph import Table
from decompose.extractors.linking.doctypes import doctypes
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.tables import MappedTable, table_source


@table_source
def doctype_tables(linkage: Linkage) -> Iterator[MappedTable]:
    """One table for each document type; its documents, its class and its name stand for it."""
    known = doctypes(linkage)
    named = set(known.by_name)
    singles = {name for name, doctype in known.by_name.items() if doctype.is_single}
    for call in linkage.named_calls:
        names = known.names_at(call.node)
        named.update(names)
        singles.update(name for name in names if call.is_single and name not in known.by_name)
    objects = linkage.objects
    for name in sorted(named):
        is_single = name in singles
        gid = known.class_of.get(name, -1)
        table = Table(
            SINGLES if is_single else table_of(name),
            models=(linkage.names[gid],) if gid >= 0 else (),
            is_external=is_single or name not in known.by_name,
        )
        yield MappedTable(table, (objects.string(name), *((objects.intern(Kind.CLASS, gid),) if gid >= 0 else ())))
