"""Calls of which nothing is known: counted and listed by what they look like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from decompose.extractors import facts
from decompose.extractors.graph import UnresolvedCall, UnresolvedGroup
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.resolution import ResolvedCall
from decompose.extractors.places import Place

_MOST_GROUPS = 400
_MOST_PLACES = 3
_DEEPEST = 5


def describe_unresolved(
    linkage: Linkage, calls: Iterable[ResolvedCall], guesses: Iterable[ResolvedCall]
) -> tuple[UnresolvedCall, ...]:
    """What each unresolved call looks like, why nothing is known of it, and what it may be."""
    likely = {id(guess.op): tuple(callee.name for callee in guess.callees) for guess in guesses}
    made_by: dict[int, dict[int, facts.AnyOp]] = {}
    found = []
    for call in calls:
        if not isinstance(call.op, facts.Call):
            continue
        ops = made_by.get(call.scope)
        if ops is None:
            kinds = (facts.Attr, facts.Load, facts.Call, facts.Item, facts.Import)
            ops = made_by[call.scope] = {
                op.target: op for op in linkage.scopes[call.scope].ops if isinstance(op, kinds)
            }
        found.append(
            UnresolvedCall(
                linkage.names[call.scope],
                Place(linkage.path(call.scope), call.line),
                _expression(linkage, call.scope, call.op.func, ops, 0),
                _reason(linkage, call.scope, call.op.func, ops),
                likely.get(id(call.op), ()),
            )
        )
    return tuple(sorted(found))


def group_unresolved(calls: Iterable[UnresolvedCall]) -> tuple[UnresolvedGroup, ...]:
    """The unresolved calls by shape and reason, most frequent first."""
    places: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for call in calls:
        places[call.reason, call.expression].append(call.place)
    groups = [
        UnresolvedGroup(reason, expression, len(found), tuple(sorted(found)[:_MOST_PLACES]))
        for (reason, expression), found in places.items()
    ]
    ranked = sorted(groups, key=lambda group: (-group.count, group.reason, group.expression))
    return tuple(ranked[:_MOST_GROUPS])


def _expression(linkage: Linkage, gid: int, value: int, ops: dict[int, facts.AnyOp], depth: int) -> str:
    op = ops.get(value)
    if depth > _DEEPEST:
        return "…"
    match op:
        case facts.Attr(base=base, name=name):
            return f"{_expression(linkage, gid, base, ops, depth + 1)}.{name}"
        case facts.Load(name=name):
            return name
        case facts.Call(func=func):
            return f"{_expression(linkage, gid, func, ops, depth + 1)}()"
        case facts.Item(base=base):
            return f"{_expression(linkage, gid, base, ops, depth + 1)}[…]"
        case facts.Import(name=name, module=module):
            return name or module
        case _:
            params = linkage.scopes[gid].params
            return next((param.name for param in params if param.value == value), "…")


def _reason(linkage: Linkage, gid: int, value: int, ops: dict[int, facts.AnyOp]) -> str:
    op = ops.get(value)
    if isinstance(op, facts.Load):
        return "name that nothing binds"
    while isinstance(op, facts.Attr):
        value = op.base
        op = ops.get(value)
    if any(param.value == value for param in linkage.scopes[gid].params):
        return "parameter of unknown type"
    if isinstance(op, facts.Call):
        return "result of a call of unknown type"
    if isinstance(op, facts.Item):
        return "element of unknown type"
    return "receiver of unknown type"
