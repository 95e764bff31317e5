"""Django Ninja: operations of APIs and routers, which URLconfs hold by ``api.urls``."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.frameworks import Wiring
from decompose.extractors.frameworks.registering import router_of
from decompose.extractors.frameworks.urlconfs import Owner, Route, finds_routes, routers_of

_VERBS = frozenset({"get", "post", "put", "patch", "delete"})
_SEVERAL = "api_operation"


@finds_routes
def operations(wiring: Wiring) -> Iterator[Route]:
    """``@router.get("/orders")`` and ``@api.api_operation(["POST", "PATCH"], "/orders")``."""
    for decoration in wiring.decorations:
        site = decoration.site
        verb = next((_verb(name) for name in decoration.names if _verb(name)), "")
        owners = tuple(routers_of(wiring, decoration.owner))
        if site is None or not verb or not owners:
            continue
        is_several = verb == _SEVERAL
        verbs = wiring.listed(site.argument(0, "methods")) if is_several else [verb.upper()]
        for path in wiring.texts(site.argument(int(is_several), "path")):
            for each in verbs:
                views = (decoration.scope,)
                yield Route(owners, decoration.at, decoration.line, path.lstrip("/"), views, verb=each)


def _verb(name: str) -> str:
    library, last = name.partition(".")[0], name.rpartition(".")[2]
    return last if library in {"ninja", "ninja_extra"} and last in {*_VERBS, _SEVERAL} else ""


@finds_routes
def included_routers(wiring: Wiring) -> Iterator[Route]:
    """``api.add_router("/orders/", router)``, also with the dotted path of the router."""
    for site in wiring.method_calls("add_router"):
        owners = tuple(routers_of(wiring, router_of(wiring, site)))
        node = site.argument(1, "router")
        held = (*routers_of(wiring, node), *(found for text in wiring.texts(node) for found in _named(wiring, text)))
        for prefix in wiring.texts(site.argument(0, "prefix")) if owners else ():
            below = prefix.strip("/")
            yield Route(owners, site.scope, site.line, f"{below}/" if below else "", (), held)


def _named(wiring: Wiring, dotted: str) -> Iterator[Owner]:
    """The router that a dotted path names."""
    linkage = wiring.linkage
    module, _, name = dotted.rpartition(".")
    file = linkage.modules.files.get(module)
    node = linkage.find_global(file, name) if file is not None else None
    yield from routers_of(wiring, node if node is not None else -1)
