"""What carries a router: applications and routers include others below a prefix."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import product

from decompose.extractors import facts
from decompose.extractors.frameworks import Wiring
from decompose.extractors.frameworks.configured import texts_of
from decompose.extractors.frameworks.paths import paths_of
from decompose.extractors.linking.linkage import CallSite
from decompose.extractors.linking.loading import call_site
from decompose.extractors.linking.objects import Kind

_INCLUDES = {
    "include_router": (0, "router", -1, "prefix"),
    "register_blueprint": (0, "blueprint", -1, "url_prefix"),
    "mount": (1, "app", 0, "path"),
    "blueprint": (0, "blueprint", -1, "url_prefix"),
    "add_namespace": (0, "ns", 1, "path"),
}
"""Method → position and name of what is included, position and name of the prefix."""
_REPLACING = frozenset({"register_blueprint", "blueprint", "add_namespace"})
"""Methods whose prefix stands in place of the router's own."""
_OWN = ("prefix", "url_prefix")
_WRAPPERS = frozenset({"flask_restful.Api", "flask_restx.Api", "flask_restplus.Api"})
"""Routers that answer where the application or blueprint does that they are given."""
_NAMESPACES = frozenset({"flask_restx.Namespace", "flask_restplus.Namespace"})
"""Routers that lie below their own name, or the path that they are given."""
_DEEPEST = 8
_MOST = 4
_UNKNOWN = -1
"""The application that a function is given, from where nobody knows: it is taken for the outermost one."""


@dataclass(frozen=True, slots=True)
class _Mount:
    """A router is included by another one."""

    parent: int
    prefix: str
    replaces: bool


class Mounts:
    """The prefixes under which each router of a program answers."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._own: dict[int, str | None] = {}
        self._mounts: dict[int, list[_Mount]] = defaultdict(list)
        for gid in range(len(wiring.linkage.scopes)):
            attributes = {op.target: op for op in wiring.linkage.of_type(gid, facts.Attr) if op.name in _INCLUDES}
            for op in wiring.linkage.of_type(gid, facts.Call) if attributes else ():
                if op.func in attributes:
                    self._include(call_site(wiring.linkage, gid, op), gid, attributes[op.func])
        for site, name, _ in wiring.calls_to("Api"):
            if name in _WRAPPERS and site.args:
                self._wrap(self.routers(site.target), site.args[0])
        for site, _, call in wiring.calls_to("init_app"):
            held = [op.base for op in wiring.linkage.of_type(call.scope, facts.Attr) if op.name == "init_app"]
            for base in held if site.args else ():
                self._wrap(self.routers(wiring.linkage.node(call.scope, base)), site.args[0])
        self._made = self._makers()

    def routers(self, node: int) -> list[int]:
        """The routers that a value may be."""
        objects = self._wiring.linkage.objects
        things = sorted(self._wiring.linkage.solver.get(node)) if node >= 0 else []
        return [
            thing
            for thing in things
            if objects.kinds[thing] is Kind.INSTANCE
            and objects.second[thing] >= 0
            and objects.kinds[objects.second[thing]] is Kind.MADE
        ]

    def prefixes(self, router: int, depth: int = 0) -> list[str]:
        """All paths below which a router's own routes lie, sorted."""
        if router == _UNKNOWN:
            return [""]
        own = self._made.get(self._wiring.linkage.objects.first[self._wiring.linkage.objects.second[router]], "")
        mounts = self._mounts.get(router, ())
        if depth > _DEEPEST or not mounts:
            return [own]
        found = {
            above + mount.prefix + ("" if mount.replaces else own)
            for mount in mounts
            if mount.parent != router
            for above in self.prefixes(mount.parent, depth + 1)
        }
        return sorted(found)[:_MOST] or [own]

    def _wrap(self, routers: list[int], node: int) -> None:
        for child, parent in product(routers, self.routers(node) or [_UNKNOWN]):
            self._mounts[child].append(_Mount(parent, "", replaces=False))

    def _include(self, site: CallSite, gid: int, attribute: facts.Attr) -> None:
        position, name, prefix_position, prefix_name = _INCLUDES[attribute.name]
        parents = self.routers(self._wiring.linkage.node(gid, attribute.base))
        children = self.routers(site.argument(position, name))
        node = site.argument(prefix_position if prefix_position >= 0 else len(site.args), prefix_name)
        prefixes = [text.rstrip("/") for text in texts_of(self._wiring, gid, node)] if node >= 0 and children else []
        for child, parent, prefix in product(children, parents or [_UNKNOWN], prefixes or [""]):
            replaces = attribute.name in _REPLACING and bool(prefix)
            self._mounts[child].append(_Mount(parent, prefix, replaces))

    def _makers(self) -> dict[int, str]:
        """The own prefix of the router that each call makes."""
        found: dict[int, str] = {}
        linkage = self._wiring.linkage
        for gid in range(len(linkage.scopes)):
            for op in linkage.of_type(gid, facts.Call):
                if op.keywords and any(word in _OWN for word, _ in op.keywords):
                    site = call_site(linkage, gid, op)
                    node = next(value for word, value in site.keywords if word in _OWN)
                    found[site.target] = (paths_of(self._wiring, gid, node) or ("",))[0].rstrip("/")
        for site, name, _ in self._wiring.calls_to("Namespace"):
            if name in _NAMESPACES:
                path = self._wiring.texts(site.argument(2, "path"))
                own = [f"/{text}" for text in self._wiring.texts(site.argument(0, "name"))]
                found[site.target] = (path or own or [""])[0].rstrip("/")
        return found
