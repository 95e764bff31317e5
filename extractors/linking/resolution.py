"""What each call site calls, read off the solved constraints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.facts import AnyOp
from decompose.extractors.linking.hierarchy import definer, external_ancestors, lookup_node
from decompose.extractors.linking.libraries.builtins import SAME
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.places import Confidence

_WRAPS = "functools.wraps"
_DECLARATIONS = frozenset({"<builtin>.staticmethod", "<builtin>.classmethod", "<builtin>.property"})
"""Decorators that only declare what a method is."""


@dataclass(slots=True, frozen=True, order=True)
class Callee:
    """One thing that a call site may call.

    Attributes:
        scope: the function or class of the program; -1 for something outside.
        name: its dotted name; ``<builtin>.len`` for builtins.
        is_original: it is reached through the wrapper that a decorator put around it.
        is_hidden: the wrapper does not pass for it, so that only the wrapper is called directly.
    """

    scope: int
    name: str
    is_original: bool = False
    is_hidden: bool = False


@dataclass(slots=True, frozen=True)
class ResolvedCall:
    """One call site, explicit or implied by the language.

    Attributes:
        scope, line: where.
        callees: sorted; empty if nothing is known of the callee.
        depth: how many loops enclose it.
        is_explicit: it is written as a call (not an operator, iteration, property …).
        confidence: of all its callees.
        op: the operation.
    """

    scope: int
    line: int
    callees: tuple[Callee, ...]
    depth: int
    is_explicit: bool
    confidence: Confidence
    op: AnyOp | None = None


def resolve_calls(linkage: Linkage) -> Iterator[ResolvedCall]:
    """All call sites of the program, by scope and in the order of the source."""
    for gid in range(linkage.written):
        yield from _scope_calls(linkage, gid)
    for scope, line, node in linkage.callbacks:
        callees = callees_of(linkage, linkage.solver.get(node))
        if any(callee.scope >= 0 for callee in callees):
            yield ResolvedCall(scope, line, callees, 0, False, Confidence.INFERRED)


def _scope_calls(linkage: Linkage, gid: int) -> Iterator[ResolvedCall]:
    plain = _named_values(linkage, gid)
    variants = linkage.variants(gid)
    for position, op in enumerate(linkage.scopes[gid].ops):
        kind = type(op)
        if kind is facts.Copy or kind is facts.Const or kind is facts.Load:
            continue
        same = [(variant, linkage.scopes[variant].ops[position]) for variant in variants]
        match op:
            case facts.Call():
                confidence = Confidence.EXACT if op.func in plain else Confidence.INFERRED
                callees = callees_of(linkage, _objects(linkage, same, "func"))
                yield ResolvedCall(gid, op.line, callees, op.depth, True, confidence, op)
            case facts.Decorate():
                things = _objects(linkage, same, "decorator")
                callees = tuple(callee for callee in callees_of(linkage, things) if callee.name not in _DECLARATIONS)
                yield ResolvedCall(gid, op.line, callees, 0, bool(callees) or not things, Confidence.EXACT, op)
            case facts.Raise():
                yield from _implied(linkage, gid, op, _raised(linkage, _objects(linkage, same, "base")), op.line)
            case facts.Attr() | facts.SetAttr() | facts.Item() | facts.SetItem():
                yield from _implied(
                    linkage, gid, op, _access_methods(linkage, _objects(linkage, same, "base"), op), op.line
                )
            case facts.Iterate() | facts.Enter():
                yield from _implied(
                    linkage, gid, op, _protocol_methods(linkage, _objects(linkage, same, "base"), op), op.line
                )
            case facts.Operator():
                first = {thing for variant, its in same for thing in _first_operand(linkage, variant, its)}
                yield from _implied(linkage, gid, op, _protocol_methods(linkage, first, op), op.line)
            case _:
                pass


def _objects(linkage: Linkage, same: list[tuple[int, AnyOp]], name: str) -> set[int]:
    """What a value of an operation may be, in the scope as it is written and in its copies."""
    (gid, op), *copies = same
    things = linkage.solver.get(linkage.node(gid, getattr(op, name)))
    if copies:
        things = things.union(*(linkage.solver.get(linkage.node(copy, getattr(its, name))) for copy, its in copies))
    return things


def _first_operand(linkage: Linkage, gid: int, op: AnyOp) -> set[int]:
    return linkage.solver.get(linkage.node(gid, op.operands[0])) if isinstance(op, facts.Operator) else set()


def _named_values(linkage: Linkage, gid: int) -> set[int]:
    """Values that are a name, or an attribute of a name or of the method's own receiver."""
    scope = linkage.scopes[gid]
    named = {scope.params[0].value} if scope.params and linkage.class_of_method(gid) >= 0 else set()
    for op in scope.ops:
        if isinstance(op, (facts.Load, facts.Import, facts.MakeFunction, facts.MakeClass)) or (
            isinstance(op, facts.Attr) and op.base in named
        ):
            named.add(op.target)
    return named


def _implied(linkage: Linkage, gid: int, op: AnyOp, functions: Iterator[int], line: int) -> Iterator[ResolvedCall]:
    callees = {Callee(function, linkage.names[function]) for function in functions}
    if callees:
        yield ResolvedCall(gid, line, tuple(sorted(callees)), 0, False, Confidence.INFERRED, op)


def _access_methods(
    linkage: Linkage, things: set[int], op: facts.Attr | facts.SetAttr | facts.Item | facts.SetItem
) -> Iterator[int]:
    for thing in things:
        match op:
            case facts.Attr():
                node = linkage.attribute_nodes.get((thing, op.name), -1)
                for getter in linkage.getters.get(node, ()):
                    yield from _functions(linkage, getter)
            case facts.SetAttr():
                for member in _members(linkage, thing, op.name):
                    for setter in linkage.setters.get(member, ()):
                        yield from _functions(linkage, setter)
            case facts.Item():
                yield from _methods(linkage, thing, "__getitem__")
            case facts.SetItem():
                yield from _methods(linkage, thing, "__setitem__")


def _protocol_methods(
    linkage: Linkage, things: set[int], op: facts.Iterate | facts.Enter | facts.Operator
) -> Iterator[int]:
    for thing in things:
        match op:
            case facts.Iterate():
                yield from _methods(linkage, thing, "__iter__")
                yield from _methods(linkage, thing, "__next__")
            case facts.Enter():
                for method in ("__enter__", "__exit__", "__aenter__", "__aexit__"):
                    yield from _methods(linkage, thing, method)
            case facts.Operator():
                yield from _methods(linkage, thing, op.method)


def _raised(linkage: Linkage, things: Iterable[int]) -> Iterator[int]:
    """The constructors of classes that are raised."""
    for thing in sorted(things):
        for callee in _callees(linkage, thing) if linkage.objects.kinds[thing] is Kind.CLASS else ():
            if callee.scope >= 0 and callee.scope not in linkage.classes:
                yield callee.scope


def _members(linkage: Linkage, thing: int, name: str) -> list[int]:
    objects = linkage.objects
    if objects.kinds[thing] is not Kind.INSTANCE or objects.kinds[objects.first[thing]] is not Kind.CLASS:
        return []
    owner = definer(linkage, objects.first[objects.first[thing]], name)
    return sorted(linkage.solver.get(linkage.member_node(owner, name))) if owner >= 0 else []


def _methods(linkage: Linkage, thing: int, name: str) -> Iterator[int]:
    for member in _members(linkage, thing, name):
        yield from _functions(linkage, member)


def _functions(linkage: Linkage, thing: int) -> Iterator[int]:
    objects = linkage.objects
    match objects.kinds[thing]:
        case Kind.FUNCTION:
            yield objects.first[thing]
        case Kind.BOUND | Kind.WRAPPED | Kind.CLASSMETHOD | Kind.STATICMETHOD | Kind.PROPERTY:
            yield from _functions(linkage, objects.first[thing])
        case _:
            pass


def callees_of(linkage: Linkage, things: set[int]) -> tuple[Callee, ...]:
    """What calling any of these objects calls, sorted."""
    found: set[Callee] = set()
    for thing in things:
        found.update(_callees(linkage, thing))
    return tuple(sorted(found))


def _callees(linkage: Linkage, thing: int, *, is_original: bool = False, is_hidden: bool = False) -> Iterator[Callee]:
    objects = linkage.objects
    first, second = objects.first[thing], objects.second[thing]
    match objects.kinds[thing]:
        case Kind.FUNCTION:
            yield Callee(first, linkage.names[first], is_original, is_hidden)
        case Kind.BOUND | Kind.CLASSMETHOD | Kind.STATICMETHOD:
            yield from _callees(linkage, first, is_original=is_original, is_hidden=is_hidden)
        case Kind.WRAPPED:
            yield from _callees(linkage, first, is_original=is_original, is_hidden=is_hidden)
            hidden = is_hidden or not _takes_identity(linkage, first)
            yield from _callees(linkage, second, is_original=True, is_hidden=hidden)
        case Kind.CLASS:
            yield Callee(first, linkage.names[first], is_original, is_hidden)
            yield from _constructors(linkage, first, is_original, is_hidden)
        case Kind.EXTERNAL:
            yield Callee(-1, _WRAPS if objects.text(thing) == SAME else objects.text(thing))
        case Kind.INSTANCE if objects.kinds[first] is Kind.CLASS:
            for function in _methods(linkage, thing, "__call__"):
                yield Callee(function, linkage.names[function])
        case Kind.INSTANCE if objects.kinds[first] is Kind.EXTERNAL:
            yield Callee(-1, objects.text(first))
        case Kind.PARTIAL:
            yield from callees_of(linkage, linkage.solver.get(linkage.partials[first][0]))
        case _:
            pass


def _takes_identity(linkage: Linkage, wrapper: int) -> bool:
    """Whether a wrapper passes for what it wraps, by ``functools.wraps`` or the like.

    Then a call is shown to reach the original, too; otherwise only the wrapper is called directly.
    """
    return linkage.objects.first[wrapper] in linkage.disguised and linkage.objects.kinds[wrapper] is Kind.FUNCTION


def _constructors(linkage: Linkage, gid: int, is_original: bool, is_hidden: bool) -> Iterator[Callee]:
    for name in ("__init__", "__new__"):
        if definer(linkage, gid, name) >= 0:
            for thing in linkage.solver.get(lookup_node(linkage, gid, name)):
                for function in _functions(linkage, thing):
                    yield Callee(function, linkage.names[function], is_original, is_hidden)
    if definer(linkage, gid, "__init__") < 0:
        for dotted in external_ancestors(linkage, gid)[:1]:
            yield Callee(-1, f"{dotted}.__init__")
