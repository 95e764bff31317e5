"""What each call site calls, read off the solved constraints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from decompose.extractors import facts
from decompose.extractors.facts import AnyOp
from decompose.extractors.linking.hierarchy import definer, external_ancestors, lookup_node
from decompose.extractors.linking.implied import Things, functions_of, implied_calls, methods_of
from decompose.extractors.linking.libraries.declaring import SAME
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.metaclasses import instantiation_hooks
from decompose.extractors.linking.objects import Kind
from decompose.extractors.places import Confidence

_WRAPS = "functools.wraps"
_PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})
_MOST_OPERANDS = 32
"""What a value may be that is more things than these is too mixed to tell what its operators call."""
_ABSTRACT = frozenset({"abstractmethod", "abstractproperty", "abstractclassmethod", "abstractstaticmethod"})
_FUNCTIONS = frozenset({Kind.FUNCTION, Kind.BOUND, Kind.PARTIAL})
_DECLARATIONS = frozenset({"<builtin>.staticmethod", "<builtin>.classmethod", "<builtin>.property"})
"""Decorators that only declare what a method is."""


class Callee(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
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


class ResolvedCall(msgspec.Struct, frozen=True, array_like=True, gc=False):
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
    for gid in linkage.as_written():
        yield from calls_in(linkage, gid)
    yield from calls_from_outside(linkage)


def calls_from_outside(linkage: Linkage) -> Iterator[ResolvedCall]:
    """What something outside of the program calls on behalf of a call site."""
    handed_out = [given for given in linkage.handed_out if _is_function(linkage, given[2])]
    for scope, line, node in (*linkage.callbacks, *handed_out):
        callees = callees_of(linkage, linkage.solver.get(node))
        if any(callee.scope >= 0 for callee in callees):
            yield ResolvedCall(scope, line, callees, 0, False, Confidence.INFERRED)


def _is_function(linkage: Linkage, node: int) -> bool:
    """Whether a value is a function and nothing else."""
    things = linkage.solver.get(node) if node >= 0 else set()
    return bool(things) and all(linkage.objects.kinds[thing] in _FUNCTIONS for thing in things)


def calls_in(linkage: Linkage, gid: int) -> Iterator[ResolvedCall]:
    """The call sites that stand in a scope, in the order of the source."""
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
                yield from _implied(linkage, gid, op, _raised(linkage, _objects(linkage, same, "base")))
            case facts.SetAttr() | facts.Iterate() | facts.Enter() | facts.Operator() | facts.DelAttr():
                yield from _implied_by(linkage, gid, op, same)
            case facts.Attr() | facts.Item() | facts.SetItem() | facts.Delegate() | facts.Build(kind="set"):
                yield from _implied_by(linkage, gid, op, same)
            case _:
                pass


def _implied_by(linkage: Linkage, gid: int, op: AnyOp, same: list[tuple[int, AnyOp]]) -> Iterator[ResolvedCall]:
    functions = {
        function
        for variant, its in same
        for function in implied_calls(
            linkage, its, _values_of(linkage, variant, is_attribute=isinstance(op, (facts.Attr, facts.SetAttr)))
        )
    }
    return _implied(linkage, gid, op, functions)


def _values_of(linkage: Linkage, gid: int, *, is_attribute: bool) -> Things:
    def things(value: int) -> set[int]:
        found = linkage.solver.get(linkage.node(gid, value))
        return found if is_attribute or len(found) <= _MOST_OPERANDS else set()

    return things


def _objects(linkage: Linkage, same: list[tuple[int, AnyOp]], name: str) -> set[int]:
    """What a value of an operation may be, in the scope as it is written and in its copies."""
    (gid, op), *copies = same
    things = linkage.solver.get(linkage.node(gid, getattr(op, name)))
    if copies:
        things = things.union(*(linkage.solver.get(linkage.node(copy, getattr(its, name))) for copy, its in copies))
    return things


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


def _implied(linkage: Linkage, gid: int, op: AnyOp, functions: Iterable[int]) -> Iterator[ResolvedCall]:
    callees = {Callee(function, linkage.names[function]) for function in functions}
    if callees:
        line: int = getattr(op, "line", linkage.scopes[gid].line)
        yield ResolvedCall(gid, line, _done(linkage, callees), 0, False, Confidence.INFERRED, op)


def _raised(linkage: Linkage, things: Iterable[int]) -> Iterator[int]:
    """The constructors of classes that are raised."""
    for thing in sorted(things):
        for callee in _callees(linkage, thing) if linkage.objects.kinds[thing] is Kind.CLASS else ():
            if callee.scope >= 0 and callee.scope not in linkage.classes:
                yield callee.scope


def callees_of(linkage: Linkage, things: set[int]) -> tuple[Callee, ...]:
    """What calling any of these objects calls, sorted."""
    found: set[Callee] = set()
    for thing in things:
        found.update(_callees(linkage, thing))
    return _done(linkage, found)


def _done(linkage: Linkage, callees: set[Callee]) -> tuple[Callee, ...]:
    """Callees without those that only declare what others of them do."""
    if len(callees) == 1:
        return tuple(callees)
    doing = {callee.name.rpartition(".")[2] for callee in callees if not _is_abstract(linkage, callee.scope)}
    left_out = {callee for callee in callees if callee.name.rpartition(".")[2] in doing}
    return tuple(
        sorted(callee for callee in callees if callee not in left_out or not _is_abstract(linkage, callee.scope))
    )


def _is_abstract(linkage: Linkage, gid: int) -> bool:
    """Whether a function only declares what subclasses do: no call of it, where one of theirs is known, ends there."""
    if gid < 0:
        return False
    around = linkage.parent_of[gid]
    if around in linkage.classes and not _PROTOCOLS.isdisjoint(external_ancestors(linkage, around)[:2]):
        return True
    if not linkage.scopes[gid].decorators:
        return False
    names = {op.target: op.name for op in linkage.of_type(around, facts.Attr)}
    names |= {op.target: op.name for op in linkage.of_type(around, facts.Load)}
    names |= {op.target: op.name for op in linkage.of_type(around, facts.Import)}
    return any(names.get(value) in _ABSTRACT for value in linkage.scopes[gid].decorators)


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
            for function in methods_of(linkage, (thing,), "__call__"):
                yield Callee(function, linkage.names[function])
        case Kind.INSTANCE if objects.kinds[first] is Kind.EXTERNAL:
            yield Callee(-1, objects.text(first))
        case Kind.PARTIAL:
            for function in _behind_partials(linkage, thing):
                yield from _callees(linkage, function, is_original=is_original, is_hidden=is_hidden)
        case _:
            pass


def _behind_partials(linkage: Linkage, partial: int) -> list[int]:
    """What a partial calls in the end, partials of partials (and of themselves) seen through."""
    seen, stack = {partial}, [partial]
    while stack:
        for thing in linkage.solver.get(linkage.partials[linkage.objects.first[stack.pop()]][0]) - seen:
            seen.add(thing)
            if linkage.objects.kinds[thing] is Kind.PARTIAL:
                stack.append(thing)
    return sorted(thing for thing in seen if linkage.objects.kinds[thing] is not Kind.PARTIAL)


def _takes_identity(linkage: Linkage, wrapper: int) -> bool:
    """Whether a wrapper passes for what it wraps, by ``functools.wraps`` or the like.

    Then a call is shown to reach the original, too; otherwise only the wrapper is called directly.
    """
    return linkage.objects.first[wrapper] in linkage.disguised and linkage.objects.kinds[wrapper] is Kind.FUNCTION


def _constructors(linkage: Linkage, gid: int, is_original: bool, is_hidden: bool) -> Iterator[Callee]:
    hooks = instantiation_hooks(linkage, gid)
    if hooks:
        for hook in hooks:
            yield from _callees(linkage, hook, is_original=is_original, is_hidden=is_hidden)
        return
    for name in ("__init__", "__new__"):
        if definer(linkage, gid, name) >= 0:
            for thing in linkage.solver.get(lookup_node(linkage, gid, name)):
                for function in functions_of(linkage, thing):
                    yield Callee(function, linkage.names[function], is_original, is_hidden)
    if definer(linkage, gid, "__init__") < 0:
        for dotted in external_ancestors(linkage, gid)[:1]:
            yield Callee(-1, f"{dotted}.__init__")
