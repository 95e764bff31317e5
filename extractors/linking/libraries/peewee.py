"""Peewee: models that query for themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decompose.extractors.linking.active_records import Mapper, add_other_ends, register
from decompose.extractors.linking.libraries import between_rounds, models_attributes, models_call
from decompose.extractors.linking.libraries.dbapi import executes
from decompose.extractors.linking.linkage import CallSite, Certainty, Linkage
from decompose.extractors.linking.mapping import strings_at, targets_of
from decompose.extractors.linking.objects import Kind

_READ, _INSERT, _UPDATE, _DELETE, _DDL = ("select",), ("insert",), ("update",), ("delete",), ("ddl",)
_CHAIN = (
    *("where", "orwhere", "order_by", "group_by", "having", "limit", "offset", "distinct", "paginate", "alias"),
    *("filter", "on_conflict", "on_conflict_ignore", "on_conflict_replace", "returning", "dicts", "tuples"),
    *("namedtuples", "objects", "with_cte", "from_", "columns", "ctx", "for_update", "union", "union_all"),
    *("iterator", "switch"),
)
PEEWEE = Mapper(
    "peewee",
    ("peewee.Model", "playhouse.flask_utils.FlaskDB.Model", "playhouse.signals.Model", "peewee_async.AioModel"),
    queries={
        **dict.fromkeys(_CHAIN, ()),
        **dict.fromkeys(("select", "noop"), _READ),
        **dict.fromkeys(("insert", "insert_many", "insert_from", "replace", "replace_many"), _INSERT),
        "update": _UPDATE,
        "delete": _DELETE,
    },
    rows={
        **dict.fromkeys(("get", "get_or_none", "get_by_id", "first", "peek", "get_or_404", "aio_get"), _READ),
        "create": _INSERT,
    },
    values={
        **dict.fromkeys(("count", "exists", "scalar"), _READ),
        **dict.fromkeys(("bulk_create",), _INSERT),
        **dict.fromkeys(("bulk_update", "set_by_id"), _UPDATE),
        **dict.fromkeys(("delete_by_id",), _DELETE),
        **dict.fromkeys(("create_table", "drop_table", "add_index"), _DDL),
        **dict.fromkeys(("execute",), ()),
        "truncate_table": ("truncate",),
    },
    of_rows={
        **dict.fromkeys(("save", "aio_save"), _UPDATE),
        **dict.fromkeys(("delete_instance", "aio_delete_instance"), _DELETE),
    },
    pairs=frozenset({"get_or_create"}),
    joining=frozenset({"join", "join_from", "left_outer_join"}),
)
register(PEEWEE)
FOREIGN_KEY = "peewee.ForeignKeyField"


@models_call(FOREIGN_KEY, "playhouse.fields.ForeignKeyField")
def _foreign_key(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        made = linkage.objects.instance(linkage.objects.external(FOREIGN_KEY), linkage.site_object(site))
        linkage.solver.add(site.target, made)


@models_attributes(f"{FOREIGN_KEY}.__get__")
def _follow(linkage: Linkage, thing: int, receiver: str) -> Iterable[int]:
    """``line.order`` is an order."""
    objects = linkage.objects
    site = linkage.fields.get(objects.second[thing])
    if site is None or objects.kinds[int(receiver)] is not Kind.INSTANCE:
        return ()
    return [objects.instance(objects.intern(Kind.CLASS, target)) for target in model_of_key(linkage, site)]


def model_of_key(linkage: Linkage, site: CallSite) -> list[int]:
    """The classes that a foreign key refers to."""
    return targets_of(linkage, site, site.argument(0, "model"), site.scope)


@between_rounds
def add_backrefs(linkage: Linkage) -> None:
    """``order.lines`` exists because a line has an order; without a name it is ``line_set``."""
    add_other_ends(linkage, list(_backrefs(linkage)))


def _backrefs(linkage: Linkage) -> Iterator[tuple[int, str, int]]:
    objects = linkage.objects
    key = objects.external(FOREIGN_KEY)
    for thing, site in sorted(linkage.fields.items()):
        if objects.instance(key, thing) not in linkage.solver.get(site.target) or site.scope not in linkage.classes:
            continue
        owner = PEEWEE.query_of(linkage, objects.intern(Kind.CLASS, site.scope))
        keywords = dict(site.keywords)
        named = strings_at(linkage, keywords.get("backref", keywords.get("related_name", -1)))
        name = named[0] if named else f"{linkage.scopes[site.scope].name.lower()}_set"
        for target in model_of_key(linkage, site):
            yield objects.intern(Kind.CLASS, target), name, owner


@models_call(f"{PEEWEE.query}.raw")
def _raw(linkage: Linkage, site: CallSite, receiver: int) -> None:
    executes(linkage, site, Certainty.CERTAIN)


@models_call("*.create_tables", "*.drop_tables")
def _define(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``database.create_tables([Order, Line])``."""
    if site.args and site.scope >= 0:
        linkage.solver.use(site.args[0], _defined, (linkage, site))


def _defined(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.solver.use(linkage.any_element(thing), _defined, (linkage, site))
        elif linkage.objects.kinds[thing] is Kind.CLASS:
            linkage.record(site, thing, writes=True)
