"""Tortoise ORM: models with asynchronous queries."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.linking.active_records import Mapper, add_other_ends, declare_relations, register
from decompose.extractors.linking.libraries import between_rounds, models_call
from decompose.extractors.linking.libraries.dbapi import executes
from decompose.extractors.linking.linkage import CallSite, Certainty, Linkage
from decompose.extractors.linking.mapping import strings_at, targets_of
from decompose.extractors.linking.objects import Kind

_READ, _INSERT, _UPDATE, _DELETE = ("select",), ("insert",), ("update",), ("delete",)
_CHAIN = (
    *("order_by", "limit", "offset", "distinct", "annotate", "group_by", "prefetch_related", "select_related"),
    *("only", "using_db", "values", "values_list", "use_index", "force_index", "latest", "earliest", "reverse"),
)
TORTOISE = Mapper(
    "tortoise",
    ("tortoise.models.Model", "tortoise.Model"),
    queries={
        **dict.fromkeys(_CHAIN, ()),
        **dict.fromkeys(("all", "filter", "exclude", "select_for_update"), _READ),
        "update": _UPDATE,
        "delete": _DELETE,
    },
    rows={**dict.fromkeys(("get", "get_or_none", "first", "last", "fetch_for_list"), _READ), "create": _INSERT},
    values={
        **dict.fromkeys(("count", "exists", "in_bulk", "explain"), _READ),
        "bulk_create": _INSERT,
        "bulk_update": _UPDATE,
    },
    of_rows={
        "save": _UPDATE,
        "delete": _DELETE,
        "refresh_from_db": _READ,
        "fetch_related": _READ,
    },
    pairs=frozenset({"get_or_create", "update_or_create"}),
)
register(TORTOISE)
KEYS = ("ForeignKeyField", "OneToOneField", "ManyToManyField")
RELATION = "tortoise.fields.relation"
_MODULES = ("tortoise.fields", "tortoise.fields.relational")


def model_of_key(linkage: Linkage, site: CallSite) -> list[int]:
    """The classes that a relation refers to."""
    return targets_of(linkage, site, site.argument(0, "model_name"), site.scope)


declare_relations(
    TORTOISE,
    {f"{RELATION}.{name}": [f"{module}.{name}" for module in _MODULES] for name in KEYS},
    frozenset({f"{RELATION}.ManyToManyField"}),
    model_of_key,
)


def relation_kind(linkage: Linkage, thing: int, site: CallSite) -> str:
    """``ForeignKeyField`` … where a declared field is a relation; empty for others."""
    objects = linkage.objects
    held = linkage.solver.get(site.target)
    return next((name for name in KEYS if objects.instance(objects.external(f"{RELATION}.{name}"), thing) in held), "")


@between_rounds
def add_related_names(linkage: Linkage) -> None:
    """``tournament.events`` exists because an event has a tournament."""
    add_other_ends(linkage, list(_other_ends(linkage)))


def _other_ends(linkage: Linkage) -> Iterator[tuple[int, str, int]]:
    objects = linkage.objects
    for thing, site in sorted(linkage.fields.items()):
        kind = relation_kind(linkage, thing, site)
        if not kind or site.scope not in linkage.classes:
            continue
        owner = objects.intern(Kind.CLASS, site.scope)
        other = objects.instance(owner) if kind == "OneToOneField" else TORTOISE.query_of(linkage, owner)
        named = strings_at(linkage, dict(site.keywords).get("related_name", -1))
        name = named[0] if named else f"{linkage.scopes[site.scope].name.lower()}s"
        for target in model_of_key(linkage, site):
            yield objects.intern(Kind.CLASS, target), name, other


@models_call(f"{TORTOISE.query}.raw")
def _raw(linkage: Linkage, site: CallSite, receiver: int) -> None:
    executes(linkage, site, Certainty.CERTAIN)
