"""Tables of Tortoise's models, and those between models."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.graph import ForeignKey, Table
from decompose.extractors.linking.active_records import models_of
from decompose.extractors.linking.hierarchy import lookup_node
from decompose.extractors.linking.libraries.tortoise import TORTOISE, model_of_key
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import nested_class, strings_at
from decompose.extractors.places import Place
from decompose.extractors.tables import MappedTable, table_source
from decompose.extractors.tables.record_fields import declared_fields, mapped_table, on_delete, option


@table_source
def tortoise_tables(linkage: Linkage) -> Iterator[MappedTable]:
    """One table for each model that is not abstract, and one for each many-to-many relation."""
    for gid in models_of(linkage, TORTOISE):
        if _is_abstract(linkage, gid):
            continue
        fields = list(declared_fields(linkage, gid, _is_field))
        own = [field for field in fields if field[2] != "ManyToManyField"]
        yield mapped_table(linkage, gid, table_of(linkage, gid), own, _reference)
        for _, site, kind in fields:
            if kind == "ManyToManyField":
                yield from _between(linkage, gid, site)


def table_of(linkage: Linkage, gid: int) -> str:
    """As ``Meta`` states it, or else the class's name in lower case."""
    return option(linkage, gid, "table") or linkage.scopes[gid].name.lower()


def _is_abstract(linkage: Linkage, gid: int) -> bool:
    meta = nested_class(linkage, gid, "Meta")
    return meta is not None and bool(linkage.solver.get(lookup_node(linkage, meta, "abstract")))


def _is_field(dotted: str) -> bool:
    return dotted.startswith("tortoise.") and dotted.rpartition(".")[2].endswith("Field")


def _reference(linkage: Linkage, site: CallSite, attribute: str) -> tuple[str, str, str] | None:
    targets = model_of_key(linkage, site)
    models = set(models_of(linkage, TORTOISE))
    tables = [table_of(linkage, target) for target in targets if target in models]
    return (f"{attribute}_id", tables[0], on_delete(linkage, site) or "CASCADE") if tables else None


def _between(linkage: Linkage, gid: int, site: CallSite) -> Iterator[MappedTable]:
    ours = table_of(linkage, gid)
    place = Place(linkage.path(gid), site.line)
    stated = strings_at(linkage, dict(site.keywords).get("through", -1))
    for target in model_of_key(linkage, site)[:1]:
        theirs = table_of(linkage, target)
        keys = (
            ForeignKey(f"{linkage.scopes[gid].name.lower()}_id", ours, "CASCADE", place),
            ForeignKey(f"{linkage.scopes[target].name.lower()}_id", theirs, "CASCADE", place),
        )
        yield MappedTable(Table(stated[0] if stated else f"{ours}_{theirs}", (), keys, place=place), ())
