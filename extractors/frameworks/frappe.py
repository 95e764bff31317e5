"""Frappe: whitelisted methods, the desk's forms and reports, pages, and what ``hooks.py`` names by dotted paths."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry, Wiring, finder, made_by_settings
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.doctypes import doctypes
from decompose.extractors.linking.linkage import Linkage

_HOOKS = {"scheduler_events": EntryKind.SCHEDULE, "doc_events": EntryKind.SIGNAL}


@finder
def whitelisted(wiring: Wiring) -> Iterator[Entry]:
    """``@frappe.whitelist()`` opens a function to the browser."""
    for decoration in wiring.decorations:
        if "frappe.whitelist" in decoration.names:
            name = f"/api/method/{wiring.linkage.names[decoration.scope]}"
            yield wiring.entry(EntryKind.HTTP, name, decoration.scope, decoration.line, decoration.at)


@finder
def forms(wiring: Wiring) -> Iterator[Entry]:
    """The desk has a form for each document type, which runs its controller; child tables are part of another's."""
    found = doctypes(wiring.linkage)
    for name, cls in sorted(found.class_of.items()):
        if not found.by_name[name].is_child:
            page = name.lower().replace(" ", "-")
            yield wiring.entry(EntryKind.ADMIN, f"/app/{page}", cls, wiring.linkage.scopes[cls].line, cls, name)


@made_by_settings
def controllers(linkage: Linkage) -> Iterator[int]:
    """Documents of every type are made and saved through the framework's own interface."""
    yield from sorted(doctypes(linkage).class_of.values())


@finder
def pages(wiring: Wiring) -> Iterator[Entry]:
    """Functions that the framework finds by the name of their file: reports, pages, dashboards of forms."""
    linkage = wiring.linkage
    for gid, scope in enumerate(linkage.scopes) if linkage.declarations.doctypes else ():
        if scope.kind == "function" and scope.parent == 0:
            name = _page(linkage.path(gid), scope.name)
            if name:
                yield wiring.entry(EntryKind.HTTP, name, gid, scope.line, gid)


def _page(path: str, function: str) -> str:
    """The address under which a function of a file answers; empty for any other."""
    folders, _, file = path.removesuffix(".py").rpartition("/")
    parts = folders.split("/")
    is_own = parts[-1] == file and len(parts) > 2
    match function:
        case "execute" if is_own and parts[-2] == "report":
            return f"/app/query-report/{file.replace('_', '-')}"
        case "get_data" if file.endswith("_dashboard") and parts[-1] == file.removesuffix("_dashboard"):
            return f"/app/{parts[-1].replace('_', '-')} dashboard"
        case "get_context" | "get_list_context" if is_own and parts[-2] in {"web_form", "doctype"}:
            return f"/{file.replace('_', '-')}"
        case "get_context" if "www" in parts:
            return "/" + "/".join([*parts[parts.index("www") + 1 :], file])
        case "get_context" if parts[-2:] == ["templates", "pages"] or "pages" in parts[1:]:
            return "/" + "/".join([*parts[parts.index("pages") + 1 :], file])
        case _:
            return ""


@finder
def hooks(wiring: Wiring) -> Iterator[Entry]:
    """``scheduler_events = {"daily": ["shop.tasks.tidy"]}``, ``doc_events = {"Order": {"on_submit": "shop.book"}}``."""
    linkage = wiring.linkage
    scopes: dict[str, int] = {}
    for gid, scope in enumerate(linkage.scopes):
        if scope.kind != "module" or not set(_HOOKS) & set(scope.bound):
            continue
        if linkage.modules.names[linkage.file_of[gid]].rpartition(".")[2] != "hooks":
            continue
        scopes = scopes or {name: number for number, name in reversed(list(enumerate(linkage.names)))}
        for op in scope.ops:
            if isinstance(op, facts.Bind) and op.name in _HOOKS:
                for trigger, path in sorted(set(_paths(scope, op.source, ()))):
                    if path in scopes:
                        kind = _HOOKS[op.name]
                        line = linkage.scopes[scopes[path]].line
                        yield wiring.entry(kind, path, scopes[path], line, scopes[path], trigger)


def _paths(scope: facts.Scope, value: int, keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The strings inside nested displays, each with the keys that lead to it."""
    for op in scope.ops:
        if isinstance(op, facts.Const) and op.target == value and op.kind == "str":
            yield " ".join(keys), op.text
        elif isinstance(op, facts.Build) and op.target == value and len(keys) < 4:
            for key, inner in zip(op.keys, op.values, strict=False):
                yield from _paths(scope, inner, (*keys, key) if isinstance(key, str) else keys)
