"""Django's ORM: models, managers, querysets, relations."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.linkage import CallSite, Linkage, Statement
from decompose.extractors.linking.mapping import (
    DJANGO_MODELS,
    is_mapped,
    mapped_classes,
    strings_at,
    targets_of,
)
from decompose.extractors.linking.objects import Kind

QUERYSET = "django.db.models.QuerySet"
_MANAGERS = (
    *("django.db.models.Manager", "django.db.models.manager.Manager", "django.db.models.manager.BaseManager"),
    *("django.db.models.query.QuerySet", "django.contrib.auth.models.BaseUserManager", QUERYSET),
    *("django.contrib.auth.models.UserManager", "django.contrib.auth.base_user.BaseUserManager"),
    *("treebeard.mp_tree.MP_NodeQuerySet", "treebeard.mp_tree.MP_NodeManager", "mptt.managers.TreeManager"),
)

_LAZY = frozenset(
    [
        "filter",
        "exclude",
        "all",
        "order_by",
        "distinct",
        "select_related",
        "prefetch_related",
        "annotate",
        "alias",
        "defer",
        "only",
        "using",
        "reverse",
        "union",
        "intersection",
        "difference",
        "select_for_update",
        "none",
        "extra",
        "get_queryset",
        "values",
        "values_list",
        "dates",
        "datetimes",
        "iterator",
        "complex_filter",
        "db_manager",
        "browsable",
        "public",
    ]
)
_ONE = frozenset(["get", "first", "last", "latest", "earliest", "aget", "afirst", "alast"])
_SCALAR = frozenset(["count", "exists", "aggregate", "in_bulk", "explain", "contains", "acount", "aexists"])
_CREATE = frozenset(["create", "acreate", "create_user", "create_superuser"])
_BOTH = frozenset(["get_or_create", "update_or_create", "aget_or_create", "aupdate_or_create"])
_WRITE = frozenset(
    [
        "bulk_create",
        "update",
        "delete",
        "bulk_update",
        "aupdate",
        "adelete",
        "add",
        "remove",
        "set",
        "clear",
        "abulk_create",
    ]
)


def manager_of(linkage: Linkage, cls: int) -> int:
    """The default manager of a model class."""
    return linkage.objects.instance(linkage.objects.external(QUERYSET), cls)


@models_attributes(*DJANGO_MODELS)
def _model(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    is_instance = objects.kinds[thing] is Kind.INSTANCE
    cls = objects.first[thing] if is_instance else thing
    if name in {"objects", "_default_manager", "_base_manager"}:
        return (manager_of(linkage, cls),)
    if name in {"save", "delete", "refresh_from_db", "save_base", "asave", "adelete", "full_clean"}:
        return (objects.intern(Kind.BOUND, objects.external(f"django.db.models.Model.{name}"), thing),)
    return reverse_relations(linkage, objects.first[cls], name)


def reverse_relations(linkage: Linkage, gid: int, name: str) -> list[int]:
    """What relations declared elsewhere add to a class under a name."""
    if not linkage.reverse_relations:
        return []
    return [
        thing
        for ancestor in project_ancestors(linkage, gid)
        for thing in linkage.reverse_relations.get((ancestor, name), ())
    ]


@models_call(*(f"django.db.models.Model.{name}" for name in ("save", "delete", "save_base", "asave", "adelete")))
def _save(linkage: Linkage, site: CallSite, receiver: int) -> None:
    for cls in mapped_classes(linkage, (receiver,)):
        linkage.record(site, cls, writes=True)


@models_call("django.db.models.Model.refresh_from_db")
def _refresh(linkage: Linkage, site: CallSite, receiver: int) -> None:
    for cls in mapped_classes(linkage, (receiver,)):
        linkage.record(site, cls, writes=False)


# -- managers and querysets --


@models_attributes(*_MANAGERS)
def _manager(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    if name == "model" and objects.second[thing] >= 0:
        return (objects.second[thing],)
    return (objects.intern(Kind.BOUND, objects.external(f"{QUERYSET}.{name}"), thing),)


@models_attributes(*(f"{manager}.__get__" for manager in _MANAGERS))
def _manager_of_class(linkage: Linkage, thing: int, receiver: str) -> Iterable[int]:
    """A manager read through a model class knows the model."""
    objects = linkage.objects
    cls = int(receiver)
    if objects.kinds[cls] is Kind.INSTANCE:
        return (thing,)
    if objects.kinds[objects.first[thing]] is Kind.EXTERNAL:
        return (manager_of(linkage, cls),)
    return (objects.instance(objects.first[thing], cls),)


@models_attributes(*(f"{manager}.__iter__" for manager in _MANAGERS))
def _rows(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    return _instances(linkage, thing)


@models_call(*(f"new {manager}" for manager in _MANAGERS))
def _new_queryset(linkage: Linkage, site: CallSite, cls: int) -> None:
    """``OrderQuerySet(self.model)`` knows the model."""
    model = site.argument(0, "model")
    if model >= 0 and site.target >= 0:
        linkage.solver.use(model, _queryset_of, (linkage, cls, site.target))


def _queryset_of(payload: tuple[Linkage, int, int], things: Iterable[int]) -> None:
    linkage, cls, target = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CLASS:
            linkage.solver.add(target, linkage.objects.instance(cls, thing))


def _instances(linkage: Linkage, queryset: int) -> tuple[int, ...]:
    model = linkage.objects.second[queryset]
    if model < 0:
        return ()
    field = linkage.fields.get(model)
    if field is not None:
        return tuple(
            linkage.objects.instance(linkage.objects.intern(Kind.CLASS, target))
            for target in targets_of(linkage, field, field.argument(0, "to"), field.scope)
        )
    return (linkage.objects.instance(model),) if is_mapped(linkage, model) else ()


def _query(linkage: Linkage, site: CallSite, receiver: int, method: str) -> None:
    if receiver < 0:
        return
    reads = method in _LAZY or method in _ONE or method in _SCALAR or method in _BOTH
    writes = method in _CREATE or method in _WRITE or method in _BOTH
    model = linkage.objects.second[receiver]
    if model >= 0 and (is_mapped(linkage, model) or model in linkage.fields):
        if reads:
            linkage.record(site, model, writes=False)
        if writes:
            linkage.record(site, model, writes=True)
    if site.target < 0:
        return
    if method in _LAZY:
        linkage.solver.add(site.target, receiver)
    elif method in _ONE or method in _CREATE:
        linkage.solver.add_all(site.target, _instances(linkage, receiver))
    elif method in _BOTH:
        pair = linkage.container(site.target, "tuple")
        linkage.solver.add_all(linkage.element_node(pair, 0), _instances(linkage, receiver))
        linkage.solver.add(site.target, pair)


def _register_queries() -> None:
    for method in sorted(_LAZY | _ONE | _SCALAR | _CREATE | _BOTH | _WRITE):

        @models_call(f"{QUERYSET}.{method}")
        def model(linkage: Linkage, site: CallSite, receiver: int, method: str = method) -> None:
            _query(linkage, site, receiver, method)


_register_queries()


@models_call(f"{QUERYSET}.as_manager")
def _as_manager(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``objects = OrderQuerySet.as_manager()``."""
    if site.target >= 0 and linkage.objects.kinds[receiver] is Kind.CLASS:
        linkage.solver.add(site.target, linkage.objects.instance(receiver))


@models_call(f"{QUERYSET}.from_queryset")
def _from_queryset(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``Manager.from_queryset(OrderQuerySet)`` is a class with the methods of both."""
    if site.args and site.target >= 0:
        linkage.solver.copy(site.args[0], site.target)
        if linkage.objects.kinds[receiver] is Kind.CLASS:
            linkage.solver.add(site.target, receiver)


@models_call(f"{QUERYSET}.raw")
def _raw(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args:
        linkage.statements[Statement(site.scope, site.line, site.args[0], is_certain=True)] = None
    if site.target >= 0:
        linkage.solver.add(site.target, receiver)


# -- relations --

_SINGLE = ("ForeignKey", "OneToOneField")
_FIELD_MODULES = ("django.db.models", "django.db.models.fields.related")


@models_call(*(f"{module}.{field}" for module in _FIELD_MODULES for field in (*_SINGLE, "ManyToManyField")))
def _field(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """A relation remembers the call that declared it."""
    if site.target >= 0:
        for field in linkage.solver.get(_callee_node(linkage, site)):
            name = linkage.objects.external_name(field)
            if name is not None:
                kind = "ManyToManyField" if name.endswith("ManyToManyField") else "ForeignKey"
                external = linkage.objects.external(f"django.db.models.{kind}")
                linkage.solver.add(site.target, linkage.objects.instance(external, linkage.site_object(site)))


def _callee_node(linkage: Linkage, site: CallSite) -> int:
    from decompose.extractors import facts

    offset = linkage.value_offset[linkage.file_of[site.scope]]
    for op in linkage.scopes[site.scope].ops:
        if isinstance(op, facts.Call) and offset + op.target == site.target:
            return offset + op.func
    return site.target


@models_attributes("django.db.models.ForeignKey.__get__")
def _follow(linkage: Linkage, thing: int, receiver: str) -> Iterable[int]:
    """``order.customer`` is a customer."""
    if linkage.objects.kinds[int(receiver)] is not Kind.INSTANCE:
        return ()
    return _instances(linkage, thing)


@models_attributes("django.db.models.ManyToManyField.__get__")
def _follow_many(linkage: Linkage, thing: int, receiver: str) -> Iterable[int]:
    """``order.vouchers`` is a manager of vouchers, through a table of its own."""
    return (manager_of(linkage, linkage.objects.second[thing]),)


def reverse_accessor(linkage: Linkage, site: CallSite, owner: int, *, is_single: bool) -> list[str]:
    """The names under which the target of a relation sees its source; none where it is hidden."""
    named = strings_at(linkage, site.argument(len(site.args) + 9, "related_name"))
    default = linkage.scopes[owner].name.lower() + ("" if is_single else "_set")
    label = linkage.app_labels.get(owner, "")
    chosen = named or [default]
    cls = linkage.scopes[owner].name.lower()
    return [name.replace("%(class)s", cls).replace("%(app_label)s", label) for name in chosen if not name.endswith("+")]


# -- the rest --


@models_call("django.shortcuts.get_object_or_404", "django.shortcuts.get_list_or_404")
def _get_or_404(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args:
        linkage.solver.use(site.args[0], _fetched, (linkage, site))


def _fetched(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for cls in mapped_classes(linkage, things):
        linkage.record(site, cls, writes=False)
        if site.target >= 0 and linkage.objects.kinds[cls] is Kind.CLASS:
            linkage.solver.add(site.target, linkage.objects.instance(cls))


@models_call("django.contrib.auth.get_user_model")
def _get_user_model(linkage: Linkage, site: CallSite, receiver: int) -> None:
    from decompose.extractors.linking.mapping import user_model

    found = user_model(linkage, max(site.scope, 0))
    if found is not None and site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.intern(Kind.CLASS, found))


@models_call("django.apps.apps.get_model", "django.db.models.get_model", "django.db.models.loading.get_model")
def _get_model(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """Which model it is, the literals tell (see ``loaders``); nothing flows from here."""


@models_call(
    "django.db.connection.cursor",
    "django.db.transaction.get_connection.cursor",
    "django.db.backends.utils.CursorWrapper",
)
def _cursor(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external("dbapi.cursor")))
