"""Values of a program that become a table's name when they stand in a text."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.libraries.django_options import TABLE_NAME
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.shapes import QUERY, query_of
from decompose.extractors.tables import MappedTable


def tell_names(linkage: Linkage, tables: Iterable[MappedTable]) -> None:
    """Let ``Order._meta.db_table``, ``Order.__table__`` and ``order_table.name`` be the tables' names in texts."""
    objects = linkage.objects
    for found in tables:
        for thing in found.mapped:
            name = found.table.name
            table = query_of(linkage, thing)
            linkage.table_names[table] = name
            linkage.table_names[objects.instance(objects.external(TABLE_NAME), thing)] = name
            for attribute in ("name", "fullname", "key"):
                method = objects.external(f"{QUERY}.{attribute}")
                linkage.table_names[objects.intern(Kind.BOUND, method, table)] = name
    linkage.rendered.clear()
