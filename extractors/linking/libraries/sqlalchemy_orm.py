"""SQLAlchemy: sessions, queries, statements, relationships, core tables."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.libraries.django_models import reverse_relations
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import is_django_model, is_mapped, mapped_classes, targets_of
from decompose.extractors.linking.objects import Kind

QUERY = "sqlalchemy.orm.Query"
_CHAINING = frozenset(
    [
        "filter",
        "filter_by",
        "order_by",
        "group_by",
        "having",
        "limit",
        "offset",
        "options",
        "distinct",
        "with_for_update",
        "populate_existing",
        "execution_options",
        "correlate",
        "yield_per",
        "enable_eagerloads",
        "with_entities",
        "add_columns",
        "add_entity",
        "select_from",
        "union",
        "union_all",
        "except_",
        "intersect",
        "reset_joinpoint",
        "autoflush",
        "with_lockmode",
        "subquery",
        "cte",
        "alias",
        "slice",
        "where",
        "values",
        "returning",
        "on_conflict_do_nothing",
        "on_conflict_do_update",
        "params",
        "scalars",
        "unique",
        "from_self",
        "with_hint",
        "with_only_columns",
        "prefix_with",
        "columns",
    ]
)
_JOINING = frozenset(["join", "outerjoin"])
_ONE = frozenset(
    [
        "first",
        "one",
        "one_or_none",
        "get",
        "get_or_404",
        "first_or_404",
        "scalar",
        "scalar_one",
        "scalar_one_or_none",
    ]
)
_MANY = frozenset(["all", "fetchall", "paginate"])
_SCALAR = frozenset(["count", "exists"])
_WRITE = frozenset(["delete", "update"])


def query_of(linkage: Linkage, mapped: int) -> int:
    """A query over a mapped class or a table."""
    return linkage.objects.instance(linkage.objects.external(QUERY), mapped)


_BASES = (
    *("sqlalchemy.ext.declarative.declarative_base", "sqlalchemy.orm.declarative_base"),
    *("sqlalchemy.orm.DeclarativeBase", "flask_sqlalchemy.SQLAlchemy.Model", "sqlmodel.SQLModel"),
)


@models_attributes(*_BASES)
def _declarative(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    is_instance = objects.kinds[thing] is Kind.INSTANCE
    cls = objects.first[thing] if is_instance else thing
    if name == "query" and objects.kinds[cls] is Kind.CLASS:
        return (query_of(linkage, cls),)
    if name == "__table__":
        return (query_of(linkage, cls),)
    return reverse_relations(linkage, objects.first[cls], name) if objects.kinds[cls] is Kind.CLASS else ()


# -- sessions: whatever the receiver is, the argument tells --


@models_call("*.query")
def _query(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``session.query(Order)``, ``session.query(Order.id)``."""
    for node in site.args:
        linkage.solver.use(node, _queried, (linkage, site, False))


@models_call(
    *("sqlalchemy.select", "sqlalchemy.sql.select", "sqlalchemy.future.select", "sqlmodel.select"),
    *("sqlalchemy.sql.expression.select", "sqlalchemy.exists", "sqlalchemy.sql.exists"),
)
def _select(linkage: Linkage, site: CallSite, receiver: int) -> None:
    for node in site.args:
        linkage.solver.use(node, _queried, (linkage, site, False))
        linkage.solver.use(node, _queried_list, (linkage, site))


@models_call(
    *("sqlalchemy.insert", "sqlalchemy.update", "sqlalchemy.delete", "sqlalchemy.sql.expression.insert"),
    *("sqlalchemy.dialects.postgresql.insert", "sqlalchemy.sql.insert", "sqlalchemy.sql.update"),
    *("sqlalchemy.sql.delete", "sqlalchemy.sql.expression.update", "sqlalchemy.sql.expression.delete"),
)
def _modify(linkage: Linkage, site: CallSite, receiver: int) -> None:
    for node in site.args[:1]:
        linkage.solver.use(node, _queried, (linkage, site, True))


def _queried_list(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.solver.use(linkage.any_element(thing), _queried, (linkage, site, False))


def _queried(payload: tuple[Linkage, CallSite, bool], things: Iterable[int]) -> None:
    linkage, site, writes = payload
    for mapped in mapped_classes(linkage, things):
        linkage.record(site, mapped, writes=writes, is_inferred=True)
        if site.target >= 0:
            linkage.solver.add(site.target, query_of(linkage, mapped))


@models_call("*.add", "*.delete", "*.merge", "*.add_all", "*.bulk_save_objects", "*.expunge")
def _store(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``session.add(order)``."""
    for node in site.args[:1]:
        linkage.solver.use(node, _stored, (linkage, site, True))
        if site.target >= 0:
            linkage.solver.copy(node, site.target)


def _stored(payload: tuple[Linkage, CallSite, bool], things: Iterable[int]) -> None:
    linkage, site, opens_containers = payload
    objects = linkage.objects
    for thing in sorted(things):
        if objects.kinds[thing] is Kind.CONTAINER:
            if opens_containers:  # once: a list may hold itself
                linkage.solver.use(linkage.any_element(thing), _stored, (linkage, site, False))
        elif objects.kinds[thing] is Kind.INSTANCE:
            for mapped in mapped_classes(linkage, (thing,)):
                if not _is_django(linkage, mapped):  # which no session stores
                    linkage.record(site, mapped, writes=True, is_inferred=True)


def _is_django(linkage: Linkage, mapped: int) -> bool:
    return linkage.objects.kinds[mapped] is Kind.CLASS and is_django_model(linkage, linkage.objects.first[mapped])


# -- queries --


@models_attributes(QUERY)
def _query_attribute(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    if name in {"c", "columns"}:
        return (thing,)
    method = objects.external(f"{QUERY}.{name}")
    return (objects.intern(Kind.BOUND, method, thing),)


@models_attributes(f"{QUERY}.__iter__")
def _rows(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    return _instances(linkage, thing)


def _instances(linkage: Linkage, query: int) -> tuple[int, ...]:
    mapped = linkage.objects.second[query]
    if mapped < 0 or linkage.objects.kinds[mapped] is not Kind.CLASS:
        return ()
    return (linkage.objects.instance(mapped),)


def _on_query(linkage: Linkage, site: CallSite, receiver: int, method: str) -> None:
    mapped = linkage.objects.second[receiver] if receiver >= 0 else -1
    if mapped < 0:
        return
    if method in _WRITE or method == "insert":
        linkage.record(site, mapped, writes=True)
    elif method in _ONE | _MANY | _SCALAR | {"select"}:
        linkage.record(site, mapped, writes=False)
    if site.target < 0:
        return
    if method in _CHAINING | _JOINING | {"insert", "select"} | _WRITE:
        linkage.solver.add(site.target, receiver)
    elif method in _ONE:
        linkage.solver.add_all(site.target, _instances(linkage, receiver))
    elif method in _MANY:
        rows = linkage.container(site.target, "list")
        linkage.solver.add_all(linkage.element_node(rows, None), _instances(linkage, receiver))
        linkage.solver.add(site.target, rows)
    if method in _JOINING | {"select_from"}:
        for node in site.args[:1]:
            linkage.solver.use(node, _joined, (linkage, site))


def _joined(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for mapped in mapped_classes(linkage, things):
        linkage.record(site, mapped, writes=False)


def _register_query_methods() -> None:
    for method in sorted(_CHAINING | _JOINING | _ONE | _MANY | _SCALAR | _WRITE | {"insert", "select"}):

        @models_call(f"{QUERY}.{method}")
        def model(linkage: Linkage, site: CallSite, receiver: int, method: str = method) -> None:
            _on_query(linkage, site, receiver, method)


_register_query_methods()


# -- columns, relationships, tables --

_RELATIONSHIPS = (
    *("sqlalchemy.orm.relationship", "sqlalchemy.orm.relation", "sqlalchemy.orm.dynamic_loader"),
    *("flask_sqlalchemy.SQLAlchemy.relationship", "sqlmodel.Relationship"),
)


@models_call(*_RELATIONSHIPS)
def _relationship(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        external = linkage.objects.external("sqlalchemy.orm.relationship")
        linkage.solver.add(site.target, linkage.objects.instance(external, linkage.site_object(site)))


@models_attributes("sqlalchemy.orm.relationship.__get__")
def _follow(linkage: Linkage, thing: int, receiver: str) -> Iterable[int]:
    """``order.customer`` is a customer; ``order.lines`` holds lines."""
    objects = linkage.objects
    site = linkage.fields.get(objects.second[thing])
    if site is None:
        return ()
    related: list[int] = []
    for target in targets_of(linkage, site, site.argument(0, "argument"), site.scope):
        cls = objects.intern(Kind.CLASS, target)
        related += [objects.instance(cls), query_of(linkage, cls)]
    return related if objects.kinds[int(receiver)] is Kind.INSTANCE else related[1::2]


@models_call("sqlalchemy.Table", "sqlalchemy.schema.Table", "flask_sqlalchemy.SQLAlchemy.Table")
def _table(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, query_of(linkage, linkage.site_object(site)))


@models_call("sqlalchemy.orm.mapper", "*.map_imperatively", "*.mapper")
def _mapper(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``mapper(Order, order_table)`` maps a plain class."""
    if len(site.args) >= 2:
        linkage.solver.use(site.args[1], _map_to, (linkage, site.args[0]))


def _map_to(payload: tuple[Linkage, int], tables: Iterable[int]) -> None:
    linkage, classes = payload
    for table in mapped_classes(linkage, tables):
        linkage.solver.use(classes, _map_class, (linkage, table))


def _map_class(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, table = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CLASS:
            known = linkage.imperative.setdefault(linkage.objects.first[thing], [])
            if table not in known:
                known.append(table)


@models_call("sqlalchemy.orm.aliased", "sqlalchemy.orm.with_polymorphic")
def _aliased(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.target >= 0:
        linkage.solver.copy(site.args[0], site.target)


@models_call("*.get")
def _get(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``session.get(Order, key)``."""
    if len(site.args) >= 2:
        linkage.solver.use(site.args[0], _got, (linkage, site))


def _got(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CLASS and is_mapped(linkage, thing):
            linkage.record(site, thing, writes=False, is_inferred=True)
            if site.target >= 0:
                linkage.solver.add(site.target, linkage.objects.instance(thing))
