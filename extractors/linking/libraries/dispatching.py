"""``functools.singledispatch``: one name for several implementations."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.calls import CallSite
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_IMPLEMENTATIONS = "<implementations>"
_REGISTER = "<singledispatch>.register"


@models_call("functools.singledispatch", "functools.singledispatchmethod")
def _singledispatch(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """The name stands for the function and for all that are registered with it."""
    if site.args and site.target >= 0:
        linkage.solver.copy(site.args[0], site.target)
        linkage.solver.use(site.args[0], _join_implementations, (linkage, site.target))


def _join_implementations(payload: tuple[Linkage, int], functions: Iterable[int]) -> None:
    linkage, target = payload
    for function in sorted(functions):
        if linkage.objects.kinds[function] is Kind.FUNCTION:
            linkage.solver.copy(linkage.field_node(function, _IMPLEMENTATIONS), target)


@models_attributes("<builtin>.function")
def _register_of(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """``function.register`` where the function was made to dispatch."""
    if name == "register" and linkage.has_field(thing, _IMPLEMENTATIONS):
        return [linkage.objects.intern(Kind.BOUND, linkage.objects.external(_REGISTER), thing)]
    return []


@models_call(_REGISTER)
def _register(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``@f.register`` and ``@f.register(cls)`` add an implementation and leave it as it is."""
    for node in site.args:
        linkage.solver.use(node, _add_implementation, (linkage, site, receiver))


def _add_implementation(payload: tuple[Linkage, CallSite, int], things: Iterable[int]) -> None:
    linkage, site, dispatching = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] in {Kind.FUNCTION, Kind.BOUND, Kind.WRAPPED}:
            linkage.solver.add(linkage.field_node(dispatching, _IMPLEMENTATIONS), thing)
            if site.target >= 0:
                linkage.solver.add(site.target, thing)
        elif site.target >= 0:
            register = linkage.objects.external(_REGISTER)
            linkage.solver.add(site.target, linkage.objects.intern(Kind.BOUND, register, dispatching))
