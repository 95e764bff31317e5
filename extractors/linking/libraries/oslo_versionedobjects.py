"""oslo.versionedobjects: registering a class hands it to the registry's own hook."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.calls import CallSite, call_objects
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_REGISTRY = "oslo_versionedobjects.base.VersionedObjectRegistry"


@models_attributes(_REGISTRY)
def _registry(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    if name in {"register", "register_if"}:
        return [linkage.objects.intern(Kind.BOUND, linkage.objects.external(f"{_REGISTRY}.{name}"), thing)]
    return []


@models_call(f"{_REGISTRY}.register", f"{_REGISTRY}.objectify")
def _register(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if not site.args:
        return
    if site.target >= 0:
        linkage.solver.copy(site.args[0], site.target)
    if receiver >= 0 and linkage.objects.kinds[receiver] is Kind.CLASS:
        hook = linkage.attribute_of(linkage.objects.instance(receiver), "registration_hook")
        linkage.solver.use(hook, call_objects, (linkage, CallSite(-1, site.line, -1, site.args[:1])))


@models_call(f"{_REGISTRY}.register_if")
def _register_if(linkage: Linkage, site: CallSite, receiver: int) -> None:
    register = linkage.objects.external(f"{_REGISTRY}.register")
    if site.target >= 0 and receiver >= 0:
        linkage.solver.add(site.target, linkage.objects.intern(Kind.BOUND, register, receiver))
    elif site.target >= 0:
        linkage.solver.add(site.target, register)


@models_call("oslo_versionedobjects.base.obj_make_list")
def _make_list(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``obj_make_list(context, list_obj, item_cls, db_list)`` fills and returns the list object."""
    if len(site.args) >= 3:
        linkage.solver.use(site.args[2], _make_item, (linkage, site))
        if site.target >= 0:
            linkage.solver.copy(site.args[1], site.target)


def _make_item(payload: tuple[Linkage, CallSite], classes: Iterable[int]) -> None:
    linkage, site = payload
    for cls in sorted(classes):
        if linkage.objects.kinds[cls] is Kind.CLASS:
            maker = linkage.attribute_of(cls, "_from_db_object")
            instance = linkage.solver.new_node()
            linkage.solver.add(instance, linkage.objects.instance(cls))
            made = CallSite(site.scope, site.line, -1, (site.args[0], instance, *site.args[3:4]))
            linkage.solver.use(maker, call_objects, (linkage, made))
            linkage.callbacks[site.scope, site.line, maker] = None
