"""``contextlib``: stacks of context managers, and managers made of other objects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from decompose.extractors.linking.calls import CallSite, call_back, iterate
from decompose.extractors.linking.implied import class_of
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_STACKS = ("contextlib.ExitStack", "contextlib.AsyncExitStack")


def _enter_each(payload: tuple[Linkage, CallSite], managers: Iterable[int]) -> None:
    linkage, site = payload
    for manager in sorted(managers):
        if linkage.objects.kinds[manager] is Kind.CONTAINER:
            if site.target >= 0:
                iterate(linkage, manager, site.target)  # a generator that is wrapped as a context manager
            continue
        if class_of(linkage, manager) < 0:
            if site.target >= 0:
                linkage.solver.add(site.target, manager)
            continue
        for entering in ("__enter__", "__aenter__"):
            call_back(linkage, replace(site, args=()), linkage.attribute_of(manager, entering))
        for leaving in ("__exit__", "__aexit__"):
            call_back(linkage, replace(site, args=(), target=-1), linkage.attribute_of(manager, leaving))


@models_call(*(f"{stack}.{method}" for stack in _STACKS for method in ("enter_context", "enter_async_context")))
def _enter_context(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``stack.enter_context(manager)`` is what entering the manager gives."""
    for node in site.args[:1]:
        linkage.solver.use(node, _enter_each, (linkage, site))


@models_call(*(f"{stack}.{method}" for stack in _STACKS for method in ("callback", "push_async_callback")))
def _callback(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """The function runs when the stack is left, with the other arguments."""
    if site.args:
        call_back(linkage, replace(site, args=site.args[1:], target=-1), site.args[0])


@models_call("contextlib.closing", "contextlib.aclosing")
def _closing(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """Entering it gives the object, leaving it closes the object."""
    for node in site.args[:1]:
        linkage.solver.copy(node, site.target) if site.target >= 0 else None
        linkage.solver.use(node, _close_each, (linkage, site))


def _close_each(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        if class_of(linkage, thing) >= 0:
            for method in ("close", "aclose"):
                call_back(linkage, CallSite(site.scope, site.line, -1), linkage.attribute_of(thing, method))


@models_call("contextlib.nullcontext")
def _nullcontext(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """Entering it gives what it was made with."""
    for node in site.args[:1] if site.target >= 0 else ():
        linkage.solver.copy(node, site.target)
