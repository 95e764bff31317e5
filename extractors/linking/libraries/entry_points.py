"""Plugins: objects that are loaded by the group and name that packaging metadata declare.

``importlib.metadata.entry_points``, ``pkg_resources.iter_entry_points``, and the managers of ``stevedore``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from decompose.extractors.linking.calls import CallSite, call_objects
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.libraries.importing import dotted_into
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_ENTRY_POINT = "importlib.metadata.EntryPoint"
_EXTENSION = "stevedore.extension.Extension"
_LOADED = "<loaded>"
"""Field of an entry point or extension that holds what it stands for."""


@models_call("importlib.metadata.entry_points", "importlib_metadata.entry_points", "pkg_resources.iter_entry_points")
def _entry_points(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """A list of the entry points of a group."""
    group = site.argument(0, "group")
    if group >= 0 and site.target >= 0:
        linkage.solver.use(group, _entry_points_of, (linkage, site.target))


def _entry_points_of(payload: tuple[Linkage, int], groups: Iterable[int]) -> None:
    linkage, target = payload
    made = linkage.container(target, "list")
    linkage.solver.add(target, made)
    for group in sorted(groups):
        if linkage.objects.kinds[group] is Kind.STRING:
            entry = linkage.objects.instance(linkage.objects.external(_ENTRY_POINT), group)
            _load_into(linkage, linkage.objects.text(group), "", linkage.field_node(entry, _LOADED))
            linkage.solver.add(linkage.element_node(made, None), entry)


def _load_into(linkage: Linkage, group: str, name: str, target: int) -> None:
    """The plugins of a group, or only the one of that name."""
    for plugin in linkage.plugins:
        if plugin.group == group and name in {"", plugin.name}:
            dotted_into(linkage, plugin.target, target)


@models_call("importlib.metadata.EntryPoint.load", "pkg_resources.EntryPoint.load", f"{_ENTRY_POINT}.resolve")
def _load(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if receiver >= 0 and site.target >= 0:
        linkage.solver.copy(linkage.field_node(receiver, _LOADED), site.target)


@models_attributes(_ENTRY_POINT)
def _entry_point(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    if name in {"load", "resolve"}:
        return [linkage.objects.intern(Kind.BOUND, linkage.objects.external(f"{_ENTRY_POINT}.load"), thing)]
    return []


# -- stevedore --

_MANAGERS = {
    "driver.DriverManager": "driver",
    "extension.ExtensionManager": "extensions",
    "enabled.EnabledExtensionManager": "extensions",
    "named.NamedExtensionManager": "extensions",
    "hook.HookManager": "extensions",
    "dispatch.DispatchExtensionManager": "extensions",
    "dispatch.NameDispatchExtensionManager": "extensions",
}
"""Manager → the attribute that matters: the one driver, or all extensions."""


def _manage(linkage: Linkage, site: CallSite, manager: str) -> None:
    namespace = site.argument(0, "namespace")
    if namespace < 0 or site.target < 0:
        return
    place = linkage.site_object(site)
    thing = linkage.objects.instance(linkage.objects.external(f"stevedore.{manager}"), place)
    linkage.solver.add(site.target, thing)
    extension = linkage.objects.instance(linkage.objects.external(_EXTENSION), place)
    classes = linkage.field_node(extension, "plugin")
    name = site.argument(1, "name") if _MANAGERS[manager] == "driver" else -1
    linkage.solver.use(namespace, _plugins_of, (linkage, name, classes))
    made = linkage.field_node(extension, "obj")
    if dict(site.keywords).get("invoke_on_load", -1) >= 0:
        invoked = replace(site, target=made, args=(), keywords=(), stars=())
        linkage.solver.use(classes, call_objects, (linkage, invoked))
        linkage.callbacks[site.scope, site.line, classes] = None
        linkage.solver.copy(made, linkage.field_node(thing, "driver"))
    else:
        linkage.solver.copy(classes, linkage.field_node(thing, "driver"))
    listed = linkage.field_node(thing, "extensions")
    container = linkage.container(listed, "list")
    linkage.solver.add(listed, container)
    linkage.solver.add(linkage.element_node(container, None), extension)


def _register_managers() -> None:
    for manager in _MANAGERS:

        @models_call(f"stevedore.{manager}")
        def model(linkage: Linkage, site: CallSite, receiver: int, manager: str = manager) -> None:
            _manage(linkage, site, manager)

        @models_attributes(f"stevedore.{manager}.__iter__")
        def elements(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
            place = linkage.objects.second[thing]
            return [linkage.objects.instance(linkage.objects.external(_EXTENSION), place)] if place >= 0 else []


_register_managers()


def _plugins_of(payload: tuple[Linkage, int, int], groups: Iterable[int]) -> None:
    """The plugins of a namespace; only the one of that name where the name is a constant."""
    linkage, name, target = payload
    for group in sorted(groups):
        if linkage.objects.kinds[group] is not Kind.STRING:
            continue
        text = linkage.objects.text(group)
        names = linkage.solver.get(name) if name >= 0 else set()
        constant = {linkage.objects.text(thing) for thing in names if linkage.objects.kinds[thing] is Kind.STRING}
        only = next(iter(constant)) if len(constant) == 1 and len(names) == 1 else ""
        _load_into(linkage, text, only, target)
