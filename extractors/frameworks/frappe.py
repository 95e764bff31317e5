"""Frappe: whitelisted methods, and the dictionaries of ``hooks.py`` that name functions by their dotted paths."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.graph import EntryKind

_HOOKS = {"scheduler_events": EntryKind.SCHEDULE, "doc_events": EntryKind.SIGNAL}


@finder
def whitelisted(wiring: Wiring) -> Iterator[Entry]:
    """``@frappe.whitelist()`` opens a function to the browser."""
    for decoration in wiring.decorations:
        if "frappe.whitelist" in decoration.names:
            name = f"/api/method/{wiring.linkage.names[decoration.scope]}"
            yield wiring.entry(EntryKind.HTTP, name, decoration.scope, decoration.line, decoration.at)


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
