"""Flask, FastAPI, Starlette and their kin: routes declared by decorators on an application or router."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Decoration, Entry, Wiring, finder
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.linkage import CallSite
from decompose.extractors.linking.objects import Kind

_METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
_ROUTERS = ("Router", "FastAPI", "Flask", "Blueprint", "Starlette", "Sanic", "Quart", "Bottle", "Litestar")


@finder
def decorated_routes(wiring: Wiring) -> Iterator[Entry]:
    """``@app.route("/path", methods=[…])`` and ``@router.get("/path")``."""
    for decoration in wiring.decorations():
        site = decoration.site
        if site is None:
            continue
        method = _method(decoration)
        if method is None:
            continue
        paths = wiring.texts(site.argument(0, "path")) or wiring.texts(site.argument(0, "rule"))
        if not paths:
            continue
        prefix = _prefix(wiring, decoration)
        kind = EntryKind.WEBSOCKET if method == "websocket" else EntryKind.HTTP
        for verb in [method.upper()] if method in _METHODS else _verbs(wiring, site):
            name = f"{verb} {prefix}{paths[0]}" if kind is EntryKind.HTTP else f"{prefix}{paths[0]}"
            yield wiring.entry(kind, name, decoration.scope, decoration.line, decoration.at)


def _method(decoration: Decoration) -> str | None:
    for name in decoration.names:
        owner, _, last = name.rpartition(".")
        is_router = any(router in owner for router in _ROUTERS)
        if last in {"route", "websocket", "api_route"} and (is_router or name == f"*.{last}"):
            return last
        if last in _METHODS and is_router:
            return last
    return None


def _verbs(wiring: Wiring, site: CallSite) -> list[str]:
    node = site.argument(len(site.args) + 9, "methods")
    verbs: set[str] = set()
    for thing in wiring.linkage.solver.get(node) if node >= 0 else ():
        if wiring.linkage.objects.kinds[thing] is Kind.CONTAINER:
            verbs.update(wiring.texts(wiring.linkage.any_element(thing)))
    return sorted(verb.upper() for verb in verbs) or ["GET"]


def _prefix(wiring: Wiring, decoration: Decoration) -> str:
    """The prefix that the router or blueprint was made with, where the same file makes it."""
    linkage = wiring.linkage
    ops = linkage.scopes[decoration.at].ops
    offset = linkage.value_offset[linkage.file_of[decoration.at]]
    calls = {op.target: op for op in ops if isinstance(op, facts.Call)}
    made = [op for op in calls.values() if decoration.site and offset + op.target == decoration.site.op_node]
    routers = [op.base for op in ops if isinstance(op, facts.Attr) and made and op.target == made[0].func]
    for base in routers:
        call = calls.get(base)
        if call is not None:
            for name, value in call.keywords:
                if name in {"url_prefix", "prefix"}:
                    return (wiring.texts(offset + value) or [""])[0].rstrip("/")
    return ""


@finder
def registered_routes(wiring: Wiring) -> Iterator[Entry]:
    """``app.add_url_rule("/path", view_func=view)``."""
    for site, name, call in wiring.calls_to("add_url_rule"):
        paths = wiring.texts(site.argument(0, "rule"))
        views = wiring.functions(site.argument(2, "view_func"))
        if paths and not name.startswith("<"):
            for verb in _verbs(wiring, site):
                for view in views:
                    yield wiring.entry(EntryKind.HTTP, f"{verb} {paths[0]}", view, call.line, call.scope)
