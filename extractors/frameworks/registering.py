"""Routes that a call registers, also through a helper of the program's own to which the view is handed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.frameworks import Wiring
from decompose.extractors.linking.linkage import CallSite
from decompose.extractors.linking.objects import Kind

_MOST_PATHS = 20


@dataclass(frozen=True, slots=True)
class Registration:
    """One call that registers a view.

    Attributes:
        site: the call of ``add_url_rule``, which may say which methods are meant.
        scope, line: where the view is named; the same place, or where the helper is called.
        router, view: their nodes; -1 where they are unknown.
        paths: the paths, sorted.
    """

    site: CallSite
    scope: int
    line: int
    router: int
    view: int
    paths: tuple[str, ...]


def registrations(wiring: Wiring) -> Iterator[Registration]:
    """``app.add_url_rule("/path", view_func=view)``, and ``register(app, ["/path"], view)`` that does so."""
    for site, name, call in wiring.calls_to("add_url_rule"):
        if name.startswith("<"):
            continue
        router, rule, view = router_of(wiring, site), site.argument(0, "rule"), site.argument(2, "view_func")
        params = _parameters(wiring, site.scope)
        if view not in params:
            yield Registration(site, site.scope, call.line, router, view, _paths(wiring, rule))
            continue
        for helped in _calls_of(wiring, site.scope):
            given = {
                node: helped.argument(position, param.name)
                for position, (node, param) in enumerate(params.items())
                if helped.argument(position, param.name) >= 0
            }
            source = _iterated(wiring, site.scope, rule)
            yield Registration(
                site,
                helped.scope,
                helped.line,
                given.get(router, router),
                given.get(view, -1),
                _paths(wiring, given.get(source, rule)),
            )


def router_of(wiring: Wiring, site: CallSite) -> int:
    """The node of the object whose method a call site calls; -1 if it is no method."""
    linkage = wiring.linkage
    called = {op.func for op in linkage.of_type(site.scope, facts.Call) if _is(wiring, site, op.target)}
    for op in linkage.of_type(site.scope, facts.Attr):
        if op.target in called:
            return linkage.node(site.scope, op.base)
    return -1


def _is(wiring: Wiring, site: CallSite, target: int) -> bool:
    return wiring.linkage.node(site.scope, target) == site.op_node


def _parameters(wiring: Wiring, scope: int) -> dict[int, facts.Param]:
    """The parameters of a function by their nodes."""
    found = wiring.linkage.scopes[scope]
    return {wiring.linkage.node(scope, param.value): param for param in found.params if param.kind != "*"}


def _calls_of(wiring: Wiring, scope: int) -> Iterator[CallSite]:
    dotted = wiring.linkage.names[scope]
    for site, name, _ in wiring.calls_to(dotted.rpartition(".")[2]):
        if name == dotted:
            yield site


def _iterated(wiring: Wiring, scope: int, node: int) -> int:
    """What a loop variable runs over; the value itself, if it is none."""
    linkage = wiring.linkage
    for op in linkage.of_type(scope, facts.Iterate):
        if linkage.node(scope, op.target) == node:
            return linkage.node(scope, op.base)
    return node


def _paths(wiring: Wiring, node: int) -> tuple[str, ...]:
    """The strings of a value, or those in the list that it is."""
    linkage = wiring.linkage
    found = set(wiring.texts(node))
    for thing in linkage.solver.get(node) if node >= 0 else ():
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            found.update(wiring.texts(linkage.any_element(thing)))
    return tuple(sorted(found)[:_MOST_PATHS])
