"""``__getattr__``: attributes that a class or module makes up when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.linking.calls import CallSite, call_objects
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind


@dataclass(slots=True, frozen=True)
class Asked:
    """An attribute that is asked for: its name, its node, and the scope that makes it up."""

    linkage: Linkage
    scope: int
    name: str
    node: int


def ask(getter: int, asked: Asked) -> None:
    """Let ``__getattr__`` (the functions of a node) say what an attribute is."""
    asked.linkage.solver.use(getter, _ask_each, asked)


def _ask_each(asked: Asked, getters: Iterable[int]) -> None:
    linkage = asked.linkage
    for getter in sorted(getters):
        delegates = _delegates(linkage, getter)
        arguments: tuple[int, ...] = ()
        for delegate in delegates:
            linkage.solver.use(delegate, _attribute_of_delegate, asked)
        if not delegates:
            text = linkage.solver.new_node()
            linkage.solver.add(text, linkage.objects.string(asked.name))
            arguments = (text,)
        call_objects((linkage, CallSite(asked.scope, 0, asked.node, arguments)), (getter,))


def _delegates(linkage: Linkage, getter: int) -> list[int]:
    """The nodes of what a ``__getattr__`` hands the very name on to: ``getattr(self._inner, name)``.

    Followed name by name, one delegated attribute is not taken for another.
    """
    function = linkage.objects.first[getter] if linkage.objects.kinds[getter] is Kind.BOUND else getter
    if linkage.objects.kinds[function] is not Kind.FUNCTION:
        return []
    gid = linkage.objects.first[function]
    scope = linkage.scopes[gid]
    if not scope.params:
        return []
    name = scope.params[-1].value
    builtin = {op.target for op in scope.ops if isinstance(op, facts.Load) and op.name == "getattr"}
    return [
        linkage.node(gid, op.args[0])
        for op in scope.ops
        if isinstance(op, facts.Call) and op.func in builtin and len(op.args) >= 2 and op.args[1] == name
    ]


def _attribute_of_delegate(asked: Asked, things: Iterable[int]) -> None:
    for thing in sorted(things):
        asked.linkage.solver.copy(asked.linkage.attribute_of(thing, asked.name), asked.node)
