"""Django's admin: which model an admin class is about, and what it hands over and saves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from decompose.extractors import facts
from decompose.extractors.linking.hierarchy import external_ancestors, lookup_node, project_ancestors
from decompose.extractors.linking.libraries import between_rounds, models_attributes, models_call
from decompose.extractors.linking.libraries.django_managers import default_managers, save_row
from decompose.extractors.linking.libraries.django_views import read_rows
from decompose.extractors.linking.linkage import CallSite, Linkage, QueryCall
from decompose.extractors.linking.mapping import mapped_classes
from decompose.extractors.linking.objects import Kind

ADMIN = "django.contrib.admin.ModelAdmin"
_ADMINS = (
    *(ADMIN, "django.contrib.admin.options.ModelAdmin", "django.contrib.auth.admin.UserAdmin"),
    *("django.contrib.admin.TabularInline", "django.contrib.admin.StackedInline"),
    *("django.contrib.admin.options.InlineModelAdmin", "import_export.admin.ImportExportModelAdmin"),
    *("treebeard.admin.TreeAdmin", "mptt.admin.MPTTModelAdmin", "guardian.admin.GuardedModelAdmin"),
)
_METHODS = frozenset({"get_queryset", "save_model", "delete_model", "delete_queryset"})
_MODEL = "<model>"
_ROW = frozenset({"obj", "instance"})
_ROWS = frozenset({"queryset", "qs"})


def admin_models(linkage: Linkage, thing: int) -> int:
    """The node of the models that an admin class is about."""
    return linkage.field_node(linkage.objects.instance(linkage.objects.first[thing]), _MODEL)


@models_attributes(*_ADMINS)
def _admin(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    if objects.kinds[thing] is not Kind.INSTANCE:
        return ()
    if name in _METHODS:
        return (objects.intern(Kind.BOUND, objects.external(f"{ADMIN}.{name}"), thing),)
    if name == "model":
        linkage.solver.copy(admin_models(linkage, thing), linkage.attribute_of(thing, name))
    return ()


@models_call(f"{ADMIN}.get_queryset")
def _get_queryset(linkage: Linkage, site: CallSite, receiver: int) -> None:
    linkage.solver.use(admin_models(linkage, receiver), _all_rows, (linkage, site))


def _all_rows(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for cls in mapped_classes(linkage, things):
        for manager in default_managers(linkage, cls):
            read_rows(linkage, site, manager, "all")
            if site.target >= 0:
                linkage.solver.add(site.target, manager)


@models_call(f"{ADMIN}.save_model")
def _save(linkage: Linkage, site: CallSite, receiver: int) -> None:
    linkage.solver.use(admin_models(linkage, receiver), _saved, (linkage, site))


def _saved(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for cls in mapped_classes(linkage, things):
        save_row(linkage, site, cls)


@models_call(f"{ADMIN}.delete_model", f"{ADMIN}.delete_queryset")
def _delete(linkage: Linkage, site: CallSite, receiver: int) -> None:
    linkage.solver.use(admin_models(linkage, receiver), _deleted, (linkage, site))


def _deleted(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for cls in mapped_classes(linkage, things):
        linkage.record(site, cls, writes=True)
        if site.scope >= 0:
            linkage.queries[QueryCall(site.scope, site.line, cls, "delete", site.op_node)] = site


@between_rounds
def hand_over_rows(linkage: Linkage) -> None:
    """The admin calls methods of its classes with rows and querysets of the model that they are registered for."""
    objects = linkage.objects
    registered = _registered(linkage)
    for gid in sorted(linkage.classes):
        if not any(base in _ADMINS for base in external_ancestors(linkage, gid)):
            continue
        thing = objects.instance(objects.intern(Kind.CLASS, gid))
        models = {
            *registered.get(gid, ()),
            *mapped_classes(linkage, linkage.solver.get(lookup_node(linkage, gid, "model"))),
        }
        linkage.solver.add_all(admin_models(linkage, thing), models)
        for function in methods_of(linkage, gid):
            for param in linkage.scopes[function].params[1:]:
                node = linkage.node(function, param.value)
                for model in sorted(models):
                    if param.name in _ROW:
                        linkage.solver.add(node, objects.instance(model))
                    elif param.name in _ROWS:
                        linkage.solver.add_all(node, default_managers(linkage, model))


def methods_of(linkage: Linkage, gid: int) -> Iterable[int]:
    """The functions that a class and its ancestors in the program define."""
    for ancestor in project_ancestors(linkage, gid):
        for name in linkage.scopes[ancestor].bound:
            for thing in sorted(linkage.solver.get(linkage.member_node(ancestor, name))):
                original = linkage.objects.unwrapped(thing)
                if linkage.objects.kinds[original] is Kind.FUNCTION:
                    yield linkage.objects.first[original]


def _registered(linkage: Linkage) -> dict[int, set[int]]:
    """Admin class → the models that it is registered for, by ``site.register(Order, OrderAdmin)`` or ``@register``."""
    found: dict[int, set[int]] = defaultdict(set)
    for gid in linkage.as_written():
        attributes = {op.target for op in linkage.of_type(gid, facts.Attr) if op.name == "register"}
        attributes |= {op.target for op in linkage.of_type(gid, facts.Import) if op.name == "register"}
        calls = {op.target: op for op in linkage.of_type(gid, facts.Call) if op.func in attributes}
        for op in calls.values():
            if len(op.args) > 1:
                for cls in _classes(linkage, linkage.node(gid, op.args[1])):
                    found[cls] |= _models(linkage, linkage.node(gid, op.args[0]))
        for decoration in linkage.of_type(gid, facts.Decorate):
            call = calls.get(decoration.decorator)
            for value in call.args if call is not None else ():
                for cls in _classes(linkage, linkage.node(gid, decoration.function)):
                    found[cls] |= _models(linkage, linkage.node(gid, value))
    return found


def _classes(linkage: Linkage, node: int) -> list[int]:
    things = sorted(linkage.solver.get(node))
    return [linkage.objects.first[thing] for thing in things if linkage.objects.kinds[thing] is Kind.CLASS]


def _models(linkage: Linkage, node: int) -> set[int]:
    """The models that a value is, or that the list has which it is."""
    things = set(linkage.solver.get(node))
    for thing in linkage.solver.get(node):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            things |= linkage.solver.get(linkage.any_element(thing))
    classes = {thing for thing in things if linkage.objects.kinds[thing] in {Kind.CLASS, Kind.EXTERNAL}}
    return set(mapped_classes(linkage, classes))
