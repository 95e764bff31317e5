"""Interfaces that classes declare to implement, by a call in their body or by a decorator."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Event, Wiring, finder
from decompose.extractors.graph import EdgeKind

_IN_BODY = "implements"
_DECORATORS = frozenset({"implementer", "provider"})


@finder
def implemented(wiring: Wiring) -> Iterator[Event]:
    """``plugins.implements(IOrders)`` and ``@implementer(IMailer)`` bind a class to an interface as a base does."""
    linkage = wiring.linkage
    for gid in sorted(linkage.classes):
        for call in linkage.of_type(gid, facts.Call):
            if call.args and any(name.rpartition(".")[2] == _IN_BODY for name in wiring.names(gid, call.func)):
                for interface in _classes(wiring, linkage.node(gid, call.args[0])):
                    yield Event(gid, call.line, interface, EdgeKind.INHERITS)
    for decoration in wiring.decorations:
        declares = any(name.rpartition(".")[2] in _DECORATORS for name in decoration.names)
        if declares and decoration.site is not None and decoration.scope in linkage.classes:
            for node in decoration.site.args:
                for interface in _classes(wiring, node):
                    yield Event(decoration.scope, decoration.line, interface, EdgeKind.INHERITS)


def _classes(wiring: Wiring, node: int) -> Iterator[int]:
    yield from (scope for scope in wiring.functions(node) if scope in wiring.linkage.classes)
