"""``inject`` and ``injector``: what a binder binds to an interface is what asks for that interface."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors import facts
from decompose.extractors.linking.calls import call_objects
from decompose.extractors.linking.imported import imports_any
from decompose.extractors.linking.libraries import between_rounds, models_attributes, models_call
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind

_BOUND = "<bound>"
_BINDS = frozenset({"bind", "bind_to_provider", "bind_to_constructor", "multibind"})
_DECORATORS = frozenset({"injector.inject", "inject.autoparams", "inject.params"})


@between_rounds
def bind(linkage: Linkage) -> None:
    """``binder.bind(Interface, to=Implementation)``, and the parameters of injected functions."""
    if not imports_any(linkage, "inject", "injector"):
        return
    for gid in linkage.as_written():
        binding = {op.target for op in linkage.of_type(gid, facts.Attr) if op.name in _BINDS}
        for call in linkage.of_type(gid, facts.Call) if binding else ():
            if call.func in binding and call.args:
                _bind(linkage, gid, call)
    for gid in linkage.as_written():
        scope = linkage.scopes[gid]
        if scope.kind == "function" and scope.decorators and _is_injected(linkage, gid):
            for param in scope.params:
                node = linkage.node(gid, param.value)
                linkage.solver.use(node, _also_bound, (linkage, node))


def _bind(linkage: Linkage, gid: int, call: facts.Call) -> None:
    given = [*call.args[1:], *(value for name, value in call.keywords if name in {"to", "instance", "provider"})]
    for thing in sorted(linkage.solver.get(linkage.node(gid, call.args[0]))):
        if linkage.objects.kinds[thing] is Kind.CLASS:
            bound = linkage.field_node(thing, _BOUND)
            for value in given:
                linkage.solver.use(linkage.node(gid, value), _provide, (linkage, bound))


def _provide(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    """Instances are bound as they are; classes and functions are called."""
    linkage, bound = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.INSTANCE:
            linkage.solver.add(bound, thing)
        else:
            call_objects((linkage, CallSite(-1, 0, bound)), (thing,))


def _is_injected(linkage: Linkage, gid: int) -> bool:
    parent, wanted = linkage.parent_of[gid], set(linkage.scopes[gid].decorators)
    values = wanted | {op.func for op in linkage.of_type(parent, facts.Call) if op.target in wanted}
    objects = linkage.objects
    return any(
        objects.kinds[thing] is Kind.EXTERNAL and objects.text(thing) in _DECORATORS
        for value in values
        for thing in linkage.solver.get(linkage.node(parent, value))
    )


def _also_bound(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    """An instance of an interface is whatever is bound to that."""
    linkage, node = payload
    objects = linkage.objects
    for thing in sorted(things):
        if objects.kinds[thing] is Kind.INSTANCE and linkage.has_field(objects.first[thing], _BOUND):
            linkage.solver.copy(linkage.field_node(objects.first[thing], _BOUND), node)


# -- asking by class --


@models_call("inject.instance", "inject.attr", "inject.get_injector_or_die.get_instance", "injector.Injector.get")
def _instance(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``inject.instance(Interface)``: an instance, or what is bound to it."""
    if site.args and site.target >= 0:
        linkage.solver.use(site.args[0], _given, (linkage, site))


def _given(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CLASS:
            linkage.solver.add(site.target, linkage.objects.instance(thing))
            linkage.solver.copy(linkage.field_node(thing, _BOUND), site.target)


@models_attributes("injector.Injector")
def _injector(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    if name in {"get", "create_object", "call_with_injection"}:
        return [linkage.objects.intern(Kind.BOUND, linkage.objects.external("injector.Injector.get"), thing)]
    return []
