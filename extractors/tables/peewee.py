"""Tables of Peewee's models."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors.linking.active_records import models_of
from decompose.extractors.linking.hierarchy import descendants, lookup_node, project_ancestors
from decompose.extractors.linking.libraries.peewee import PEEWEE, model_of_key
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import nested_class
from decompose.extractors.tables import MappedTable, table_source
from decompose.extractors.tables.naming import snake_case
from decompose.extractors.tables.record_fields import declared_fields, mapped_table, on_delete, option


@table_source
def peewee_tables(linkage: Linkage) -> Iterator[MappedTable]:
    """One table for each model, but for those that only pass on options."""
    for gid in models_of(linkage, PEEWEE):
        fields = list(declared_fields(linkage, gid, _is_field))
        is_base = not any(linkage.parent_of[site.scope] >= 0 and site.scope == gid for _, site, _ in fields)
        if is_base and descendants(linkage, gid):
            continue
        yield mapped_table(linkage, gid, table_of(linkage, gid), fields, _reference)


def table_of(linkage: Linkage, gid: int) -> str:
    """As ``Meta`` states it, or else the class's name in lower case."""
    stated = option(linkage, gid, "table_name", "db_table")
    schema = _inherited(linkage, gid, "schema")
    if not stated:
        name = linkage.scopes[gid].name
        stated = snake_case(name) if _is_modern(linkage, gid) else re.sub(r"[^\w]+", "_", name.lower())
    return f"{schema}.{stated}" if schema else stated


def _inherited(linkage: Linkage, gid: int, name: str) -> str:
    return next((text for ancestor in project_ancestors(linkage, gid) if (text := option(linkage, ancestor, name))), "")


def _is_modern(linkage: Linkage, gid: int) -> bool:
    """``legacy_table_names = False``."""
    for ancestor in project_ancestors(linkage, gid):
        meta = nested_class(linkage, ancestor, "Meta")
        if meta is not None and linkage.solver.get(lookup_node(linkage, meta, "legacy_table_names")):
            return True
    return False


def _is_field(dotted: str) -> bool:
    return dotted.startswith(("peewee.", "playhouse.")) and dotted.endswith("Field")


def _reference(linkage: Linkage, site: CallSite, attribute: str) -> tuple[str, str, str] | None:
    targets = model_of_key(linkage, site)
    models = set(models_of(linkage, PEEWEE))
    tables = [table_of(linkage, target) for target in targets if target in models]
    return (f"{attribute}_id", tables[0], on_delete(linkage, site)) if tables else None
