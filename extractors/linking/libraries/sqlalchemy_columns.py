"""SQLAlchemy's columns and expressions: whatever is made of a column of a table is about that table."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import is_declarative
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.names import spelled
from decompose.extractors.linking.sqlalchemy.shapes import (
    COLUMN,
    EXPRESSION,
    NAMED,
    PROXY,
    RELATION,
    TABLE_COLUMNS,
    is_statement,
    kind_of,
    made,
    touched_by,
)

_DECLARATIONS = spelled("Column", "mapped_column", "column_property", "synonym", "composite", "deferred", "Field")
_PLAIN = (
    *("<builtin>.int", "<builtin>.str", "<builtin>.float", "<builtin>.bool", "<builtin>.bytes", "<builtin>.dict"),
    *("datetime.datetime", "datetime.date", "datetime.time", "datetime.timedelta", "uuid.UUID", "decimal.Decimal"),
)
"""Types that annotations give to columns: ``name: Mapped[str]``."""
_COMBINING = (
    *("and_", "or_", "not_", "desc", "asc", "nullsfirst", "nullslast", "nulls_first", "nulls_last", "distinct", "case"),
    *("cast", "type_coerce", "try_cast", "extract", "literal_column", "between", "collate", "tuple_", "within_group"),
    *("over", "any_", "all_", "label", "array_agg", "array", "aggregate_order_by", "Bundle", "column", "funcfilter"),
    *("remote", "foreign", "coalesce", "count", "max", "min", "sum", "concat", "aliased_column", "null", "lateral"),
)
_FETCHING = (
    *("joinedload", "subqueryload", "selectinload", "immediateload", "contains_eager", "joinedload_all"),
    *("subqueryload_all", "with_loader_criteria", "eagerload", "eagerload_all"),
)
_NOT_FETCHING = (
    *("undefer", "defer", "load_only", "lazyload", "noload", "raiseload", "defaultload", "undefer_group", "Load"),
    *("selectin_polymorphic", "with_expression"),
)


@models_call(*_DECLARATIONS)
def _declare(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """A column remembers the call that declared it."""
    if site.target >= 0:
        linkage.solver.add(site.target, made(linkage, COLUMN, linkage.site_object(site)))


@models_attributes(f"{COLUMN}.__get__", "sqlalchemy.ext.hybrid.hybrid_property.__get__")
def _column_of_class(linkage: Linkage, thing: int, receiver: str) -> Iterable[int]:
    """``Order.price`` is a column of the table of orders."""
    cls = int(receiver)
    return (made(linkage, EXPRESSION, cls),) if linkage.objects.kinds[cls] is Kind.CLASS else ()


@models_attributes(*(f"{plain}.__get__" for plain in _PLAIN))
def _annotated_column(linkage: Linkage, thing: int, receiver: str) -> Iterable[int]:
    cls = int(receiver)
    objects = linkage.objects
    if objects.kinds[cls] is not Kind.CLASS or not is_declarative(linkage, objects.first[cls]):
        return ()
    return (made(linkage, EXPRESSION, cls),)


@models_attributes(TABLE_COLUMNS)
def _column_of_table(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """``orders.c.price``."""
    return (made(linkage, EXPRESSION, linkage.objects.second[thing]),)


@models_attributes(f"{TABLE_COLUMNS}.__iter__")
def _columns_of_table(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    return (made(linkage, EXPRESSION, linkage.objects.second[thing]),)


@models_attributes(EXPRESSION, RELATION)
def _attribute_of_expression(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """``Order.price.desc``, ``Order.lines.any``."""
    objects = linkage.objects
    return (objects.intern(Kind.BOUND, objects.external(f"{EXPRESSION}.{name}"), thing),)


@models_attributes(f"{EXPRESSION}.<operator>", f"{RELATION}.<operator>")
def _operate(linkage: Linkage, thing: int, method: str) -> Iterable[int]:
    """``Order.price > 1``, ``-Order.price``: about the same table."""
    return (thing,) if kind_of(linkage, thing) == EXPRESSION else ()


@models_call(f"{EXPRESSION}.*")
def _method_of_expression(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``Order.price.in_(query)`` is about both."""
    if site.target < 0:
        return
    linkage.solver.add(site.target, receiver)
    _pass_on(linkage, site)


@models_call(*spelled(*_COMBINING), *spelled("func.*"))
def _combine(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``or_(…)``, ``func.count(Order.id)``: about all that it is made of."""
    _pass_on(linkage, site)


def _pass_on(linkage: Linkage, site: CallSite) -> None:
    if site.target >= 0:
        for node in (*site.args, *site.stars, *(node for _, node in site.keywords)):
            linkage.solver.use(node, _expressions, (linkage, site.target, True))


def _expressions(payload: tuple[Linkage, int, bool], things: Iterable[int]) -> None:
    linkage, target, opens_containers = payload
    objects = linkage.objects
    for thing in sorted(things):
        if objects.kinds[thing] is Kind.CONTAINER and opens_containers:  # once: a list may hold itself
            linkage.solver.use(linkage.any_element(thing), _expressions, (linkage, target, False))
        elif kind_of(linkage, thing) in {EXPRESSION, RELATION}:
            linkage.solver.add(target, thing)
        elif is_statement(linkage, thing):
            for mapped in touched_by(linkage, thing):
                linkage.solver.add(target, made(linkage, EXPRESSION, mapped))
        elif objects.kinds[thing] is Kind.CLASS and is_declarative(linkage, objects.first[thing]):
            linkage.solver.add(target, made(linkage, EXPRESSION, thing))


@models_call(*spelled(*_FETCHING))
def _fetching_option(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``joinedload(Order.lines)``, ``joinedload("lines.item")``."""
    _pass_on(linkage, site)
    for node in site.args if site.target >= 0 else ():
        linkage.solver.use(node, _named_relations, (linkage, site))


def _named_relations(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.STRING:
            linkage.solver.add(site.target, made(linkage, NAMED, thing))


@models_attributes(NAMED, "sqlalchemy.orm.Load")
def _attribute_of_option(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """``joinedload("lines").joinedload("item")``, ``Load(Order).joinedload(Order.lines)``."""
    return (linkage.objects.external(f"sqlalchemy.orm.{name}"),)


@models_call(*spelled(*_NOT_FETCHING))
def _other_option(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``lazyload(Order.lines)``: fetches nothing; others may be chained to it."""
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external("sqlalchemy.orm.Load")))


@models_call(*spelled("association_proxy"))
def _association_proxy(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``names = association_proxy("tags", "name")`` leads through a relationship."""
    if site.target >= 0:
        linkage.solver.add(site.target, made(linkage, PROXY, linkage.site_object(site)))
