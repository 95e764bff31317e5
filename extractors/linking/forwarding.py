"""Forwarding: calls by which a decorator's wrapper hands its own arguments on to what it wraps.

A wrapper is shared by everything that its decorator decorates. Were the arguments of every decorated
function to flow through it, each function would receive those of all others. Calls of a decorated
function reach wrapper and original both (``Kind.WRAPPED``), with their own arguments; so whatever the
wrapper hands on unchanged need not flow a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum

from decompose.extractors import facts
from decompose.extractors.facts import AnyOp, Scope
from decompose.extractors.linking.linkage import Linkage


class Forwarding(IntEnum):
    """What of a call flows into a decorated callee."""

    NOTHING_KNOWN = 0
    """An ordinary call: arguments and result flow."""
    ARGUMENTS = 1
    """The arguments are the caller's own, unchanged; the result is looked at."""
    ALL = 2
    """The same, and the result is returned as it is."""


def forwarding_calls(linkage: Linkage, gids: Iterable[int]) -> dict[int, Forwarding]:
    """The calls in some scopes (by the node of their result) that hand their caller's arguments on."""
    found: dict[int, Forwarding] = {}
    for gid in gids:
        scope = linkage.scopes[gid]
        parent = linkage.parent_of[gid]
        if scope.kind == "function" and parent >= 0 and linkage.scopes[parent].kind == "function":
            captured = captured_parameters(linkage, gid)
            for op in scope.ops:
                if isinstance(op, facts.Call) and op.func in captured and _hands_on(scope, op):
                    returned = _is_only_returned(scope, op.target)
                    found[linkage.node(gid, op.target)] = Forwarding.ALL if returned else Forwarding.ARGUMENTS
    return found


def captured_parameters(linkage: Linkage, gid: int) -> set[int]:
    """The values inside a function that hold a parameter of a function around it."""
    chain = []
    outer = linkage.parent_of[gid]
    while outer >= 0 and linkage.scopes[outer].kind == "function":
        chain.append(linkage.scopes[outer])
        outer = linkage.parent_of[outer]
    held = {param.value for scope in chain for param in scope.params}
    for scope in reversed(chain):
        for op in scope.ops:
            if isinstance(op, facts.Copy) and op.source in held:
                held.add(op.target)
    return held


def _hands_on(scope: Scope, call: facts.Call) -> bool:
    """Whether a call's arguments are the parameters of its function, in their order and by their names."""
    positional = [param.value for param in scope.params if param.kind == "positional"]
    by_name = {param.name: param.value for param in scope.params}
    rest = {param.value for param in scope.params if param.kind == "*"}
    named_rest = {param.value for param in scope.params if param.kind == "**"}
    return (
        list(call.args) == positional[: len(call.args)]
        and set(call.stars) <= rest
        and all(value in named_rest if not name else by_name.get(name) == value for name, value in call.keywords)
    )


def _is_only_returned(scope: Scope, value: int) -> bool:
    held = {value}
    for op in scope.ops:
        if (isinstance(op, facts.Copy) and op.source in held) or (isinstance(op, facts.Delegate) and op.base in held):
            held.add(op.target)
    return scope.yielded not in held and not any(held & set(operands(op)) for op in scope.ops)


def operands(op: AnyOp) -> Iterator[int]:
    """The values that an operation looks at, other than by copying."""
    match op:
        case facts.Attr() | facts.Item() | facts.Iterate() | facts.Enter():
            yield op.base
        case facts.SetAttr() | facts.SetItem():
            yield op.base
            yield op.source
        case facts.Call():
            yield op.func
            yield from op.args
            yield from op.stars
            yield from (value for _, value in op.keywords)
        case facts.Text():
            yield from op.parts
        case facts.Build():
            yield from op.values
            yield from op.unpacked
        case facts.Operator():
            yield from op.operands
        case facts.Bind() | facts.Narrow():
            yield op.source
        case _:
            pass
