"""Calls that no one wrote as calls: what operators, attributes, elements, iteration and ``with`` run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from decompose.extractors import facts
from decompose.extractors.facts import AnyOp
from decompose.extractors.linking.attributes import is_defined
from decompose.extractors.linking.hierarchy import definer
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.special_methods import REFLECTED, operator_methods

Things: TypeAlias = Callable[[int], set[int]]
"""What a value of the operation's scope may be."""

_KEY_METHODS = {
    "dict": ("__hash__", "__eq__"),
    "set": ("__hash__", "__eq__"),
    "list": ("__eq__",),
    "tuple": ("__eq__",),
}


def implied_calls(linkage: Linkage, op: AnyOp, things: Things) -> Iterator[int]:
    """The functions of the program that an operation runs without being a call."""
    match op:
        case facts.Attr():
            yield from _read(linkage, things(op.base), op.name)
        case facts.SetAttr():
            yield from _changed(linkage, things(op.base), op.name, "__setattr__", "__set__", linkage.setters)
        case facts.DelAttr():
            yield from _changed(linkage, things(op.base), op.name, "__delattr__", "__delete__", linkage.deleters)
        case facts.Item():
            yield from _item(linkage, things(op.base), things(op.index) if op.index >= 0 else set())
        case facts.SetItem():
            yield from methods_of(linkage, things(op.base), "__setitem__")
        case facts.Iterate() | facts.Enter():
            for names in _PROTOCOLS[type(op)]:
                yield from _first_of(linkage, things(op.base), names)
        case facts.Delegate():
            yield from methods_of(linkage, things(op.base), "__await__" if op.is_awaited else "__iter__")
        case facts.Build(kind="set"):
            for value in op.values:
                yield from methods_of(linkage, things(value), "__hash__")
        case facts.Operator():
            yield from _operator(linkage, op, things)
        case _:
            pass


_PROTOCOLS: dict[type[facts.Op], tuple[tuple[str, ...], ...]] = {
    facts.Iterate: (("__iter__", "__aiter__"), ("__next__", "__anext__")),
    facts.Enter: (("__enter__", "__aenter__"), ("__exit__", "__aexit__")),
}
"""operation → the methods that it calls one after the other, with what stands for them where they are missing."""


def _operator(linkage: Linkage, op: facts.Operator, things: Things) -> Iterator[int]:
    first = things(op.operands[0])
    found = list(_first_of(linkage, first, operator_methods(op.method)))
    yield from found
    if op.method == "__contains__":
        for container in first:
            for method in _methods_of_keys(linkage, container):
                yield from methods_of(linkage, things(op.operands[1]), method)
    elif op.method in REFLECTED and not found:
        yield from methods_of(linkage, things(op.operands[1]), REFLECTED[op.method])


def _methods_of_keys(linkage: Linkage, thing: int) -> tuple[str, ...]:
    is_container = linkage.objects.kinds[thing] is Kind.CONTAINER
    return _KEY_METHODS[linkage.container_kind(thing)] if is_container else ()


def _item(linkage: Linkage, bases: set[int], keys: set[int]) -> Iterator[int]:
    yield from methods_of(linkage, bases, "__getitem__")
    for base in sorted(bases):
        if linkage.objects.kinds[base] is Kind.CLASS:
            yield from _members_called(linkage, linkage.objects.first[base], "__class_getitem__")
        elif linkage.objects.kinds[base] is Kind.CONTAINER:
            is_keyed = linkage.container_kind(base) == "dict"
            for method in _methods_of_keys(linkage, base) if is_keyed else ("__index__",):
                yield from methods_of(linkage, keys, method)
        elif not list(methods_of(linkage, (base,), "__getitem__")):
            yield from methods_of(linkage, (base,), "__missing__")


def _read(linkage: Linkage, bases: set[int], name: str) -> Iterator[int]:
    for base in sorted(bases):
        for getter in sorted(linkage.getters.get(linkage.attribute_nodes.get((base, name), -1), ())):
            yield from functions_of(linkage, getter)
        cls = class_of(linkage, base)
        if cls >= 0 and not name.startswith("__") and not is_defined(linkage, cls, name):
            yield from _members_called(linkage, cls, "__getattribute__")
            yield from _members_called(linkage, cls, "__getattr__")


def _changed(
    linkage: Linkage, bases: set[int], name: str, hook: str, of_descriptor: str, of_property: dict[int, set[int]]
) -> Iterator[int]:
    """What assigning or deleting an attribute runs: a hook of its class, its descriptor's, or its property's."""
    for base in sorted(bases):
        cls = class_of(linkage, base)
        if cls < 0:
            continue
        yield from _members_called(linkage, cls, hook)
        for member in _members(linkage, cls, name):
            for function in sorted(of_property.get(member, ())):
                yield from functions_of(linkage, function)
            yield from methods_of(linkage, (member,), of_descriptor)


# -- methods of objects --


def class_of(linkage: Linkage, thing: int) -> int:
    """The class of the program that an object is an instance of; -1 for other objects."""
    objects = linkage.objects
    cls = objects.first[thing]
    return objects.first[cls] if objects.kinds[thing] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS else -1


def methods_of(linkage: Linkage, things: Iterable[int], name: str) -> Iterator[int]:
    """The functions that a special method of these objects runs."""
    for thing in things:
        cls = class_of(linkage, thing)
        if cls >= 0:
            yield from _members_called(linkage, cls, name)


def functions_of(linkage: Linkage, thing: int) -> Iterator[int]:
    """The functions behind a callable object."""
    objects = linkage.objects
    match objects.kinds[thing]:
        case Kind.FUNCTION:
            yield objects.first[thing]
        case Kind.BOUND | Kind.WRAPPED | Kind.CLASSMETHOD | Kind.STATICMETHOD | Kind.PROPERTY:
            yield from functions_of(linkage, objects.first[thing])
        case _:
            pass


def _first_of(linkage: Linkage, things: Iterable[int], names: tuple[str, ...]) -> Iterator[int]:
    for thing in sorted(things):
        cls = class_of(linkage, thing)
        defined = next((name for name in names if cls >= 0 and definer(linkage, cls, name) >= 0), None)
        if defined is not None:
            yield from _members_called(linkage, cls, defined)


def _members(linkage: Linkage, cls: int, name: str) -> list[int]:
    owner = definer(linkage, cls, name)
    return sorted(linkage.solver.get(linkage.member_node(owner, name))) if owner >= 0 else []


def _members_called(linkage: Linkage, cls: int, name: str) -> Iterator[int]:
    for member in _members(linkage, cls, name):
        yield from functions_of(linkage, member)
