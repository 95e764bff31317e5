"""SQLAlchemy's table objects and the classes that are mapped: declarative bases, ``Table``, ``mapper``."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors import facts
from decompose.extractors.linking.hierarchy import definer, lookup_node
from decompose.extractors.linking.libraries import between_rounds, models_attributes, models_call
from decompose.extractors.linking.libraries.django_models import reverse_relations
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import DECLARATIVE_BASES, has_declarative_base, mapped_classes
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.names import spelled
from decompose.extractors.linking.sqlalchemy.shapes import query_of


@models_attributes(*DECLARATIVE_BASES)
def _declarative(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    is_instance = objects.kinds[thing] is Kind.INSTANCE
    cls = objects.first[thing] if is_instance else thing
    if objects.kinds[cls] is not Kind.CLASS:
        return ()
    if name == "query":
        return _own_queries(linkage, cls) or (query_of(linkage, cls),)
    if name == "__table__":
        return (query_of(linkage, cls),)
    return reverse_relations(linkage, objects.first[cls], name)


@between_rounds
def find_tables_of_classes(linkage: Linkage) -> None:
    """``Order.__table__`` and ``Order.query`` where they were read before the class was known to be mapped."""
    objects = linkage.objects
    for (thing, name), node in list(linkage.attribute_nodes.items()):
        if name not in {"__table__", "query"} or objects.kinds[thing] is not Kind.CLASS:
            continue
        gid = objects.first[thing]
        if has_declarative_base(linkage, gid) and definer(linkage, gid, name) < 0:
            linkage.solver.add_all(node, _declarative(linkage, thing, name))


def _own_queries(linkage: Linkage, cls: int) -> tuple[int, ...]:
    """``query_class = OrderQuery``: a query with methods of the program's own."""
    objects = linkage.objects
    named = linkage.solver.get(lookup_node(linkage, objects.first[cls], "query_class"))
    return tuple(objects.instance(thing, cls) for thing in sorted(named) if objects.kinds[thing] is Kind.CLASS)


@models_call("*.query_property")
def _query_property(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``Base.query = session.query_property()``."""
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external("sqlalchemy.query_property")))


@models_attributes("sqlalchemy.query_property.__get__")
def _query_of_class(linkage: Linkage, thing: int, receiver: str) -> Iterable[int]:
    cls = int(receiver)
    return (query_of(linkage, cls),) if linkage.objects.kinds[cls] is Kind.CLASS else ()


@models_call(*spelled("Table"))
def _table(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, query_of(linkage, linkage.site_object(site)))


@models_call("sqlalchemy.orm.mapper", "*.map_imperatively", "*.mapper")
def _mapper(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``mapper(Order, order_table)`` maps a plain class."""
    table = site.argument(1, "local_table")
    if site.args and table >= 0:
        linkage.solver.use(table, _map_to, (linkage, site))


def _map_to(payload: tuple[Linkage, CallSite], tables: Iterable[int]) -> None:
    linkage, site = payload
    for table in mapped_classes(linkage, tables):
        linkage.solver.use(site.args[0], _map_class, (linkage, site, table))


def _map_class(payload: tuple[Linkage, CallSite, int], things: Iterable[int]) -> None:
    linkage, site, table = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CLASS:
            gid = linkage.objects.first[thing]
            known = linkage.imperative.setdefault(gid, [])
            if table not in known:
                known.append(table)
            _map_properties(linkage, site, gid, thing)


def _map_properties(linkage: Linkage, site: CallSite, gid: int, cls: int) -> None:
    """``properties={"lines": relationship(Line)}`` are attributes of the class."""
    node = dict(site.keywords).get("properties", -1)
    value = node - linkage.node(site.scope, 0)
    display = next((op for op in linkage.of_type(site.scope, facts.Build) if op.target == value), None)
    for key, element in zip(display.keys, display.values, strict=True) if display is not None else ():
        if isinstance(key, str):
            properties = linkage.mapper_properties.setdefault(gid, [])
            found = (key, linkage.node(site.scope, element))
            if found not in properties:
                properties.append(found)
                linkage.set_member(cls, key, found[1])
