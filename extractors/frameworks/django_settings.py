"""Django's settings: the classes and functions of the program that they name by dotted paths.

Middleware and context processors run around every request, whatever it asks for; other settings (backends,
validators, routers, classes of the REST framework, handlers of logs) name what the framework calls on occasion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.hierarchy import definer
from decompose.extractors.linking.libraries.importing import is_dotted_path
from decompose.extractors.linking.objects import Kind

_TELLING = frozenset({"INSTALLED_APPS", "MIDDLEWARE", "MIDDLEWARE_CLASSES", "ROOT_URLCONF", "REST_FRAMEWORK"})
"""Names of which a module of settings binds one at least."""
_AROUND: dict[str, str] = {
    **dict.fromkeys(("MIDDLEWARE", "MIDDLEWARE_CLASSES"), "every request"),
    **dict.fromkeys(("AUTHENTICATION_BACKENDS", "SESSION_ENGINE"), "every request with a user"),
    "DATABASE_ROUTERS": "every query",
    **dict.fromkeys(("context_processors", "TEMPLATE_CONTEXT_PROCESSORS"), "every rendered template"),
    **dict.fromkeys(
        (f"DEFAULT_{what}_CLASSES" for what in ("AUTHENTICATION", "PERMISSION", "THROTTLE")), "every request of the API"
    ),
}
"""Setting, or key within one → how often what it names runs."""
_ELSEWHERE = re.compile(r"INSTALLED_APPS|.*BEAT_?SCHEDULE|ROOT_URLCONF|AUTH_USER_MODEL|.*TASK_ROUTES|MIGRATION_MODULES")
"""Settings whose names other parts follow, or that name no code."""
_CLOCK = re.compile("SCHEDULE|CRON|PERIODIC")
"""Settings of a clock, perhaps the program's own: they name what runs by itself."""
_HANDLERS = frozenset(f"handler{code}" for code in (400, 403, 404, 500))
_DEEPEST = 6


@finder
def named_by_settings(wiring: Wiring) -> Iterator[Entry]:
    """``MIDDLEWARE = ["shop.middleware.Basket"]`` and every other setting that names code of the program."""
    linkage = wiring.linkage
    for file, names in enumerate(linkage.global_names):
        if _TELLING.isdisjoint(names):
            continue
        gid = linkage.scope_offset[file]
        for setting in sorted(names):
            if setting.isupper() and not _ELSEWHERE.fullmatch(setting):
                for keys, path in sorted(set(_paths(wiring, linkage.global_node(file, setting), (setting,)))):
                    for scope in _named(wiring, path):
                        yield _entry(wiring, gid, keys, path, scope)


def _named(wiring: Wiring, path: str) -> list[int]:
    """The class or function of the program that a dotted path names."""
    symbols = wiring.kept.get("symbols")
    if symbols is None:
        written = reversed(list(wiring.linkage.as_written()))
        symbols = wiring.kept["symbols"] = {wiring.linkage.names[gid]: gid for gid in written}
    gid = symbols.get(path, -1)  # type: ignore[attr-defined]
    return [gid] if gid >= 0 and wiring.linkage.scopes[gid].kind != "module" else []


def _entry(wiring: Wiring, gid: int, keys: tuple[str, ...], path: str, scope: int) -> Entry:
    often = next((_AROUND[key] for key in keys if key in _AROUND), "")
    kind = EntryKind.MIDDLEWARE if often else EntryKind.SCHEDULE if _CLOCK.search(keys[0]) else EntryKind.HOOK
    line = _line(wiring, gid, keys[0])
    return wiring.entry(kind, path, scope, line, gid, often or f"setting {' '.join(keys)}")


def _line(wiring: Wiring, gid: int, setting: str) -> int:
    """Where a setting is bound."""
    return next((op.line for op in wiring.linkage.of_type(gid, facts.Bind) if op.name == setting), 1)


def _paths(wiring: Wiring, node: int, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The dotted paths that a setting holds, in lists and mappings too, with the keys that lead there."""
    linkage, objects = wiring.linkage, wiring.linkage.objects
    for thing in linkage.solver.get(node):
        if objects.kinds[thing] is Kind.STRING and is_dotted_path(objects.text(thing)):
            yield keys, objects.text(thing).replace(":", ".")
        elif objects.kinds[thing] is Kind.CONTAINER and len(keys) < _DEEPEST:
            for key, element in linkage.elements_by_key(thing):
                yield from _paths(wiring, element, (*keys, key) if isinstance(key, str) else keys)


@finder
def error_pages(wiring: Wiring) -> Iterator[Entry]:
    """``handler404 = "shop.views.page_missing"`` in a URLconf."""
    linkage = wiring.linkage
    for file, names in enumerate(linkage.global_names):
        handlers = sorted(names & _HANDLERS) if "urlpatterns" in names else ()
        for handler in handlers:
            gid, node = linkage.scope_offset[file], linkage.global_node(file, handler)
            named = [found for path in wiring.texts(node) for found in _named(wiring, path)]
            for view in dict.fromkeys([*named, *wiring.functions(node)]):
                trigger = f"error {handler.removeprefix('handler')}"
                line = _line(wiring, gid, handler)
                yield wiring.entry(EntryKind.HOOK, linkage.names[view], view, line, gid, trigger)


@finder
def configured_applications(wiring: Wiring) -> Iterator[Entry]:
    """``AppConfig.ready`` runs once, when a process starts."""
    for cls in wiring.subclasses("django.apps.AppConfig", "django.apps.config.AppConfig"):
        if definer(wiring.linkage, cls, "ready") >= 0:
            ready = wiring.method(cls, "ready")
            line = wiring.linkage.scopes[ready].line
            yield wiring.entry(
                EntryKind.STARTUP, wiring.linkage.names[ready], ready, line, ready, "start of the process"
            )
