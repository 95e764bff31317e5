"""Pony ORM: entities, generators that are queries, and rows by subscription."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors import facts
from decompose.extractors.linking.active_records import Mapper, declare_relations, models_of, register
from decompose.extractors.linking.libraries import between_rounds, models_call
from decompose.extractors.linking.linkage import Access, CallSite, Linkage
from decompose.extractors.linking.mapping import targets_of
from decompose.extractors.linking.objects import Kind

_READ, _UPDATE, _DELETE = ("select",), ("update",), ("delete",)
ENTITIES = ("pony.orm.Database.Entity", "pony.orm.core.Database.Entity")
PONY = Mapper(
    "pony",
    ENTITIES,
    queries={
        **dict.fromkeys(("order_by", "sort_by", "limit", "page", "filter", "where", "prefetch"), ()),
        **dict.fromkeys(("select", "select_by_sql", "for_update", "select_random"), _READ),
    },
    rows=dict.fromkeys(("get", "get_for_update", "get_by_sql", "first", "__getitem__"), _READ),
    values={**dict.fromkeys(("exists", "count", "max", "min", "avg", "sum"), _READ), "delete": _DELETE},
    of_rows={"delete": _DELETE, "set": _UPDATE, "load": _READ},
)
register(PONY)
ATTRIBUTES = ("Required", "Optional", "Set", "PrimaryKey", "Discriminator")
ATTRIBUTE = "pony.orm.attribute"
_MODULES = ("pony.orm", "pony.orm.core")


def entity_of(linkage: Linkage, site: CallSite) -> list[int]:
    """The entities that an attribute refers to; none for plain values."""
    return targets_of(linkage, site, site.argument(0), site.scope)


declare_relations(
    PONY,
    {f"{ATTRIBUTE}.{name}": [f"{module}.{name}" for module in _MODULES] for name in ATTRIBUTES},
    frozenset({f"{ATTRIBUTE}.Set"}),
    entity_of,
)


@between_rounds
def read_by_language(linkage: Linkage) -> None:
    """``for p in Person``, ``Person[1]``, ``Person(…)`` and ``person.name = …`` are queries, too."""
    entities = set(models_of(linkage, PONY))
    if not entities:
        return
    for gid in linkage.as_written():
        for iteration in linkage.of_type(gid, facts.Iterate):
            _fetch(linkage, entities, gid, iteration)
        for item in linkage.of_type(gid, facts.Item):
            _fetch(linkage, entities, gid, item)
        for call in linkage.of_type(gid, facts.Call):
            for thing in sorted(linkage.solver.get(linkage.node(gid, call.func))):
                if _is_entity(linkage, entities, thing):
                    _note(linkage, gid, call.line, thing, "insert")
        for change in linkage.of_type(gid, facts.SetAttr):
            for thing in sorted(linkage.solver.get(linkage.node(gid, change.base))):
                cls = linkage.objects.first[thing]
                if linkage.objects.kinds[thing] is Kind.INSTANCE and _is_entity(linkage, entities, cls):
                    _note(linkage, gid, change.line, cls, "update")


def _fetch(linkage: Linkage, entities: set[int], gid: int, op: facts.Iterate | facts.Item) -> None:
    for thing in sorted(linkage.solver.get(linkage.node(gid, op.base))):
        if _is_entity(linkage, entities, thing):
            _note(linkage, gid, op.line, thing, "select")
            linkage.solver.add(linkage.node(gid, op.target), linkage.objects.instance(thing))


def _is_entity(linkage: Linkage, entities: set[int], thing: int) -> bool:
    return linkage.objects.kinds[thing] is Kind.CLASS and linkage.objects.first[thing] in entities


def _note(linkage: Linkage, scope: int, line: int, cls: int, operation: str) -> None:
    scope = linkage.original.get(scope, scope)
    linkage.accesses[Access(scope, line, cls, operation != "select", operation=operation)] = None


@models_call(*(f"{module}.{name}" for module in _MODULES for name in ("select", "left_join")))
def _select(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``select(p for p in Person)``: what is selected."""
    if site.args and site.target >= 0:
        linkage.solver.use(site.args[0], _selected, (linkage, site))


@models_call(*(f"{module}.delete" for module in _MODULES))
def _delete(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``delete(p for p in Person)``."""
    if site.args and site.scope >= 0:
        linkage.solver.use(site.args[0], _deleted, (linkage, site))


def _deleted(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        cls = linkage.objects.first[thing]
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.solver.use(linkage.any_element(thing), _deleted, (linkage, site))
        elif linkage.objects.kinds[thing] is Kind.INSTANCE and linkage.objects.kinds[cls] is Kind.CLASS:
            _note(linkage, site.scope, site.line, cls, "delete")


def _selected(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.solver.use(linkage.any_element(thing), _queried, (linkage, site))


def _queried(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        cls = linkage.objects.first[thing]
        is_row = linkage.objects.kinds[thing] is Kind.INSTANCE and linkage.objects.kinds[cls] is Kind.CLASS
        if is_row and site.target >= 0:
            linkage.solver.add(site.target, PONY.query_of(linkage, cls))
