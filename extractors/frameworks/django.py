"""Django: URLconfs, management commands, admin pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.frameworks.views import calls_making, views_of
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.linkage import CallSite
from decompose.extractors.linking.objects import Kind

_ROUTES = ("path", "re_path", "url")
_LONGEST_NESTING = 8


@dataclass(frozen=True, slots=True)
class _Route:
    """One line of a URLconf: a pattern, and the views or the other URLconfs that it leads to."""

    file: int
    at: int
    line: int
    pattern: str
    views: tuple[int, ...]
    included: tuple[int, ...]


@finder
def routes(wiring: Wiring) -> Iterator[Entry]:
    """``path(…)`` in URLconfs, with the prefixes of the URLconfs that include them."""
    found = [route for last in _ROUTES for route in _routes(wiring, last)]
    included_by: dict[int, list[_Route]] = defaultdict(list)
    for route in found:
        for file in route.included:
            included_by[file].append(route)
    for route in found:
        for prefix in _prefixes(route.file, included_by, 0):
            name = "/" + (prefix + route.pattern).lstrip("/")
            for view in route.views:
                yield wiring.entry(EntryKind.HTTP, name, view, route.line, route.at)


def _prefixes(file: int, included_by: dict[int, list[_Route]], depth: int) -> list[str]:
    if depth > _LONGEST_NESTING or not included_by.get(file):
        return [""]
    return sorted(
        {
            prefix + route.pattern
            for route in included_by[file]
            if route.file != file
            for prefix in _prefixes(route.file, included_by, depth + 1)
        }
    ) or [""]


def _routes(wiring: Wiring, last: str) -> Iterator[_Route]:
    for site, name, call in wiring.calls_to(last):
        if not name.startswith("django.") or not site.args:
            continue
        patterns = wiring.texts(site.args[0]) or [""]
        target = site.argument(1, "view")
        views = tuple(views_of(wiring, site.scope, target))
        included = tuple(_included(wiring, site.scope, target))
        file = wiring.linkage.file_of[call.scope]
        pattern = patterns[0].removeprefix("^").removesuffix("$")
        yield _Route(file, call.scope, call.line, pattern, views, included)


def _included(wiring: Wiring, scope: int, node: int) -> Iterator[int]:
    """The files of the URLconfs that an ``include(…)`` names by path or by module."""
    linkage = wiring.linkage
    offset = linkage.value_offset[linkage.file_of[scope]]
    for op in calls_making(wiring, scope, node):
        called = wiring.names(scope, op.func)
        if not any(name.endswith(".include") for name in called) or not op.args:
            continue
        argument = offset + op.args[0]
        for text in wiring.texts(argument):
            if text in linkage.modules.files:
                yield linkage.modules.files[text]
        for thing in sorted(linkage.solver.get(argument)):
            if linkage.objects.kinds[thing] is Kind.MODULE:
                yield linkage.objects.first[thing]


@finder
def commands(wiring: Wiring) -> Iterator[Entry]:
    """``management/commands/NAME.py``."""
    for cls in wiring.subclasses("BaseCommand"):
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


def argument_text(wiring: Wiring, site: CallSite, position: int, name: str) -> str:
    """The first constant string of an argument."""
    return (wiring.texts(site.argument(position, name)) or [""])[0]
