"""The ``routes`` package, as OpenStack and Pylons use it: ``mapper.connect`` and ``mapper.resource``."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.frameworks.controllers import Controllers
from decompose.extractors.frameworks.paths import shown
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.linkage import CallSite
from decompose.extractors.linking.objects import Kind

_REST = {
    "index": ("GET", ""),
    "create": ("POST", ""),
    "new": ("GET", "/new"),
    "show": ("GET", "/{id}"),
    "update": ("PUT", "/{id}"),
    "delete": ("DELETE", "/{id}"),
    "edit": ("GET", "/{id}/edit"),
}
"""What ``resource`` maps, as far as the controller has the method."""


@finder
def mapped(wiring: Wiring) -> Iterator[Entry]:
    """Paths that a mapper is given with their controllers."""
    calls = [(word, site) for word in ("connect", "resource") for site in wiring.method_calls(word)]
    calls = [(word, site) for word, site in calls if any(name == "controller" for name, _ in site.keywords)]
    for word, site in calls:
        yield from (_connected if word == "connect" else _resource)(wiring, wiring.once(Controllers), site)


def _connected(wiring: Wiring, controllers: Controllers, site: CallSite) -> Iterator[Entry]:
    """``mapper.connect("name", "/path", controller=…, action="index", conditions={"method": ["GET"]})``."""
    controller = _local(wiring, site, "controller")
    paths = [text for node in site.args[-1:] for text in wiring.composed(node)]
    verbs = [verb.upper() for node in _values(wiring, site, "conditions", "method") for verb in wiring.listed(node)]
    for action in wiring.texts(site.argument(99, "action")):
        for asked, scope in controllers.answering(site.scope, controller, action):
            for path in paths:
                for verb in verbs or ["GET"]:
                    yield _entry(wiring, site, f"{verb} {_rooted(path)} {asked}".rstrip(), scope)


def _resource(wiring: Wiring, controllers: Controllers, site: CallSite) -> Iterator[Entry]:
    """``mapper.resource("order", "orders", controller=…, member={"pay": "POST"}, collection={"detail": "GET"})``."""
    controller = _local(wiring, site, "controller")
    collections = wiring.texts(site.argument(1, "collection_name"))
    if not collections:
        return
    base = _above(wiring, site) + _rooted(collections[0])
    routes = dict(_REST)
    for keyword, inside in (("collection", "/{}"), ("member", "/{{id}}/{}")):
        for action, node in _items(wiring, site, keyword):
            routes[action] = ((wiring.texts(node) or ["GET"])[0].upper(), inside.format(action))
    for action, (verb, path) in routes.items():
        for asked, scope in controllers.answering(site.scope, controller, action):
            yield _entry(wiring, site, f"{verb} {base}{path} {asked}".rstrip(), scope)


def _above(wiring: Wiring, site: CallSite) -> str:
    """``parent_resource={"member_name": "server", "collection_name": "servers"}``, and a prefix of the path."""
    prefixes = wiring.composed(site.argument(99, "path_prefix"))
    if prefixes:
        return _rooted(prefixes[0]).rstrip("/")
    named = {
        key: text
        for key in ("member_name", "collection_name")
        for node in _values(wiring, site, "parent_resource", key)
        for text in wiring.texts(node)
    }
    return f"/{named['collection_name']}/{{{named['member_name']}_id}}" if len(named) == 2 else ""


def _entry(wiring: Wiring, site: CallSite, name: str, scope: int) -> Entry:
    return wiring.entry(EntryKind.HTTP, name, scope, site.line, site.scope)


def _rooted(path: str) -> str:
    return shown(path if path.startswith("/") else f"/{path}")


def _local(wiring: Wiring, site: CallSite, keyword: str) -> int:
    """The value (in its own file) of a keyword argument."""
    return site.argument(99, keyword) - wiring.linkage.node(site.scope, 0)


def _items(wiring: Wiring, site: CallSite, keyword: str) -> Iterator[tuple[str, int]]:
    """The items of the mapping that a keyword argument is."""
    linkage = wiring.linkage
    node = site.argument(99, keyword)
    for thing in sorted(linkage.solver.get(node)) if node >= 0 else ():
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            yield from ((key, held) for key, held in linkage.elements_by_key(thing) if isinstance(key, str))


def _values(wiring: Wiring, site: CallSite, keyword: str, key: str) -> list[int]:
    return [node for name, node in _items(wiring, site, keyword) if name == key]
