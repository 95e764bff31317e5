"""Builtin functions that ask for a method, a class or an attribute."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.calls import CallSite, call_back
from decompose.extractors.linking.hierarchy import definer
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.libraries.namespaces import set_from_mapping
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_ASKS = {
    **{f"<builtin>.{name}": f"__{name}__" for name in ("len", "str", "repr", "bool", "hash", "abs", "int", "float")},
    **{f"<builtin>.{name}": f"__{name}__" for name in ("round", "bytes", "format", "complex")},
}


def _register_questions() -> None:
    for callee, method in _ASKS.items():

        @models_call(callee)
        def model(linkage: Linkage, site: CallSite, receiver: int, callee: str = callee, method: str = method) -> None:
            if site.target >= 0:
                linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external(callee)))
            for node in site.args[:1]:
                linkage.solver.use(node, _ask, (linkage, site, method))


_register_questions()


def _ask(payload: tuple[Linkage, CallSite, str], things: Iterable[int]) -> None:
    linkage, site, method = payload
    objects = linkage.objects
    for thing in sorted(things):
        cls = objects.first[thing]
        is_own = objects.kinds[thing] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS
        if is_own and definer(linkage, objects.first[cls], method) >= 0:
            call_back(linkage, CallSite(site.scope, site.line, -1), linkage.attribute_of(thing, method))


# -- classes and attributes by name --


@models_call("<builtin>.super")
def _super(linkage: Linkage, site: CallSite, receiver: int) -> None:
    gid = linkage.enclosing_class(site.scope)
    method = site.scope
    while method >= 0 and linkage.class_of_method(method) < 0:
        method = linkage.parent_of[method]
    if gid < 0 or method < 0 or site.target < 0 or not linkage.scopes[method].params:
        return
    this = linkage.node(method, linkage.scopes[method].params[0].value)
    linkage.solver.use(this, _super_of, (linkage, gid, site.target))


def _super_of(payload: tuple[Linkage, int, int], things: Iterable[int]) -> None:
    linkage, gid, target = payload
    for thing in sorted(things):
        linkage.solver.add(target, linkage.objects.intern(Kind.SUPER, gid, thing))


@models_call("<builtin>.getattr")
def _getattr(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if len(site.args) >= 2 and site.target >= 0:
        linkage.solver.use(site.args[1], _getattr_named, (linkage, site))
        for default in site.args[2:]:
            linkage.solver.copy(default, site.target)


def _getattr_named(payload: tuple[Linkage, CallSite], names: Iterable[int]) -> None:
    linkage, site = payload
    for name in sorted(names):
        if linkage.objects.kinds[name] is Kind.STRING:
            linkage.solver.use(site.args[0], _getattr_of, (linkage, linkage.objects.text(name), site.target))


def _getattr_of(payload: tuple[Linkage, str, int], things: Iterable[int]) -> None:
    linkage, name, target = payload
    for thing in sorted(things):
        linkage.solver.copy(linkage.attribute_of(thing, name), target)


@models_call("<builtin>.setattr")
def _setattr(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if len(site.args) >= 3 and not set_from_mapping(linkage, site):
        linkage.solver.use(site.args[1], _setattr_named, (linkage, site))
        linkage.solver.use(site.args[0], _setattr_computed, (linkage, site))


def _setattr_named(payload: tuple[Linkage, CallSite], names: Iterable[int]) -> None:
    linkage, site = payload
    for name in sorted(names):
        if linkage.objects.kinds[name] is Kind.STRING:
            text = linkage.objects.text(name)
            linkage.solver.use(site.args[0], _setattr_on, (linkage, text, site.args[2]))


def _setattr_computed(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    """Registries set classes and functions on modules, under their own names more often than not."""
    linkage, site = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.MODULE:
            linkage.solver.use(site.args[2], _set_under_own_name, (linkage, site, thing))


def _set_under_own_name(payload: tuple[Linkage, CallSite, int], values: Iterable[int]) -> None:
    from decompose.extractors.linking.attributes import set_attribute

    linkage, site, module = payload
    names = linkage.solver.get(site.args[1])
    if any(linkage.objects.kinds[name] is Kind.STRING for name in names):
        return
    for value in sorted(values):
        if linkage.objects.kinds[value] in {Kind.CLASS, Kind.FUNCTION}:
            node = linkage.solver.new_node()
            linkage.solver.add(node, value)
            set_attribute(linkage, module, linkage.scopes[linkage.objects.first[value]].name, node)


def _setattr_on(payload: tuple[Linkage, str, int], things: Iterable[int]) -> None:
    from decompose.extractors.linking.attributes import set_attribute

    linkage, name, source = payload
    for thing in sorted(things):
        set_attribute(linkage, thing, name, source)
