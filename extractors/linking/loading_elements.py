"""Elements of containers: displays, subscripts, slices, iteration."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors import facts
from decompose.extractors.linking.attributes import ENUMERATIONS
from decompose.extractors.linking.calls import CallSite, call_objects_on, elements_into, iterate
from decompose.extractors.linking.contained import container_in
from decompose.extractors.linking.elements import read_computed, write_computed
from decompose.extractors.linking.hierarchy import (
    definer,
    external_ancestors,
    lookup_node,
)
from decompose.extractors.linking.libraries import attribute_model, call_model
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.operations import call_method, load_op


@load_op.register
def _(op: facts.Item, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.base), _read_item, (linkage, gid, op))


def _read_item(payload: tuple[Linkage, int, facts.Item], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    target = linkage.node(gid, op.target)
    for thing in sorted(things):
        kind = linkage.objects.kinds[thing]
        if kind is Kind.CONTAINER:
            if op.index >= 0:
                read_computed(linkage, thing, linkage.node(gid, op.index), target)
            else:
                linkage.read_element(thing, op.key, target)
        elif kind is Kind.CLASS or kind is Kind.EXTERNAL:
            _subscript_class(linkage, gid, op, thing)
        elif not call_method(linkage, gid, thing, "__getitem__", op.line, target) and not _read_outside(
            linkage, thing, op.key, target
        ):
            held = container_in(linkage, thing)
            if held >= 0:
                linkage.read_element(held, op.key, target)
            else:
                iterate(linkage, thing, target)
            call_method(linkage, gid, thing, "__missing__", op.line, target)


def _read_outside(linkage: Linkage, thing: int, key: facts.Key, target: int) -> bool:
    """An element of an object of an installed package that tells its elements apart."""
    dotted = linkage.objects.external_name(thing)
    model = attribute_model(f"{dotted}.__getitem__") if dotted else None
    if model is not None:
        linkage.solver.add_all(target, model(linkage, thing, "" if key is None else str(key)))
    return model is not None


def _subscript_class(linkage: Linkage, gid: int, op: facts.Item, thing: int) -> None:
    """``Base[T]`` is Base with type arguments, ``Colour["RED"]`` a member of an enumeration."""
    objects, target = linkage.objects, linkage.node(gid, op.target)
    if target in linkage.base_nodes:
        linkage.solver.add(target, thing)
    if objects.kinds[thing] is Kind.EXTERNAL:
        model = call_model(f"{objects.text(thing)}.__class_getitem__") if op.index >= 0 else None
        if model is not None:
            site = CallSite(gid, op.line, target, (linkage.node(gid, op.index),), op_node=target)
            model(linkage, site, -1)
        _read_outside(linkage, thing, op.key, target)
        return
    cls = objects.first[thing]
    outside = external_ancestors(linkage, cls)
    if any(base in ENUMERATIONS for base in outside):
        linkage.solver.add(target, objects.instance(thing))
    elif definer(linkage, cls, "__class_getitem__") >= 0:
        hook = lookup_node(linkage, cls, "__class_getitem__")
        linkage.solver.use(hook, call_objects_on, (linkage, CallSite(gid, op.line, target), thing))
    elif any(base in _GENERIC for base in outside):
        linkage.solver.add(target, thing)


_GENERIC = frozenset({"typing.Generic", "typing.Protocol", "typing_extensions.Generic", "typing_extensions.Protocol"})


@load_op.register
def _(op: facts.Slice, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.base), _slice, (linkage, gid, op))


def _slice(payload: tuple[Linkage, int, facts.Slice], things: Iterable[int]) -> None:
    """A part of a list: its positions move to the front."""
    linkage, gid, op = payload
    target = linkage.node(gid, op.target)
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            part = linkage.container(target, linkage.container_kind(thing))
            linkage.solver.add(target, part)
            linkage.copy_elements(thing, part, op.start, op.stop)
        elif not call_method(linkage, gid, thing, "__getitem__", 0, target):
            linkage.solver.add(target, thing)


@load_op.register
def _(op: facts.SetItem, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.base), _write_item, (linkage, gid, op))


def _write_item(payload: tuple[Linkage, int, facts.SetItem], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    source = linkage.node(gid, op.source)
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER and op.index >= 0 and _is_selected(linkage, gid, op.index):
            write_computed(linkage, thing, linkage.node(gid, op.index), source)
        elif linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.solver.copy(source, linkage.element_node(thing, op.key))
        else:
            call_method(linkage, gid, thing, "__setitem__", op.line, -1, (-1, source))
            held = container_in(linkage, thing)
            if held >= 0:
                linkage.solver.copy(source, linkage.element_node(held, op.key))


def _is_selected(linkage: Linkage, gid: int, value: int) -> bool:
    """Whether a value is the parameter that a copy of a function was made for: one constant, no other."""
    original = linkage.original.get(gid, -1)
    if original not in linkage.keyed:
        return False
    position = [param.value for param in linkage.scopes[original].params].index(linkage.selectors[original])
    return linkage.scopes[gid].params[position].value == value


@load_op.register
def _(op: facts.Build, linkage: Linkage, gid: int) -> None:
    node = linkage.node(gid, op.target)
    thing = linkage.container(node, op.kind)
    linkage.solver.add(node, thing)
    for key, value in zip(op.keys, op.values, strict=True):
        linkage.solver.copy(linkage.node(gid, value), linkage.element_node(thing, key))
    for value in op.unpacked:
        source = linkage.node(gid, value)
        if op.kind == "dict":
            linkage.solver.use(source, _merge_dict, (linkage, thing))
        else:
            elements_into(linkage, source, linkage.element_node(thing, None))


def _merge_dict(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, into = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.merge_elements(thing, into)


@load_op.register
def _(op: facts.Iterate, linkage: Linkage, gid: int) -> None:
    elements_into(linkage, linkage.node(gid, op.base), linkage.node(gid, op.target))
