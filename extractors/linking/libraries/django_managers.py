"""Django's managers and querysets: which methods read, which write, and what they return."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.calls import call_back
from decompose.extractors.linking.hierarchy import definer, external_ancestors, project_ancestors
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.linkage import CallSite, Certainty, Linkage, QueryCall, Statement
from decompose.extractors.linking.mapping import is_mapped
from decompose.extractors.linking.objects import Kind

QUERYSET = "django.db.models.QuerySet"
ROWLESS = "django.db.models.query.ValuesQuerySet"
"""A queryset that yields values and no instances: ``values_list(…)``."""
MANAGERS = (
    *("django.db.models.Manager", "django.db.models.manager.Manager", "django.db.models.manager.BaseManager"),
    *("django.db.models.query.QuerySet", "django.contrib.auth.models.BaseUserManager", QUERYSET, ROWLESS),
    *("django.contrib.auth.models.UserManager", "django.contrib.auth.base_user.BaseUserManager"),
    *("treebeard.mp_tree.MP_NodeQuerySet", "treebeard.mp_tree.MP_NodeManager", "mptt.managers.TreeManager"),
    *("model_utils.managers.InheritanceManager", "polymorphic.managers.PolymorphicManager"),
    *("django.contrib.sites.managers.CurrentSiteManager", "mptt.querysets.TreeQuerySet"),
)
_MANAGERS = frozenset(MANAGERS)

LAZY = frozenset(
    [
        *("filter", "exclude", "all", "order_by", "distinct", "select_related", "prefetch_related", "annotate"),
        *("alias", "defer", "only", "using", "reverse", "union", "intersection", "difference", "select_for_update"),
        *("extra", "get_queryset", "iterator", "complex_filter", "db_manager"),
    ]
)
"""Methods that return a queryset of the same rows or of some of them."""
SILENT = frozenset(["none", "db_manager", "using"])
VALUES = frozenset(["values", "values_list", "dates", "datetimes"])
_ONE = frozenset(["get", "first", "last", "latest", "earliest", "aget", "afirst", "alast"])
_SCALAR = frozenset(["count", "exists", "aggregate", "explain", "contains", "acount", "aexists", "aaggregate"])
_MAPPING = frozenset(["in_bulk", "ain_bulk"])
_CREATE = frozenset(["create", "acreate", "create_user", "create_superuser"])
_BULK_CREATE = frozenset(["bulk_create", "abulk_create"])
_BOTH = frozenset(["get_or_create", "update_or_create", "aget_or_create", "aupdate_or_create"])
_WRITE = frozenset(["update", "delete", "bulk_update", "aupdate", "adelete", "abulk_update"])
_LINK = frozenset(["add", "remove", "set", "clear", "aadd", "aremove", "aset", "aclear"])
_READING_LINK = frozenset(["set", "aset"])
_ADDING_LINK = frozenset(["add", "aadd"])
"""Look first which rows are linked where a model of the program links them; otherwise the database does."""


def manager_of(linkage: Linkage, model: int) -> int:
    """The plain manager of a model class, an external model or a relation."""
    return linkage.objects.instance(linkage.objects.external(QUERYSET), model)


def default_managers(linkage: Linkage, cls: int, model: int = -1) -> list[int]:
    """The manager that relations to a model class go through.

    Args:
        linkage: the program.
        cls: the model class (an object).
        model: what the manager manages; the class itself, if it is not given.
    """
    objects = linkage.objects
    managed = cls if model < 0 else model
    found = custom_managers(linkage, objects.first[cls]) if objects.kinds[cls] is Kind.CLASS else {}
    chosen = found.get("objects") or next(iter(found.values()), None)
    if chosen:
        return [objects.instance(manager, managed) for manager in chosen]
    return [manager_of(linkage, managed)]


def custom_managers(linkage: Linkage, gid: int) -> dict[str, list[int]]:
    """The managers of classes of the program that a model declares: attribute → manager classes."""
    found: dict[str, list[int]] = {}
    for ancestor in project_ancestors(linkage, gid):
        for name in linkage.scopes[ancestor].bound:
            if name not in found:
                classes = [
                    linkage.objects.first[thing]
                    for thing in sorted(linkage.solver.get(linkage.member_node(ancestor, name)))
                    if is_manager(linkage, thing)
                ]
                if classes:
                    found[name] = classes
    return found


def is_manager(linkage: Linkage, thing: int) -> bool:
    """Whether an object is an instance of a manager or queryset class of the program."""
    objects = linkage.objects
    cls = objects.first[thing]
    if objects.kinds[thing] is not Kind.INSTANCE or objects.kinds[cls] is not Kind.CLASS:
        return False
    return any(base in _MANAGERS for base in external_ancestors(linkage, objects.first[cls]))


@models_attributes(*MANAGERS)
def _manager(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    model = objects.second[thing]
    if name == "model" and objects.kinds[thing] is Kind.INSTANCE and model >= 0:
        return (objects.first[model] if objects.kinds[model] is Kind.RELATED else model,)
    if name == "through" and model >= 0 and objects.kinds[model] is Kind.RELATED:
        return (objects.second[model],)
    return (objects.intern(Kind.BOUND, objects.external(f"{QUERYSET}.{name}"), thing),)


@models_attributes(*(f"{manager}.__get__" for manager in MANAGERS))
def _manager_of_class(linkage: Linkage, thing: int, receiver: str) -> Iterable[int]:
    """A manager read through a model class knows the model."""
    objects = linkage.objects
    cls = int(receiver)
    if objects.kinds[cls] is Kind.INSTANCE:
        return (thing,)
    if objects.kinds[objects.first[thing]] is Kind.EXTERNAL:
        return (manager_of(linkage, cls),)
    return (objects.instance(objects.first[thing], cls),)


@models_attributes(*(f"{manager}.__iter__" for manager in MANAGERS))
def _rows(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    return instances_of(linkage, thing)


@models_call(*(f"new {manager}" for manager in MANAGERS))
def _new_queryset(linkage: Linkage, site: CallSite, cls: int) -> None:
    """``OrderQuerySet(self.model)`` knows the model."""
    model = site.argument(0, "model")
    if model >= 0 and site.target >= 0:
        linkage.solver.use(model, _queryset_of, (linkage, cls, site.target))


@models_call(*(manager for manager in MANAGERS))
def _plain_queryset(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``QuerySet(self.model)``, ``Manager()``."""
    external = linkage.objects.external(QUERYSET)
    model = site.argument(0, "model")
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.instance(external))
        if model >= 0:
            linkage.solver.use(model, _queryset_of, (linkage, external, site.target))


def _queryset_of(payload: tuple[Linkage, int, int], things: Iterable[int]) -> None:
    linkage, cls, target = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CLASS:
            linkage.solver.add(target, linkage.objects.instance(cls, thing))


def instances_of(linkage: Linkage, queryset: int) -> tuple[int, ...]:
    """What the rows of a queryset are."""
    objects = linkage.objects
    model = objects.second[queryset]
    if model < 0 or objects.external_name(queryset) == ROWLESS:
        return ()
    if objects.kinds[model] is Kind.RELATED:
        model = objects.first[model]
    return (objects.instance(model),) if is_mapped(linkage, model) else ()


def _query(linkage: Linkage, site: CallSite, receiver: int, method: str) -> None:
    if receiver < 0 or linkage.objects.kinds[receiver] is not Kind.INSTANCE:
        return
    model = linkage.objects.second[receiver]
    if model >= 0 and is_mapped(linkage, model):
        _record(linkage, site, model, method)
    if site.target >= 0:
        _return(linkage, site, receiver, method)


def _record(linkage: Linkage, site: CallSite, model: int, method: str) -> None:
    objects = linkage.objects
    through = -1
    linkage.queries[QueryCall(site.scope, site.line, model, method, site.op_node)] = site
    if objects.kinds[model] is Kind.RELATED:
        model, through = objects.first[model], objects.second[model]
    if method in _LINK:
        linkage.record(site, model if through < 0 else through, writes=True)
        is_model = through >= 0 and objects.kinds[through] is Kind.CLASS
        if through >= 0 and (method in _READING_LINK or (method in _ADDING_LINK and is_model)):
            linkage.record(site, through, writes=False)
        return
    if method in _CREATE | _BOTH:
        save_row(linkage, site, model)
    if method in _WRITE | _BULK_CREATE:
        linkage.record(site, model, writes=True)
    if method in _CREATE | _BOTH and through >= 0:
        linkage.record(site, through, writes=True)
    if method in LAZY | VALUES and method not in SILENT:
        return  # see ``consequences.django_queries``
    if method in _ONE | _SCALAR | _BOTH | _MAPPING:
        linkage.record(site, model, writes=False)
        if through >= 0:
            linkage.record(site, through, writes=False)


def save_row(linkage: Linkage, site: CallSite, model: int) -> None:
    """Django saves a row on behalf of a call site: by the model's own ``save``, where it has one."""
    objects = linkage.objects
    if objects.kinds[model] is Kind.CLASS and definer(linkage, objects.first[model], "save") >= 0:
        row = objects.instance(model)
        saving = CallSite(site.scope, site.line, -1, op_node=site.op_node)
        call_back(linkage, saving, linkage.attribute_of(row, "save"))
    else:
        linkage.record(site, model, writes=True)


def _return(linkage: Linkage, site: CallSite, receiver: int, method: str) -> None:
    objects, solver = linkage.objects, linkage.solver
    rows = instances_of(linkage, receiver)
    if method in LAZY | SILENT:
        solver.add(site.target, receiver)
    elif method in VALUES:
        solver.add(site.target, objects.instance(objects.external(ROWLESS), objects.second[receiver]))
    elif method in _ONE or method in _CREATE:
        solver.add_all(site.target, rows)
    elif method in _BOTH:
        pair = linkage.container(site.target, "tuple")
        solver.add_all(linkage.element_node(pair, 0), rows)
        solver.add(site.target, pair)
    elif method in _MAPPING | _BULK_CREATE:
        made = linkage.container(site.target, "dict" if method in _MAPPING else "list")
        solver.add_all(linkage.element_node(made, None), rows)
        solver.add(site.target, made)


def _register_queries() -> None:
    methods = LAZY | SILENT | VALUES | _ONE | _SCALAR | _MAPPING | _CREATE | _BULK_CREATE | _BOTH | _WRITE | _LINK
    for method in sorted(methods):

        @models_call(f"{QUERYSET}.{method}")
        def model(linkage: Linkage, site: CallSite, receiver: int, method: str = method) -> None:
            _query(linkage, site, receiver, method)


_register_queries()


@models_call(f"{QUERYSET}.as_manager")
def _as_manager(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``objects = OrderQuerySet.as_manager()``."""
    if site.target >= 0 and linkage.objects.kinds[receiver] is Kind.CLASS:
        linkage.solver.add(site.target, linkage.objects.instance(receiver))


@models_call(*(f"{manager}.from_queryset" for manager in MANAGERS))
def _from_queryset(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``Manager.from_queryset(OrderQuerySet)`` is a class with the methods of both."""
    if site.args and site.target >= 0:
        linkage.solver.copy(site.args[0], site.target)
        if receiver >= 0 and linkage.objects.kinds[receiver] is Kind.CLASS:
            linkage.solver.add(site.target, receiver)


@models_call(f"{QUERYSET}.raw")
def _raw(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.scope >= 0:
        linkage.statements[Statement(site.scope, site.line, site.args[0], Certainty.CERTAIN)] = None
    if site.target >= 0:
        linkage.solver.add(site.target, receiver)
