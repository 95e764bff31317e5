"""Flask, FastAPI, Starlette and their kin: routes declared by decorators on an application or router."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Decoration, Entry, Wiring, finder
from decompose.extractors.frameworks.mounting import Mounts
from decompose.extractors.frameworks.views import views_of
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.linkage import CallSite
from decompose.extractors.linking.objects import Kind

_METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
_ROUTERS = ("Router", "FastAPI", "Flask", "Blueprint", "Starlette", "Sanic", "Quart", "Bottle", "Litestar")


@finder
def routes(wiring: Wiring) -> Iterator[Entry]:
    """Routes by decorators and by calls, below the prefixes of what carries their routers."""
    mounts = Mounts(wiring)
    yield from _decorated(wiring, mounts)
    yield from _registered(wiring, mounts)


def _decorated(wiring: Wiring, mounts: Mounts) -> Iterator[Entry]:
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
        kind = EntryKind.WEBSOCKET if method == "websocket" else EntryKind.HTTP
        verbs = [method.upper()] if method in _METHODS else _verbs(wiring, site)
        for prefix in _prefixes(wiring, mounts, decoration.at, site):
            path = _below(prefix, paths[0])
            for verb in verbs:
                name = f"{verb} {path}" if kind is EntryKind.HTTP else path
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


def _prefixes(wiring: Wiring, mounts: Mounts, at: int, site: CallSite) -> list[str]:
    """The prefixes of the router whose method is called; one empty one where it is unknown."""
    ops = wiring.linkage.scopes[at].ops
    offset = wiring.linkage.value_offset[wiring.linkage.file_of[at]]
    called = {op.func for op in ops if isinstance(op, facts.Call) and offset + op.target == site.op_node}
    bases = [op.base for op in ops if isinstance(op, facts.Attr) and op.target in called]
    routers = [router for base in bases for router in mounts.routers(offset + base)]
    return sorted({prefix for router in routers for prefix in mounts.prefixes(router)}) or [""]


def _below(prefix: str, path: str) -> str:
    """A path below a prefix; one that does not begin with a slash means something that only the program knows."""
    return prefix + path if not path or path.startswith("/") else path


def _registered(wiring: Wiring, mounts: Mounts) -> Iterator[Entry]:
    """``app.add_url_rule("/path", view_func=view)``."""
    for site, name, call in wiring.calls_to("add_url_rule"):
        paths = wiring.texts(site.argument(0, "rule"))
        if not paths or name.startswith("<"):
            continue
        views = views_of(wiring, site.scope, site.argument(2, "view_func"))
        for prefix in _prefixes(wiring, mounts, site.scope, site):
            for verb in _verbs(wiring, site):
                for view in views:
                    yield wiring.entry(
                        EntryKind.HTTP, f"{verb} {_below(prefix, paths[0])}", view, call.line, call.scope
                    )
