"""Django: URLconfs, management commands, admin pages."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.frameworks import Entry, Wiring, finder, made_by_settings
from decompose.extractors.frameworks.urlconfs import ROUTE_FINDERS, Route, UrlConf, finds_routes, included, owners_of
from decompose.extractors.frameworks.views import views_of
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.hierarchy import external_ancestors
from decompose.extractors.linking.linkage import CallSite, Linkage

_ROUTES = ("path", "re_path", "url")


@finder
def routes(wiring: Wiring) -> Iterator[Entry]:
    """``path(…)`` in URLconfs and what routers register, with the prefixes of what includes them."""
    found = [route for function in ROUTE_FINDERS for route in function(wiring)]
    conf = UrlConf(found)
    for route in found:
        for prefix in conf.prefixes(route):
            name = f"{route.verb} /{(prefix + route.pattern).lstrip('/')}".lstrip()
            for view in route.views:
                yield wiring.entry(EntryKind.HTTP, name, view, route.line, route.at)


@finds_routes
def patterns(wiring: Wiring) -> Iterator[Route]:
    """``path("orders/", orders)``, ``re_path(…)``, ``url(…)``."""
    for last in _ROUTES:
        yield from _patterns(wiring, last)


def _patterns(wiring: Wiring, last: str) -> Iterator[Route]:
    for site, name, call in wiring.calls_to(last):
        if not name.startswith("django.") or not site.args:
            continue
        texts = wiring.texts(site.args[0]) or wiring.composed(site.args[0]) or [""]
        target = site.argument(1, "view")
        below = tuple(included(wiring, site.scope, target))
        views = () if below else tuple(views_of(wiring, site.scope, target))
        pattern = texts[0].removeprefix("^").removesuffix("$")
        yield Route(owners_of(wiring, site.scope, site.op_node), call.scope, call.line, pattern, views, below)


@finder
def commands(wiring: Wiring) -> Iterator[Entry]:
    """``management/commands/NAME.py``."""
    for cls in wiring.subclasses("BaseCommand", "Command"):
        parts = wiring.linkage.names[cls].split(".")
        if "commands" in parts[:-2] and wiring.linkage.scopes[cls].name == "Command":
            line = wiring.linkage.scopes[cls].line
            yield wiring.entry(EntryKind.COMMAND, parts[-2], wiring.method(cls, "handle"), line, cls)


@finder
def admin_pages(wiring: Wiring) -> Iterator[Entry]:
    """Classes that the admin site serves."""
    for cls in wiring.subclasses("django.contrib.admin.ModelAdmin", "ModelAdmin"):
        line = wiring.linkage.scopes[cls].line
        yield wiring.entry(EntryKind.ADMIN, wiring.linkage.names[cls], cls, line, cls)


@made_by_settings
def middleware_and_configurations(linkage: Linkage) -> Iterator[int]:
    """Middleware is given ``get_response``; applications have a class that configures them."""
    for gid in sorted(linkage.classes):
        methods = [linkage.scopes[child] for child in linkage.children_of(gid)]
        given = {param.name for method in methods for param in method.params}
        if "get_response" in given or "django.apps.AppConfig" in external_ancestors(linkage, gid):
            yield gid


def argument_text(wiring: Wiring, site: CallSite, position: int, name: str) -> str:
    """The first constant string of an argument."""
    return (wiring.texts(site.argument(position, name)) or [""])[0]
