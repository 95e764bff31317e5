"""Tables of Pony's entities."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.linking.active_records import models_of
from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.libraries.pony import PONY, entity_of
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.tables import MappedTable, table_source
from decompose.extractors.tables.record_fields import declared_fields, mapped_table


@table_source
def pony_tables(linkage: Linkage) -> Iterator[MappedTable]:
    """One table for each entity; an entity that extends another shares its table."""
    for gid in models_of(linkage, PONY):
        fields = [field for field in declared_fields(linkage, gid, _is_attribute) if field[2] != "Set"]
        yield mapped_table(linkage, gid, table_of(linkage, gid), fields, _reference)


def table_of(linkage: Linkage, gid: int) -> str:
    """As ``_table_`` states it, or else the name of the first entity of its line."""
    models = set(models_of(linkage, PONY))
    root = [ancestor for ancestor in project_ancestors(linkage, gid) if ancestor in models][-1]
    stated = strings_at(linkage, linkage.member_node(root, "_table_"))
    return stated[0] if stated else linkage.scopes[root].name


def _is_attribute(dotted: str) -> bool:
    return dotted.startswith("pony.orm.")


def _reference(linkage: Linkage, site: CallSite, attribute: str) -> tuple[str, str, str] | None:
    models = set(models_of(linkage, PONY))
    tables = [table_of(linkage, target) for target in entity_of(linkage, site) if target in models]
    return (attribute, tables[0], "") if tables else None
