"""Tornado, Falcon, aiohttp: routes that an application is given with their handlers."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.hierarchy import external_ancestors
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.resolution import ResolvedCall

_TORNADO = ("tornado.web.RequestHandler", "tornado.websocket.WebSocketHandler", "webapp2.RequestHandler")
_VERBS = ("get", "post", "put", "patch", "delete", "head", "options")
_AIOHTTP = tuple(f"add_{verb}" for verb in (*_VERBS, "view"))


@finder
def tornado_routes(wiring: Wiring) -> Iterator[Entry]:
    """``(r"/orders", OrderHandler)`` in a list, and ``url(r"/orders", OrderHandler)``."""
    handlers = set(wiring.subclasses(*_TORNADO))
    linkage = wiring.linkage
    for gid in range(len(linkage.scopes)) if handlers else ():
        for op in linkage.of_type(gid, facts.Build):
            if op.kind == "tuple" and len(op.values) >= 2:
                path, handler = (linkage.node(gid, value) for value in op.values[:2])
                yield from _tornado(wiring, path, handler, handlers)
    for last in ("url", "URLSpec", "Route"):
        for site, _, _ in wiring.calls_to(last) if handlers else ():
            if len(site.args) >= 2:
                yield from _tornado(wiring, site.args[0], site.args[1], handlers)


def _tornado(wiring: Wiring, path: int, handler: int, handlers: set[int]) -> Iterator[Entry]:
    for view in wiring.functions(handler):
        for text in wiring.texts(path) if view in handlers else ():
            is_socket = any("WebSocket" in base for base in external_ancestors(wiring.linkage, view))
            line = wiring.linkage.scopes[view].line
            if is_socket:
                yield wiring.entry(EntryKind.WEBSOCKET, text, wiring.method(view, "on_message"), line, view)
                continue
            for verb in _answers(wiring, view):
                name = f"{verb.upper()} {text}"
                yield wiring.entry(EntryKind.HTTP, name, wiring.method(view, verb), line, view)


def _answers(wiring: Wiring, view: int) -> list[str]:
    return [verb for verb in _VERBS if wiring.method(view, verb) != view] or ["get"]


@finder
def falcon_routes(wiring: Wiring) -> Iterator[Entry]:
    """``app.add_route("/orders", Orders())``: ``on_get``, ``on_post`` … answer."""
    objects = wiring.linkage.objects
    for site in wiring.method_calls("add_route"):
        resource = site.argument(1, "resource")
        for thing in sorted(wiring.linkage.solver.get(resource)) if resource >= 0 else ():
            cls = objects.first[thing]
            if objects.kinds[thing] is not Kind.INSTANCE or objects.kinds[cls] is not Kind.CLASS:
                continue
            view = objects.first[cls]
            for verb in _VERBS:
                method = wiring.method(view, f"on_{verb}")
                for text in wiring.texts(site.argument(0, "uri_template")) if method != view else ():
                    yield wiring.entry(EntryKind.HTTP, f"{verb.upper()} {text}", method, site.line, site.scope)


@finder
def aiohttp_routes(wiring: Wiring) -> Iterator[Entry]:
    """``app.router.add_get("/orders", orders)``, ``web.get("/orders", orders)``, ``add_route("GET", …)``."""
    for last in (*_VERBS, "view", *_AIOHTTP):
        verb = "GET" if last.endswith("view") else last.removeprefix("add_").upper()
        for site, name, call in wiring.calls_to(last):
            if name.startswith("aiohttp.") and len(site.args) >= 2:
                yield from _answered(wiring, verb, site.args[0], site.args[1], call)
    for site, name, call in wiring.calls_to("add_route"):
        if name.startswith("aiohttp.") and len(site.args) >= 3:
            for verb in wiring.texts(site.args[0]):
                yield from _answered(wiring, verb.upper(), site.args[1], site.args[2], call)


def _answered(wiring: Wiring, verb: str, path: int, handler: int, call: ResolvedCall) -> Iterator[Entry]:
    for view in wiring.functions(handler):
        for text in wiring.texts(path):
            yield wiring.entry(EntryKind.HTTP, f"{verb} {text}", view, call.line, call.scope)
