"""Litestar: handlers that applications, routers and controllers hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Decoration, Entry, Wiring, finder
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.linkage import CallSite
from decompose.extractors.linking.objects import Kind

_VERBS = ("get", "post", "put", "patch", "delete", "head")
_DEEPEST = 6


@finder
def handlers(wiring: Wiring) -> Iterator[Entry]:
    """``@get("/orders/{order:int}")`` below the paths of what holds the handler."""
    declared = [(decoration, verb) for decoration in wiring.decorations if (verb := _verb(decoration))]
    for decoration, verb in declared:
        site = decoration.site
        paths = [*wiring.texts(site.argument(0, "path")), *wiring.listed(site.argument(0, "path"))] if site else []
        kind = EntryKind.WEBSOCKET if verb == "websocket" else EntryKind.HTTP
        for above in wiring.once(_Tree).above(decoration.scope):
            for path in paths or [""]:
                whole = "/" + "/".join(part.strip("/") for part in (above, path) if part.strip("/"))
                name = f"{verb.upper()} {whole}" if kind is EntryKind.HTTP else whole
                yield wiring.entry(kind, name, decoration.scope, decoration.line, decoration.at)


def _verb(decoration: Decoration) -> str:
    for name in decoration.names:
        last = name.rpartition(".")[2]
        if name.startswith(("litestar.", "starlite.")) and last in {*_VERBS, "websocket"}:
            return last
    return ""


class _Tree:
    """What holds handlers: routers by their objects, handlers and controllers by their scopes (below zero)."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._holders: dict[int, set[int]] = defaultdict(set)
        self._paths: dict[int, str] = {}
        for last in ("Litestar", "Starlite", "Router"):
            for site, name, _ in wiring.calls_to(last):
                if name.startswith(("litestar.", "starlite.")):
                    self._hold(site)

    def above(self, scope: int) -> list[str]:
        """The paths before a handler's own, sorted."""
        cls = self._wiring.linkage.class_of_method(scope)
        if cls < 0:
            return sorted(self._before(~scope, 0))
        own = self._own_path(cls)
        return sorted({f"{before}/{own.strip('/')}" for before in self._before(~cls, 0)})

    def _before(self, held: int, depth: int) -> set[str]:
        holders = self._holders.get(held, set()) if depth < _DEEPEST else set()
        return {
            f"{before}/{self._paths.get(holder, '').strip('/')}".rstrip("/")
            for holder in holders
            for before in self._before(holder, depth + 1)
        } or {""}

    def _own_path(self, cls: int) -> str:
        """``path = "/orders"`` in a controller."""
        linkage = self._wiring.linkage
        for op in linkage.of_type(cls, facts.Bind):
            if op.name == "path":
                return (self._wiring.texts(linkage.node(cls, op.source)) or [""])[0]
        return ""

    def _hold(self, site: CallSite) -> None:
        objects = self._wiring.linkage.objects
        node = site.argument(99, "route_handlers")
        node = node if node >= 0 else next(iter(site.args[-1:]), -1)
        held = [~scope for scope in self._wiring.held_functions(node)] if node >= 0 else []
        for thing in sorted(self._wiring.linkage.solver.get(node)) if node >= 0 else ():
            if objects.kinds[thing] is Kind.CONTAINER:
                held += sorted(self._wiring.linkage.solver.get(self._wiring.linkage.any_element(thing)))
        for router in sorted(self._wiring.linkage.solver.get(site.target)) if site.target >= 0 else ():
            self._paths[router] = (self._wiring.texts(site.argument(99, "path")) or [""])[0]
            for each in held:
                if each != router:
                    self._holders[each].add(router)
