"""Pyramid: routes by name, and the views that are configured for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.graph import EntryKind


@finder
def pyramid_views(wiring: Wiring) -> Iterator[Entry]:
    """``config.add_route("order", "/orders/{id}")`` with ``@view_config(route_name="order")`` or ``add_view``."""
    patterns: dict[str, set[str]] = defaultdict(set)
    for site in wiring.method_calls("add_route"):
        for name in wiring.texts(site.argument(0, "name")):
            given = wiring.texts(site.argument(1, "pattern")) or wiring.texts(site.argument(99, "path"))
            patterns[name].update(given)
    if not patterns:
        return
    for decoration in wiring.decorations:
        if decoration.site is not None and any(name.endswith("view_config") for name in decoration.names):
            for route in wiring.texts(decoration.site.argument(99, "route_name")):
                verbs = wiring.texts(decoration.site.argument(99, "request_method")) or ["GET"]
                for pattern in sorted(patterns.get(route, ())):
                    name = f"{verbs[0]} {_rooted(pattern)}"
                    yield wiring.entry(EntryKind.HTTP, name, decoration.scope, decoration.line, decoration.at)
    for site in wiring.method_calls("add_view"):
        verbs = wiring.texts(site.argument(99, "request_method")) or ["GET"]
        for route in wiring.texts(site.argument(99, "route_name")):
            for view in wiring.functions(site.argument(0, "view")):
                for pattern in sorted(patterns.get(route, ())):
                    yield wiring.entry(EntryKind.HTTP, f"{verbs[0]} {_rooted(pattern)}", view, site.line, site.scope)


def _rooted(pattern: str) -> str:
    return "/" + pattern.lstrip("/")
