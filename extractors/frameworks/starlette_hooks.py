"""Starlette's and FastAPI's hooks, and aiohttp's: middleware, dependencies of routers, error handlers, lifespans."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.frameworks.handing import EVERY_REQUEST, handed, owner_names
from decompose.extractors.frameworks.mounting import Mounts
from decompose.extractors.frameworks.web import prefixes_of
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.imported import imports_any
from decompose.extractors.linking.libraries.fastapi_dependencies import listed_providers
from decompose.extractors.linking.linkage import CallSite
from decompose.extractors.linking.objects import Kind

_PACKAGES = ("fastapi", "starlette", "aiohttp", "litestar", "sanic")
_HOOKS: dict[str, tuple[EntryKind, str]] = {
    "middleware": (EntryKind.MIDDLEWARE, EVERY_REQUEST),
    "add_middleware": (EntryKind.MIDDLEWARE, EVERY_REQUEST),
    "exception_handler": (EntryKind.HOOK, "error"),
    "add_exception_handler": (EntryKind.HOOK, "error"),
    "on_event": (EntryKind.STARTUP, "start or end of the process"),
    "add_event_handler": (EntryKind.STARTUP, "start or end of the process"),
}
_GIVEN: dict[str, tuple[EntryKind, str]] = {
    "lifespan": (EntryKind.STARTUP, "start or end of the process"),
    "on_startup": (EntryKind.STARTUP, "start of the process"),
    "on_shutdown": (EntryKind.STARTUP, "end of the process"),
    "middleware": (EntryKind.MIDDLEWARE, EVERY_REQUEST),
    "middlewares": (EntryKind.MIDDLEWARE, EVERY_REQUEST),
    "exception_handlers": (EntryKind.HOOK, "error"),
}
"""Argument of an application → what is in it."""
_APPLICATIONS = ("FastAPI", "Starlette", "Application", "APIRouter", "Litestar")


@finder
def hooks(wiring: Wiring) -> Iterator[Entry]:
    """``@app.middleware("http")``, ``app.add_middleware(Timing)``, ``FastAPI(lifespan=connect)``."""
    if not imports_any(wiring.linkage, *_PACKAGES):
        return
    for found in handed(wiring, _HOOKS):
        owners = owner_names(wiring, found.owner)
        kind, trigger = _HOOKS[found.method]
        is_condition = trigger == "error" and wiring.linkage.scopes[found.scope].kind == "class"
        if not is_condition and (not owners or any(name.startswith(_PACKAGES) for name in owners)):
            name = wiring.linkage.names[found.scope]
            yield wiring.entry(kind, name, found.scope, found.line, found.at, trigger)
    for last in _APPLICATIONS:
        for site, name, _ in wiring.calls_to(last):
            if name.startswith(_PACKAGES):
                yield from _given(wiring, site)
    yield from _dependencies(wiring)


def _given(wiring: Wiring, site: CallSite) -> Iterator[Entry]:
    for argument, (kind, trigger) in _GIVEN.items():
        node = site.argument(99, argument)
        for scope in dict.fromkeys([*wiring.functions(node), *wiring.held_functions(node)] if node >= 0 else ()):
            yield wiring.entry(kind, wiring.linkage.names[scope], scope, site.line, site.scope, trigger)
        for made in _wrapped(wiring, node) if node >= 0 else ():
            yield wiring.entry(kind, wiring.linkage.names[made], made, site.line, site.scope, trigger)


def _wrapped(wiring: Wiring, node: int) -> Iterator[int]:
    """``middleware=[Middleware(Timing)]``."""
    linkage = wiring.linkage
    held = {thing for container in linkage.solver.get(node) for thing in _elements(wiring, container)}
    for gid in linkage.as_written() if held else ():
        for op in linkage.of_type(gid, facts.Call):
            is_wrapper = op.args and any(name.endswith(".Middleware") for name in wiring.names(gid, op.func))
            if is_wrapper and held & linkage.solver.get(linkage.node(gid, op.target)):
                yield from wiring.functions(linkage.node(gid, op.args[0]))


def _elements(wiring: Wiring, thing: int) -> set[int]:
    is_list = wiring.linkage.objects.kinds[thing] is Kind.CONTAINER
    return wiring.linkage.solver.get(wiring.linkage.any_element(thing)) if is_list else set()


def _dependencies(wiring: Wiring) -> Iterator[Entry]:
    """``APIRouter(dependencies=[Depends(check)])``: what runs before every route of a router."""
    for last in ("APIRouter", "FastAPI", "include_router") if wiring.linkage.injected else ():
        for site, name, _ in wiring.calls_to(last):
            listed = site.argument(99, "dependencies")
            if listed < 0 or not name.startswith("fastapi"):
                continue
            router = site.argument(0, "router") if last == "include_router" else site.op_node
            below = sorted(prefix for prefix in prefixes_of(wiring.once(Mounts), router) if prefix)
            trigger = f"requests below {', '.join(below)}" if below else EVERY_REQUEST
            for provider in listed_providers(wiring.linkage, listed):
                for scope in wiring.functions(provider):
                    yield wiring.entry(
                        EntryKind.MIDDLEWARE, wiring.linkage.names[scope], scope, site.line, site.scope, trigger
                    )
