"""Decorators: what a decorated name is.

A decorator is called once for each thing that it decorates, but its parameter and its result are one node
each. So that one decorated function is not taken for another, what a decorator returns is told apart here:
what it was given stands for the function decorated *here*, a closure stands for a wrapper around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.linking.calls import CallSite, call_objects
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind


@dataclass(slots=True, frozen=True)
class _Decoration:
    """A decorator found at a place.

    Attributes:
        given: the nodes of the parameters that receive what is decorated.
        function: node of what is decorated here.
        target: node of the decorated name.
    """

    linkage: Linkage
    given: tuple[int, ...]
    function: int
    target: int


def decorate(payload: tuple[Linkage, int, facts.Decorate], things: Iterable[int]) -> None:
    """Apply each of the decorators that a value may be."""
    linkage, gid, op = payload
    function, target = linkage.node(gid, op.function), linkage.node(gid, op.target)
    for thing in sorted(things):
        result = linkage.solver.new_node()
        call_objects((linkage, CallSite(gid, op.line, result, (function,), (), (), target)), (thing,))
        found = _Decoration(linkage, tuple(_parameters(linkage, thing)), function, target)
        linkage.solver.use(result, _decorated, found)


def _parameters(linkage: Linkage, thing: int) -> Iterator[int]:
    """The parameters through which a decorator, and what decorates it in turn, receive the function."""
    objects = linkage.objects
    is_bound = objects.kinds[thing] is Kind.BOUND
    pending = [objects.first[thing] if is_bound else thing]
    while pending:
        callee = pending.pop()
        if objects.kinds[callee] is Kind.WRAPPED:
            pending += [objects.first[callee], objects.second[callee]]
        elif objects.kinds[callee] is Kind.FUNCTION:
            gid = objects.first[callee]
            params = [param for param in linkage.scopes[gid].params if param.kind == "positional"]
            if len(params) > is_bound:
                yield linkage.node(gid, params[is_bound].value)


def _decorated(here: _Decoration, things: Iterable[int]) -> None:
    linkage, objects = here.linkage, here.linkage.objects
    for thing in sorted(things):
        kind = objects.kinds[thing]
        if any(thing in linkage.solver.get(node) for node in here.given):
            linkage.solver.copy(here.function, here.target)
        elif kind is Kind.FUNCTION and here.given and _is_closure(linkage, objects.first[thing]):
            linkage.solver.use(here.function, _wrap, (here, thing))
        elif (
            kind is Kind.INSTANCE and objects.kinds[objects.first[thing]] is Kind.EXTERNAL and objects.second[thing] < 0
        ):
            linkage.solver.copy(here.function, here.target)  # taken to return the same
            if not linkage.solver.get(here.function):
                linkage.solver.add(here.target, thing)
        else:
            linkage.solver.add(here.target, thing)


def _is_closure(linkage: Linkage, gid: int) -> bool:
    parent = linkage.parent_of[gid]
    return parent >= 0 and linkage.scopes[parent].kind == "function"


def _wrap(payload: tuple[_Decoration, int], originals: Iterable[int]) -> None:
    here, wrapper = payload
    for original in sorted(originals):
        if original == wrapper:
            here.linkage.solver.add(here.target, original)
        else:
            here.linkage.solver.add(here.target, here.linkage.objects.intern(Kind.WRAPPED, wrapper, original))
