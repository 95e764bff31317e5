"""What operators, ``with``, ``await``, ``yield from`` and ``raise`` call."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors import facts
from decompose.extractors.linking.calls import CallSite, call_objects, iterate
from decompose.extractors.linking.libraries import attribute_model
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.operations import call_method, load_op
from decompose.extractors.linking.special_methods import REFLECTED, operator_methods


@load_op.register
def _(op: facts.Delegate, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.base), _delegated, (linkage, gid, op, linkage.node(gid, op.target)))


def _delegated(payload: tuple[Linkage, int, facts.Delegate, int], things: Iterable[int]) -> None:
    """Generators and awaitable objects of the program give what they return; all else stands for its own result."""
    linkage, gid, op, target = payload
    for thing in sorted(things):
        iterator = linkage.solver.new_node()
        if not op.is_awaited and thing in linkage.generators:
            _returned_by_generators((linkage, target), (thing,))
        elif op.is_awaited and call_method(linkage, gid, thing, "__await__", op.line, iterator):
            linkage.solver.use(iterator, _returned_by_generators, (linkage, target))
        else:
            linkage.solver.add(target, thing)


def _returned_by_generators(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, target = payload
    for thing in sorted(things):
        if thing in linkage.generators:
            gid = linkage.generators[thing]
            linkage.solver.copy(linkage.node(gid, linkage.scopes[gid].returned), target)
        else:
            linkage.solver.add(target, thing)


@load_op.register
def _(op: facts.Raise, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.base), _raise, (linkage, gid, op))


def _raise(payload: tuple[Linkage, int, facts.Raise], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    classes = [thing for thing in things if linkage.objects.kinds[thing] is Kind.CLASS]
    call_objects((linkage, CallSite(gid, op.line, -1)), classes)


@load_op.register
def _(op: facts.Enter, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.base), _enter, (linkage, gid, op))


def _enter(payload: tuple[Linkage, int, facts.Enter], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    target = linkage.node(gid, op.target)
    for thing in sorted(things):
        entered = [call_method(linkage, gid, thing, method, op.line, target) for method in ("__enter__", "__aenter__")]
        for method in ("__exit__", "__aexit__"):
            call_method(linkage, gid, thing, method, op.line, -1)
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            iterate(linkage, thing, target)  # a generator that a contextmanager decorator wraps
        elif not any(entered):
            linkage.solver.add(target, thing)


@load_op.register
def _(op: facts.Operator, linkage: Linkage, gid: int) -> None:
    if op.method == "__bool__":
        return  # nothing comes of it; what it calls is read off in the end
    for operand in op.operands:
        linkage.solver.use(
            linkage.node(gid, operand), _operate_outside, (linkage, linkage.node(gid, op.target), op.method)
        )
    linkage.solver.use(linkage.node(gid, op.operands[0]), _operate, (linkage, gid, op))
    if op.method in REFLECTED:
        linkage.solver.use(linkage.node(gid, op.operands[1]), _operate_reflected, (linkage, gid, op))


def _operate_outside(payload: tuple[Linkage, int, str], things: Iterable[int]) -> None:
    """Objects of installed packages of which operators make others of their kind: ``Order.price > 1``."""
    linkage, target, method = payload
    for thing in things:
        dotted = linkage.objects.external_name(thing) if linkage.objects.second[thing] >= 0 else None
        model = attribute_model(f"{dotted}.<operator>") if dotted else None
        if model is not None:
            linkage.solver.add_all(target, model(linkage, thing, method))


def _operate_reflected(payload: tuple[Linkage, int, facts.Operator], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    first = linkage.node(gid, op.operands[0])
    for thing in sorted(things):
        call_method(linkage, gid, thing, REFLECTED[op.method], op.line, linkage.node(gid, op.target), (first,))


_COMPOSING = {"__add__": "concat", "__mod__": "percent"}
"""Operators that make a string of a string."""


def _operate(payload: tuple[Linkage, int, facts.Operator], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    target = linkage.node(gid, op.target)
    others = tuple(linkage.node(gid, operand) for operand in op.operands[1:])
    methods = operator_methods(op.method)
    for thing in sorted(things):
        if linkage.objects.kinds[thing] in {Kind.STRING, Kind.TEXT} and methods[-1] in _COMPOSING:
            linkage.texts[target] = (gid, facts.Text(op.target, _COMPOSING[methods[-1]], op.operands))
            linkage.solver.add(target, linkage.objects.intern(Kind.TEXT, target))
            continue
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            _combine(linkage, thing, others, target, op.method)
            continue
        if any(call_method(linkage, gid, thing, method, op.line, target, others) for method in methods):
            continue
        if methods[-1] in {"__or__", "__and__", "__add__"} and linkage.objects.second[thing] >= 0:
            linkage.solver.add(target, thing)  # queries combine into queries, conditions into conditions
            for other in others:
                linkage.solver.copy(other, target)


def _combine(linkage: Linkage, container: int, others: tuple[int, ...], target: int, method: str) -> None:
    """``first + second``, ``listed += more``, ``defaults | given``, ``known - some``."""
    kind = linkage.container_kind(container)
    if method.removeprefix("__").removeprefix("i") in {"sub__", "and__"}:
        linkage.solver.add(target, container)
        return
    if method not in {"__add__", "__or__", "__iadd__", "__ior__"}:
        return
    made = container
    if not method.startswith("__i") or kind == "tuple":
        made = linkage.container(target, kind)
        if kind == "dict":
            linkage.merge_elements(container, made)
        elif made != container:
            linkage.copy_elements(container, made, 0, -1)
    linkage.solver.add(target, made)
    for other in others:
        linkage.solver.use(other, _put_in, (linkage, made))


def _put_in(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, into = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is not Kind.CONTAINER or thing == into:
            continue
        if linkage.container_kind(thing) == "dict":
            linkage.merge_elements(thing, into)
        else:
            linkage.solver.copy(linkage.any_element(thing), linkage.element_node(into, None))
