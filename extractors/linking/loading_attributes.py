"""Attributes that are read, set and deleted, and what descriptors run on the way."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors import facts
from decompose.extractors.linking.attributes import attribute_node, set_attribute
from decompose.extractors.linking.calls import CallSite, call_objects
from decompose.extractors.linking.hierarchy import (
    definer,
)
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.operations import call_method, load_op


@load_op.register
def _(op: facts.Attr, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.base), _read_attribute, (linkage, gid, op))


def _read_attribute(payload: tuple[Linkage, int, facts.Attr], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    target = linkage.node(gid, op.target)
    for thing in sorted(things):
        linkage.solver.copy(attribute_node(linkage, thing, op.name), target)


@load_op.register
def _(op: facts.SetAttr, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.base), _write_attribute, (linkage, gid, op))


def _write_attribute(payload: tuple[Linkage, int, facts.SetAttr], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    for thing in sorted(things):
        set_attribute(linkage, thing, op.name, linkage.node(gid, op.source))
        _call_setter(linkage, thing, op.name, gid, op)


def _call_setter(linkage: Linkage, thing: int, name: str, gid: int, op: facts.SetAttr) -> None:
    """Assigning to a property or another descriptor calls its setter with the assigned value."""
    objects = linkage.objects
    cls = objects.first[thing]
    if objects.kinds[thing] is not Kind.INSTANCE or objects.kinds[cls] is not Kind.CLASS:
        return
    source = linkage.node(gid, op.source)
    if definer(linkage, objects.first[cls], "__setattr__") >= 0:
        call_method(linkage, gid, thing, "__setattr__", op.line, -1, (_node_of(linkage, objects.string(name)), source))
    owner = definer(linkage, objects.first[cls], name)
    if owner < 0:
        return
    for member in sorted(linkage.solver.get(linkage.member_node(owner, name))):
        for setter in sorted(linkage.setters.get(member, ())):
            bound = objects.intern(Kind.BOUND, setter, thing)
            call_objects((linkage, CallSite(gid, op.line, -1, (source,))), (bound,))
        if objects.kinds[member] is Kind.INSTANCE:
            call_method(linkage, gid, member, "__set__", op.line, -1, (_node_of(linkage, thing), source))


def _node_of(linkage: Linkage, thing: int) -> int:
    """A new node that is one object."""
    node = linkage.solver.new_node()
    linkage.solver.add(node, thing)
    return node


@load_op.register
def _(op: facts.DelAttr, linkage: Linkage, gid: int) -> None:
    """What deleting calls is read off in the end."""
