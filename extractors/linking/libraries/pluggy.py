"""``pluggy``: hooks that plugins implement under a name, and calls of all implementations of one.

Which plugins are registered only run time knows: every function that is marked as an implementation counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from decompose.extractors import facts
from decompose.extractors.linking.calls import call_back
from decompose.extractors.linking.imported import imports_any
from decompose.extractors.linking.libraries import between_rounds, models_attributes, models_call
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.linking.objects import Kind

IMPLEMENTS, SPECIFIES = "pluggy.HookimplMarker", "pluggy.HookspecMarker"
_RELAY, _CALLER = "pluggy.HookRelay", "pluggy.HookCaller"
_HOOKS = "pluggy.<hooks>"
"""Stands for all hooks: its attributes hold the implementations of each."""
_FIRST = "<first result>"


def implementations(linkage: Linkage, name: str) -> int:
    """The node of all implementations of a hook."""
    return linkage.field_node(linkage.objects.external(_HOOKS), name)


def hook_names(linkage: Linkage) -> list[str]:
    """The hooks that are implemented or specified, sorted."""
    return sorted(name for thing, name in linkage.field_names() if thing == linkage.objects.external(_HOOKS))


def _marker(dotted: str) -> None:
    @models_call(dotted)
    def model(linkage: Linkage, site: CallSite, receiver: int) -> None:
        """Called by its name it makes a marker, called with options another; called with a function it marks that."""
        if site.target < 0:
            return
        if receiver >= 0 and site.args:
            linkage.solver.copy(site.args[0], site.target)
            linkage.solver.use(site.args[0], _mark, (linkage, dotted, receiver))
        else:
            external = linkage.objects.external(dotted)
            linkage.solver.add(site.target, linkage.objects.instance(external, linkage.site_object(site)))


_marker(IMPLEMENTS)
_marker(SPECIFIES)


def _mark(payload: tuple[Linkage, str, int], things: Iterable[int]) -> None:
    linkage, dotted, marker = payload
    objects = linkage.objects
    options = linkage.fields.get(objects.second[marker])  # none where only an annotation says that it is a marker
    for thing in sorted(things):
        function = objects.unwrapped(thing)
        if objects.kinds[function] is not Kind.FUNCTION:
            continue
        gid = objects.first[function]
        given = strings_at(linkage, options.argument(99, "specname")) if options is not None else []
        named = given or [linkage.scopes[gid].name]
        hook = implementations(linkage, named[0])
        if dotted == IMPLEMENTS:
            cls = linkage.class_of_method(gid)
            receiver = objects.instance(objects.intern(Kind.CLASS, cls)) if cls >= 0 else -1
            linkage.solver.add(hook, objects.intern(Kind.BOUND, thing, receiver) if cls >= 0 else thing)
        elif options is not None and options.argument(99, "firstresult") >= 0:
            linkage.solver.add(implementations(linkage, f"{named[0]} {_FIRST}"), thing)


@models_attributes("pluggy.PluginManager", "pluggy.manager.PluginManager", "pluggy._manager.PluginManager")
def _manager(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    return [linkage.objects.instance(linkage.objects.external(_RELAY))] if name == "hook" else []


@models_attributes(_RELAY)
def _relay(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    return [linkage.objects.instance(linkage.objects.external(_CALLER), linkage.objects.string(name))]


@models_attributes(_CALLER)
def _caller(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    if name in {"call_historic", "call_extra"}:
        return [linkage.objects.intern(Kind.BOUND, linkage.objects.external(f"{_CALLER}.{name}"), thing)]
    return []


@models_call(_CALLER)
def _call(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``manager.hook.order_paid(order=order)``: a list of what all implementations return, or the first of it."""
    if receiver < 0 or linkage.objects.second[receiver] < 0:
        return
    name = linkage.objects.text(linkage.objects.second[receiver])
    results = linkage.solver.new_node()
    call_back(linkage, replace(site, target=results), implementations(linkage, name))
    if site.target >= 0:
        made = linkage.container(site.target, "list")
        linkage.solver.copy(results, linkage.element_node(made, None))
        linkage.solver.add(site.target, made)
        first = implementations(linkage, f"{name} {_FIRST}")
        linkage.solver.use(first, _only_first, (linkage, results, site.target))


def _only_first(payload: tuple[Linkage, int, int], specifications: Iterable[int]) -> None:
    linkage, results, target = payload
    linkage.solver.copy(results, target)


@models_call(f"{_CALLER}.call_historic", f"{_CALLER}.call_extra")
def _call_otherwise(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """The arguments are given as a mapping."""
    arguments = site.argument(1, "kwargs")
    spread = (("", arguments),) if arguments >= 0 else ()
    _call(linkage, replace(site, args=(), keywords=spread), receiver)


@between_rounds
def recognise_relays(linkage: Linkage) -> None:
    """``app.plugins.hook.order_paid(…)``: where nothing is known of the manager, the hook's name tells enough."""
    names = set(hook_names(linkage)) if imports_any(linkage, "pluggy") else set()
    for gid in range(len(linkage.scopes)) if names else ():
        relays = {op.target for op in linkage.of_type(gid, facts.Attr) if op.name == "hook"}
        for op in linkage.of_type(gid, facts.Attr) if relays else ():
            if op.base in relays and op.name in names and not _is_known(linkage, linkage.node(gid, op.base)):
                relay = linkage.objects.instance(linkage.objects.external(_RELAY))
                linkage.solver.add(linkage.node(gid, op.base), relay)


def _is_known(linkage: Linkage, node: int) -> bool:
    kinds = linkage.objects.kinds
    return any(kinds[thing] is not Kind.EXTERNAL for thing in linkage.solver.get(node))
