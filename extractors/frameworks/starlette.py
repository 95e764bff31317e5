"""Starlette's lists of routes, and routes that FastAPI, Starlette and Sanic are given by calls."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.frameworks.mounting import Mounts
from decompose.extractors.frameworks.paths import below, paths_of
from decompose.extractors.frameworks.registering import router_of
from decompose.extractors.frameworks.urlconfs import Owner, Route, UrlConf, lists_of, owners_of, routers_of
from decompose.extractors.frameworks.web import answered, prefixes_of
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.linkage import CallSite

_ROUTES = {"Route": EntryKind.HTTP, "APIRoute": EntryKind.HTTP, "WebSocketRoute": EntryKind.WEBSOCKET}
_HOLDERS = ("Starlette", "Router", "FastAPI", "APIRouter")
_ADDING = {
    "add_route": ("path", "route"),
    "add_api_route": ("path", "endpoint"),
    "add_websocket_route": ("path", "route"),
    "add_api_websocket_route": ("path", "endpoint"),
}
_LIBRARIES = ("starlette.", "fastapi.")


@finder
def listed_routes(wiring: Wiring) -> Iterator[Entry]:
    """``Starlette(routes=[Route("/", home), Mount("/shop", routes=[…])])``."""
    listed = list(_listed(wiring))
    conf = UrlConf([*(route for route, _ in listed), *_mounted(wiring), *_held(wiring)])
    for route, kind in listed:
        for prefix in conf.prefixes(route):
            for view in route.views:
                verbs = [route.verb] if route.verb else answered(wiring, view)
                for verb in verbs if kind is EntryKind.HTTP else [""]:
                    name = f"{verb} {prefix}{route.pattern}".lstrip()
                    yield wiring.entry(kind, name, view, route.line, route.at)


def _listed(wiring: Wiring) -> Iterator[tuple[Route, EntryKind]]:
    for last, kind in _ROUTES.items():
        for site, name, _ in wiring.calls_to(last):
            if not name.startswith(_LIBRARIES):
                continue
            owners = owners_of(wiring, site.scope, site.op_node)
            views = tuple(wiring.functions(site.argument(1, "endpoint")))
            for path in paths_of(wiring, site.scope, site.argument(0, "path")):
                for verb in wiring.listed(site.argument(99, "methods")) or [""]:
                    yield Route(owners, site.scope, site.line, path, views, verb=verb.upper()), kind


def _mounted(wiring: Wiring) -> Iterator[Route]:
    """``Mount("/shop", routes=[…])``, ``Mount("/shop", app=shop)``."""
    for site, name, _ in wiring.calls_to("Mount"):
        if name.startswith(_LIBRARIES):
            owners = owners_of(wiring, site.scope, site.op_node)
            inside = (*lists_of(wiring, site.argument(99, "routes")), *routers_of(wiring, site.argument(1, "app")))
            for path in paths_of(wiring, site.scope, site.argument(0, "path")):
                yield Route(owners, site.scope, site.line, path.rstrip("/"), (), inside)


def _held(wiring: Wiring) -> Iterator[Route]:
    """The lists of routes that applications are made with."""
    for last in _HOLDERS:
        for site, name, _ in wiring.calls_to(last):
            if name.startswith(_LIBRARIES):
                owners: tuple[Owner, ...] = tuple(routers_of(wiring, site.target))
                held = tuple(lists_of(wiring, site.argument(99, "routes")))
                if owners and held:
                    yield Route(owners, site.scope, site.line, "", (), held)


@finder
def added_routes(wiring: Wiring) -> Iterator[Entry]:
    """``router.add_api_route("/orders", orders, methods=["POST"])``; Sanic wants the view before the path."""
    for word, names in _ADDING.items():
        kind = EntryKind.WEBSOCKET if "websocket" in word else EntryKind.HTTP
        for site in wiring.method_calls(word):
            router, mounts = router_of(wiring, site), wiring.once(Mounts)
            for verb, path, view in _added(wiring, site, names) if mounts.routers(router) else ():
                for prefix in prefixes_of(mounts, router):
                    name = f"{verb} {below(prefix, path)}" if kind is EntryKind.HTTP else below(prefix, path)
                    yield wiring.entry(kind, name, view, site.line, site.scope)


def _added(wiring: Wiring, site: CallSite, words: tuple[str, str]) -> Iterator[tuple[str, str, int]]:
    path, view = site.argument(0, words[0]), site.argument(1, words[1])
    if wiring.texts(view) and not wiring.texts(path):
        path, view = view, path
    verbs = [verb.upper() for verb in wiring.listed(site.argument(99, "methods"))]
    for text in paths_of(wiring, site.scope, path):
        for function in wiring.functions(view):
            for verb in verbs or answered(wiring, function):
                yield verb, text, function
