"""SQLAlchemy's statements and queries: how they begin, and what their methods do."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.calls import call_back
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.names import spelled
from decompose.extractors.linking.sqlalchemy.shapes import (
    BESIDES,
    BUILT,
    BY_NAME,
    EXPRESSION,
    FETCHED,
    LOADED,
    MODIFICATION,
    NAMED,
    PAGE,
    QUERY,
    RESULT,
    ROW,
    ROWS,
    STATEMENTS,
    TABLE_COLUMNS,
    at_place,
    instances_of,
    involved,
    is_statement,
    kind_of,
    made,
    place_of,
    remember,
    subject_of,
    touched_by,
)

QUERY_CLASSES = (
    *STATEMENTS,
    *("sqlalchemy.orm.query.Query", "flask_sqlalchemy.BaseQuery", "flask_sqlalchemy.query.Query"),
    *("flask_sqlalchemy.SQLAlchemy.Query", "sqlalchemy.orm.AppenderQuery", "flask.ext.sqlalchemy.BaseQuery"),
)
_NARROWING = frozenset(
    [
        *("filter", "filter_by", "order_by", "group_by", "having", "limit", "offset", "options", "distinct"),
        *("with_for_update", "populate_existing", "execution_options", "correlate", "yield_per", "enable_eagerloads"),
        *("select_from", "union", "union_all", "except_", "intersect", "reset_joinpoint", "autoflush"),
        *("with_lockmode", "subquery", "cte", "alias", "slice", "where", "values", "returning", "params", "unique"),
        *("on_conflict_do_nothing", "on_conflict_do_update", "on_duplicate_key_update", "from_self", "with_hint"),
        *("prefix_with", "suffix_with", "join", "outerjoin", "full_outer_join", "join_from", "outerjoin_from"),
        *("scalar_subquery", "as_scalar", "with_session", "set_label_style", "with_labels", "label", "lateral"),
        *("enable_assertions", "with_transformation", "add_entity", "add_columns", "add_column", "column"),
        *("from_select", "whereclause", "correlate_except", "params", "with_parent", "tablesample", "exists"),
        *(
            "from_statement",
            "with_polymorphic",
            "tuples",
            "freeze",
            "set_shard",
            "selectable",
            "statement",
            "merge_all",
        ),
        *("select", "execute", "stream"),
    ]
)
"""Methods that return a statement about the same things and what they are given."""
_ONE = frozenset(
    [
        *("first", "one", "one_or_none", "get", "get_or_404", "first_or_404", "one_or_404", "scalar", "scalar_one"),
        *("scalar_one_or_none", "fetchone", "get_one", "next"),
    ]
)
_MANY = frozenset(["all", "fetchall", "fetchmany", "mappings", "partitions", "scalars", "columns", "values_list"])
_COUNTING = frozenset(["count", "rowcount", "keys", "as_scalar_count"])
_SCALAR = frozenset(["scalar", "scalars", "scalar_one", "scalar_one_or_none"])
_WRITING = frozenset(["delete", "update", "insert"])
_RECOLUMNED = frozenset(["with_entities", "with_only_columns"])

# -- statements begin --


@models_call("*.query", *spelled("select", "exists", "Query"))
def _select(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``session.query(Order)``, ``select(Order.id)``."""
    begin(linkage, site)


def begin(linkage: Linkage, site: CallSite) -> None:
    """A statement is begun that fetches what the call is given."""
    is_single = len(site.args) == 1 and not site.stars
    for place, node in enumerate(site.args):
        linkage.solver.use(node, _selected, (linkage, site, -1 if is_single else place, True))
    for node in site.stars:
        linkage.solver.use(node, _selected, (linkage, site, 0, True))
    if site.target >= 0:  # whatever else it is: of count() alone nothing is known
        linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external(QUERY)))


def _selected(payload: tuple[Linkage, CallSite, int, bool], things: Iterable[int]) -> None:
    linkage, site, place, opens_containers = payload
    objects = linkage.objects
    for thing in sorted(things):
        kind = objects.kinds[thing]
        if kind is Kind.CONTAINER and opens_containers:  # select([Order.id]), once: a list may hold itself
            linkage.solver.use(linkage.any_element(thing), _selected, (linkage, site, place, False))
        elif kind is Kind.CLASS:
            found = query(linkage, thing) if place < 0 else at_place(linkage, RESULT, thing, place)
            _begun(linkage, site, found)
            remember(linkage, site, found, LOADED)
        elif kind_of(linkage, thing) == EXPRESSION or is_statement(linkage, thing):
            for mapped in touched_by(linkage, thing):
                _begun(linkage, site, made(linkage, BESIDES, mapped))


def _begun(linkage: Linkage, site: CallSite, found: int) -> None:
    remember(linkage, site, found, BUILT)
    if site.target >= 0:
        linkage.solver.add(site.target, found)


def query(linkage: Linkage, cls: int) -> int:
    """A query over a class."""
    return made(linkage, QUERY, cls)


@models_call(*spelled("insert", "update", "delete"))
def _modify(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``delete(Order)``."""
    for node in site.args[:1]:
        linkage.solver.use(node, _modified, (linkage, site))


def _modified(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        subjects = touched_by(linkage, thing) if is_statement(linkage, thing) else (thing,)
        is_class = linkage.objects.kinds[thing] is Kind.CLASS
        for mapped in subjects if is_class or is_statement(linkage, thing) else ():
            linkage.record(site, mapped, writes=True)
            if site.target >= 0:
                linkage.solver.add(site.target, made(linkage, MODIFICATION, mapped))


@models_call(*spelled("aliased", "with_polymorphic", "alias", "subquery"))
def _aliased(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.target >= 0:
        linkage.solver.copy(site.args[0], site.target)


@models_call(*spelled("union", "union_all", "except_", "intersect", "join", "outerjoin"))
def _united(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """Several statements in one."""
    for node in (*site.args, *site.stars):
        linkage.solver.use(node, _add_statements, (linkage, site))


def _add_statements(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        if site.target >= 0 and is_statement(linkage, thing):
            linkage.solver.add(site.target, thing)
        elif linkage.objects.kinds[thing] is Kind.CLASS:
            _begun(linkage, site, made(linkage, BESIDES, thing))
        elif linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.solver.use(linkage.any_element(thing), _add_statements, (linkage, site))


# -- their attributes and methods --


@models_attributes(*QUERY_CLASSES)
def _attribute(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    if name in {"c", "columns", "selected_columns", "inserted", "excluded"}:
        return tuple(made(linkage, TABLE_COLUMNS, mapped) for mapped in touched_by(linkage, thing)[:1])
    method = objects.external(f"{QUERY}.{name}")
    return (objects.intern(Kind.BOUND, method, thing),)


@models_attributes(*(f"{cls}.__get__" for cls in QUERY_CLASSES))
def _query_of_class(linkage: Linkage, thing: int, receiver: str) -> Iterable[int]:
    """``query: OrderQuery`` in a base class is a query over the class that it is read through."""
    objects = linkage.objects
    if objects.kinds[int(receiver)] is not Kind.CLASS or objects.second[thing] >= 0:
        return (thing,)
    return (objects.instance(objects.first[thing], int(receiver)),)


@models_attributes(*(f"{cls}.__iter__" for cls in QUERY_CLASSES), f"{ROWS}.__iter__", f"{PAGE}.__iter__")
def _rows(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """What iterating over a query yields."""
    kind = kind_of(linkage, thing)
    if kind == RESULT:
        return (made(linkage, ROW, linkage.objects.second[thing]),)
    if kind in {BESIDES, MODIFICATION}:
        return ()
    return instances_of(linkage, thing)


@models_attributes(f"{ROW}.__iter__")
def _cells(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    return instances_of(linkage, thing)


@models_attributes(f"{ROW}.__getitem__")
def _cell(linkage: Linkage, thing: int, key: str) -> Iterable[int]:
    """``row[1]``; a name or a computed key may be any place."""
    is_meant = key == place_of(linkage, thing) or not key.isdigit()
    return instances_of(linkage, thing) if is_meant else ()


@models_attributes(ROW)
def _named_cell(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """``row.Order``."""
    return [found for found in instances_of(linkage, thing) if _class_name(linkage, found) == name]


def _class_name(linkage: Linkage, instance: int) -> str:
    return linkage.scopes[linkage.objects.first[linkage.objects.first[instance]]].name


@models_attributes(ROWS)
def _attribute_of_rows(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    return (objects.intern(Kind.BOUND, objects.external(f"{QUERY}.{name}"), thing),)


@models_attributes(PAGE)
def _attribute_of_page(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """``page.items``."""
    return (made(linkage, ROWS, linkage.objects.second[thing]),) if name == "items" else ()


def _method(linkage: Linkage, site: CallSite, receiver: int, method: str) -> None:
    if receiver < 0 or linkage.objects.kinds[receiver] is not Kind.INSTANCE:
        return
    if linkage.objects.second[receiver] < 0:
        if site.target >= 0 and method in _NARROWING | _RECOLUMNED:
            linkage.solver.add(site.target, receiver)
    else:
        trigger(linkage, site, receiver, method)
        if method in _NARROWING | _RECOLUMNED and kind_of(linkage, receiver) != MODIFICATION:
            remember(linkage, site, receiver, BUILT)
        if site.target >= 0:
            _give(linkage, site, receiver, method)
    if method in _NARROWING | _WRITING | _RECOLUMNED:
        for node in (*site.args, *site.stars, *(node for _, node in site.keywords)):
            linkage.solver.use(node, _given, (linkage, site, receiver, method, True))
    if method == "with_transformation" and site.args:
        linkage.solver.add(_argument(linkage, site), receiver)


def _argument(linkage: Linkage, site: CallSite) -> int:
    node = linkage.solver.new_node()
    call_back(linkage, CallSite(site.scope, site.line, site.target, (node,)), site.args[0])
    return node


def trigger(linkage: Linkage, site: CallSite, statement: int, method: str) -> None:
    """A method of a statement fetches or changes rows."""
    kind = kind_of(linkage, statement)
    is_write = method in _WRITING or kind == MODIFICATION
    if (
        kind == ROWS
        or (kind == BESIDES and is_write)
        or not (is_write or method in _ONE | _MANY | _COUNTING | {"execute", "paginate"})
    ):
        return
    for mapped in touched_by(linkage, statement):
        linkage.record(site, mapped, writes=is_write)
    if not is_write and method not in _COUNTING and kind != BESIDES:
        remember(linkage, site, statement, LOADED)


def _give(linkage: Linkage, site: CallSite, receiver: int, method: str) -> None:
    solver, kind = linkage.solver, kind_of(linkage, receiver)
    subject = linkage.objects.second[receiver]
    if method in _NARROWING:
        solver.add(site.target, receiver)
    elif method in _RECOLUMNED:
        solver.add(site.target, made(linkage, BESIDES, subject_of(linkage, receiver)))
    elif method in _WRITING:
        solver.add(site.target, receiver if kind == BESIDES else made(linkage, MODIFICATION, subject))
    elif kind in {BESIDES, MODIFICATION}:
        if method in _MANY:
            solver.add(site.target, made(linkage, ROWS, -1) if kind == BESIDES else receiver)
    elif method in _SCALAR and method != "scalars":
        solver.add_all(site.target, instances_of(linkage, receiver))
    elif method == "scalars":
        solver.add(site.target, made(linkage, ROWS, subject_of(linkage, receiver)))
    elif method in _ONE:
        solver.add_all(site.target, _rows(linkage, receiver, method))
    elif method == "paginate":
        solver.add(site.target, made(linkage, PAGE, subject))
    elif method in _MANY:
        rows = linkage.container(site.target, "list")
        solver.add_all(linkage.element_node(rows, None), _rows(linkage, receiver, method))
        solver.add(site.target, rows)


def _given(payload: tuple[Linkage, CallSite, int, str, bool], things: Iterable[int]) -> None:
    """A statement is given conditions, columns, relationships, classes, other statements."""
    linkage, site, receiver, method, opens_containers = payload
    objects = linkage.objects
    own = touched_by(linkage, receiver)
    for thing in sorted(things):
        path = _path_of(linkage, thing, method)
        if path and own:
            remember(linkage, site, receiver, BY_NAME + path)
        if objects.kinds[thing] is Kind.CONTAINER:
            if opens_containers:
                node = linkage.any_element(thing)
                linkage.solver.use(node, _given, (linkage, site, receiver, method, False))
            continue
        is_class = objects.kinds[thing] is Kind.CLASS and not method.startswith("filter_by")
        for mapped in [thing] if is_class else involved(linkage, (thing,)):
            if mapped in own:
                continue
            besides = made(linkage, BESIDES, mapped)
            if own:
                linkage.record(site, mapped, writes=False)
            else:
                remember(linkage, site, besides, BUILT)
            if site.target >= 0:
                linkage.solver.add(site.target, besides)
            if is_class and method in {"add_entity", "with_entities", "with_only_columns"} and site.target >= 0:
                linkage.solver.add(site.target, at_place(linkage, RESULT, thing, 0))


def _path_of(linkage: Linkage, thing: int, method: str) -> str:
    """The relationships that ``join("lines")`` and ``options(joinedload("lines"))`` name; empty for other things."""
    objects = linkage.objects
    if kind_of(linkage, thing) == NAMED:
        return objects.text(objects.second[thing])
    is_named = method in {"join", "outerjoin"} and objects.kinds[thing] is Kind.STRING
    return objects.text(thing) if is_named else ""


def _register_methods() -> None:
    methods = _NARROWING | _ONE | _MANY | _COUNTING | _WRITING | _RECOLUMNED | {"paginate"}
    for method in sorted(methods):

        @models_call(f"{QUERY}.{method}")
        def model(linkage: Linkage, site: CallSite, receiver: int, method: str = method) -> None:
            _method(linkage, site, receiver, method)


_register_methods()


def execute(linkage: Linkage, site: CallSite, node: int, method: str) -> None:
    """Something executes the statement that a value may be, and returns what the method of that name returns."""
    linkage.solver.use(node, _executed, (linkage, site, method))


def _executed(payload: tuple[Linkage, CallSite, str], things: Iterable[int]) -> None:
    linkage, site, method = payload
    for thing in sorted(things):
        if not is_statement(linkage, thing):
            continue
        trigger(linkage, site, thing, method)
        if site.target < 0:
            continue
        if method == "execute" and kind_of(linkage, thing) in FETCHED - {RESULT}:
            linkage.solver.add(site.target, at_place(linkage, RESULT, subject_of(linkage, thing), 0))
        else:
            _give(linkage, site, thing, method)
