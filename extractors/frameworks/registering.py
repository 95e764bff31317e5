"""Routes that a call registers, also through a helper of the program's own to which the view is handed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from decompose.extractors import facts
from decompose.extractors.frameworks import Wiring
from decompose.extractors.frameworks.paths import is_marked, paths_of
from decompose.extractors.frameworks.rows import rows, value_in
from decompose.extractors.linking.linkage import CallSite


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
        if name.startswith("<") or wiring.linkage.scopes[site.scope].name == "add_url_rule":
            continue  # a router of the program's own hands on what it was called with
        router, rule, view = router_of(wiring, site), site.argument(0, "rule"), site.argument(2, "view_func")
        params = _parameters(wiring, site.scope)
        if view not in params:
            for row in rows(wiring, site.scope, (rule, view)):
                chosen = value_in(wiring, site.scope, view, row)
                declared = paths_of(wiring, site.scope, rule, row)
                around = _around(wiring, site, router)
                paths = tuple(path if is_marked(path) else prefix + path for prefix, path in product(around, declared))
                yield Registration(site, site.scope, call.line, router, chosen, paths)
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
                paths_of(wiring, helped.scope, given.get(source, rule)),
            )


def _around(wiring: Wiring, site: CallSite, router: int) -> list[str]:
    """The prefixes of a block that the router opens: ``with router.below("/orders"):``; one empty one without."""
    linkage = wiring.linkage
    blocks = {op.base for op in linkage.of_type(site.scope, facts.Enter) if op.line < site.line <= op.end_line}
    opened = {op.func: op for op in linkage.of_type(site.scope, facts.Call) if op.target in blocks}
    for op in linkage.of_type(site.scope, facts.Attr) if opened else ():
        if op.target in opened and linkage.node(site.scope, op.base) == router:
            given = [linkage.node(site.scope, value) for value in opened[op.target].args]
            texts = [text for node in given for text in paths_of(wiring, site.scope, node) if text.startswith("/")]
            may_lack_it = any("" in wiring.texts(node) for node in _left_out(wiring, site.scope, op, len(given)))
            return [*(text.rstrip("/") for text in texts), *([""] if may_lack_it or not texts else [])]
    return [""]


def _left_out(wiring: Wiring, scope: int, method: facts.Attr, given: int) -> Iterator[int]:
    """The parameters of a method that a call with so many arguments leaves at their defaults."""
    linkage = wiring.linkage
    for function in wiring.functions(linkage.node(scope, method.target)):
        for param in linkage.scopes[function].params[given + 1 :]:
            yield linkage.node(function, param.value)


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
