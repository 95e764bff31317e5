"""Flask, FastAPI, Starlette and their kin: routes declared by decorators on an application or router."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from decompose.extractors.frameworks import Decoration, Entry, Wiring, finder
from decompose.extractors.frameworks.mounting import Mounts
from decompose.extractors.frameworks.paths import below
from decompose.extractors.frameworks.registering import registrations
from decompose.extractors.frameworks.views import views_of
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.linkage import CallSite

_METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
_ROUTERS = (
    *("Router", "FastAPI", "Flask", "Blueprint", "Starlette", "Sanic", "Quart", "Bottle", "Litestar", "Namespace"),
    *("RouteTableDef", "flask_restful.Api", "flask_restx.Api", "flask_restplus.Api"),
)
_ELSEWHERE = ("ninja", "litestar")
"""Routers of which modules of their own know more."""


@finder
def routes(wiring: Wiring) -> Iterator[Entry]:
    """Routes by decorators and by calls, below the prefixes of what carries their routers."""
    mounts = wiring.once(Mounts)
    yield from _decorated(wiring, mounts)
    yield from _registered(wiring, mounts)


def _decorated(wiring: Wiring, mounts: Mounts) -> Iterator[Entry]:
    """``@app.route("/path", methods=[…])`` and ``@router.get("/path")``."""
    for decoration in wiring.decorations:
        site = decoration.site
        if site is None:
            continue
        method = _method(decoration)
        if method is None:
            continue
        paths = wiring.texts(site.argument(0, "path")) or wiring.texts(site.argument(0, "rule"))
        if not paths:
            continue
        if decoration.scope in wiring.linkage.classes:  # each further argument is a path, too
            paths = [text for node in site.args for text in wiring.texts(node)]
        kind = EntryKind.WEBSOCKET if method == "websocket" else EntryKind.HTTP
        verbs = [method.upper()] if method in _METHODS else _verbs(wiring, site) or answered(wiring, decoration.scope)
        declared = paths if decoration.scope in wiring.linkage.classes else paths[:1]
        for prefix, declared_path in product(prefixes_of(mounts, decoration.owner), declared):
            path = below(prefix, declared_path)
            for verb in verbs:
                name = f"{verb} {path}" if kind is EntryKind.HTTP else path
                yield wiring.entry(kind, name, decoration.scope, decoration.line, decoration.at)


def _method(decoration: Decoration) -> str | None:
    for name in decoration.names:
        owner, _, last = name.rpartition(".")
        if owner.startswith(_ELSEWHERE):
            continue
        is_router = owner == "bottle" or any(router in owner for router in _ROUTERS)
        if last in {"route", "websocket", "api_route", "resource"} and (is_router or name == f"*.{last}"):
            return last
        if last in _METHODS and is_router:
            return last
    return None


def _verbs(wiring: Wiring, site: CallSite) -> list[str]:
    """``methods=["POST"]``; Bottle calls it ``method``, which may be a single one."""
    given = [site.argument(len(site.args) + 9, word) for word in ("methods", "method")]
    return [verb.upper() for node in given if node >= 0 for verb in (*wiring.listed(node), *wiring.texts(node))]


def answered(wiring: Wiring, view: int) -> list[str]:
    """The methods that a view class has; GET for functions."""
    if view not in wiring.linkage.classes:
        return ["GET"]
    members = {name for cls in project_ancestors(wiring.linkage, view) for name in wiring.linkage.scopes[cls].bound}
    return [method.upper() for method in sorted(_METHODS) if method in members] or ["GET"]


def prefixes_of(mounts: Mounts, router: int) -> list[str]:
    """The prefixes of a router (a node); one empty one where it is unknown."""
    return sorted({prefix for found in mounts.routers(router) for prefix in mounts.prefixes(found)}) or [""]


def _registered(wiring: Wiring, mounts: Mounts) -> Iterator[Entry]:
    """``app.add_url_rule("/path", view_func=view)``."""
    for found in registrations(wiring):
        views = views_of(wiring, found.scope, found.view) if found.view >= 0 else []
        verbs = _verbs(wiring, found.site)
        for prefix, path, view in product(prefixes_of(mounts, found.router), found.paths, views):
            for verb in verbs or answered(wiring, view):
                name = f"{verb} {below(prefix, path)}"
                yield wiring.entry(EntryKind.HTTP, name, view, found.line, found.scope)
