"""oslo.messaging: classes whose methods are called by name, from other processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.graph import EntryKind

_TARGETS = ("oslo_messaging.", "oslo.messaging.")


@finder
def endpoints(wiring: Wiring) -> Iterator[Entry]:
    """Public methods of a class with ``target = oslo_messaging.Target(…)``."""
    linkage = wiring.linkage
    found = [gid for gid in sorted(linkage.classes) if _is_endpoint(wiring, gid)]
    cast, called = (_sent(wiring, word) if found else set() for word in ("cast", "call"))
    for gid in found:
        for method, scope in enumerate(linkage.scopes):
            is_method = linkage.parent_of[method] == gid and scope.kind == "function"
            if is_method and not scope.name.startswith("_"):
                entry = wiring.entry(EntryKind.RPC, linkage.names[method], method, scope.line, method)
                yield replace(entry, is_synchronous=scope.name in called or scope.name not in cast)


def _sent(wiring: Wiring, word: str) -> set[str]:
    """The methods that are asked for by ``cast``, after which nobody waits, or by ``call``."""
    return {text for site in wiring.method_calls(word) for text in wiring.texts(site.argument(1, "method"))}


def _is_endpoint(wiring: Wiring, gid: int) -> bool:
    scope = wiring.linkage.scopes[gid]
    if "target" not in scope.bound:
        return False
    bound = {op.source for op in scope.ops if isinstance(op, facts.Bind) and op.name == "target"}
    return any(
        name.startswith(_TARGETS) and name.endswith(".Target")
        for op in scope.ops
        if isinstance(op, facts.Call) and op.target in bound
        for name in wiring.names(gid, op.func)
    )
