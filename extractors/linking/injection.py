"""Injected parameters: a default or an annotation declares what a framework passes in its place.

A library's model puts an object of kind ``INJECTED`` where the declaration stands. It travels like any
value, through type aliases and imports, until ``hand_over_injected`` finds it at the parameter that it is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decompose.extractors import facts
from decompose.extractors.linking.calls import call_objects
from decompose.extractors.linking.implied import functions_of, methods_of
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind


def declare(linkage: Linkage, site: CallSite, provider: int) -> None:
    """The result of a call declares that what ``provider`` (a node; -1: the annotated class) returns is injected."""
    if site.target < 0:
        return
    returned, provided = linkage.solver.new_node(), linkage.solver.new_node()
    if provider >= 0:
        linkage.solver.use(provider, call_objects, (linkage, CallSite(-1, 0, returned)))
        linkage.solver.use(returned, _unpack, (linkage, provided))
    add_injected(linkage, site.target, provided, provider)


def add_injected(linkage: Linkage, target: int, provided: int, provider: int) -> None:
    """The target declares that what the node ``provided`` holds is injected, and that ``provider`` is called for it."""
    linkage.injected[provided] = provider
    linkage.solver.add(target, linkage.objects.intern(Kind.INJECTED, provided))


def _unpack(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    """A generator provides what it yields; attributes of installed objects tell less than the annotation."""
    linkage, target = payload
    for thing in sorted(things):
        if thing in linkage.generators:
            linkage.solver.use(linkage.any_element(thing), _unpack, payload)
        elif linkage.objects.kinds[thing] is not Kind.EXTERNAL:
            linkage.solver.add(target, thing)


def hand_over_injected(linkage: Linkage) -> None:
    """Let parameters and attributes of classes hold what is injected there.

    Functions that the framework calls (decorated ones, those that provide, those that are registered) call
    the providers for that; to others their callers pass it.
    """
    if not linkage.injected:
        return
    called = _providing(linkage) | _registered(linkage)
    for gid, scope in linkage.written_scopes():
        if scope.kind == "function" and scope.params:
            params = {param.value for param in scope.params}
            said = [op for op in linkage.of_type(gid, facts.Copy) if op.target in params]
            for op in said:
                hints = [other.source for other in said if other.target == op.target]
                into = linkage.node(gid, op.target)
                _hand_over(linkage, gid, op.source, into, hints if scope.decorators or gid in called else None)
        elif scope.kind == "class":
            for binding in linkage.of_type(gid, facts.Bind):
                _hand_over(linkage, gid, binding.source, linkage.member_node(gid, binding.name), [])


def _hand_over(linkage: Linkage, gid: int, source: int, into: int, hints: list[int] | None) -> None:
    objects = linkage.objects
    for thing in sorted(linkage.solver.get(linkage.node(gid, source))):
        if objects.kinds[thing] is Kind.INJECTED:
            provided = objects.first[thing]
            linkage.solver.copy(provided, into)
            provider = linkage.injected[provided]
            if hints is not None:
                for node in [provider] if provider >= 0 else _annotated_classes(linkage, gid, hints):
                    linkage.callbacks[gid, linkage.scopes[gid].line, node] = None


def _annotated_classes(linkage: Linkage, gid: int, hints: list[int]) -> list[int]:
    """The nodes of the classes that annotations name."""
    parent = linkage.parent_of[gid]
    return [linkage.node(gid, op.cls) for op in linkage.of_type(parent, facts.Instance) if op.target in hints]


def _providing(linkage: Linkage) -> set[int]:
    """The functions that run when something is provided: functions, constructors, ``__call__`` of objects."""
    found: set[int] = set()
    for provider in sorted(set(linkage.injected.values())):
        for thing in linkage.solver.get(provider) if provider >= 0 else ():
            found.update(functions_of(linkage, thing))
            found.update(methods_of(linkage, (thing,), "__call__"))
            if linkage.objects.kinds[thing] is Kind.CLASS:
                found.update(_constructor(linkage, linkage.objects.first[thing]))
    if -1 in linkage.injected.values():  # some class that an annotation names
        found.update(gid for cls in linkage.classes for gid in _constructor(linkage, cls))
    return found


def _constructor(linkage: Linkage, cls: int) -> Iterator[int]:
    yield from methods_of(linkage, (linkage.objects.instance(linkage.objects.intern(Kind.CLASS, cls)),), "__init__")


_REGISTER = frozenset({"add_api_route", "add_api_websocket_route", "add_route", "add_event_handler"})


def _registered(linkage: Linkage) -> set[int]:
    """The functions that are given to a method that registers routes."""
    found: set[int] = set()
    for gid in linkage.as_written():
        methods = {op.target for op in linkage.of_type(gid, facts.Attr) if op.name in _REGISTER}
        for call in linkage.of_type(gid, facts.Call) if methods else ():
            if call.func in methods:
                for value in (*call.args, *dict(call.keywords).values()):
                    for thing in linkage.solver.get(linkage.node(gid, value)):
                        found.update(functions_of(linkage, thing))
    return found
