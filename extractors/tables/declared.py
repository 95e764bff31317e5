"""Tables of SQL scripts and other declarations, with or without a class that maps them."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.tables import MappedTable, table_source


@table_source
def declared_tables(linkage: Linkage) -> Iterator[MappedTable]:
    """The tables that other files than those of the program declare."""
    for table in linkage.declarations.tables:
        yield MappedTable(table, ())
