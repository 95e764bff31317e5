"""Values that a program looks up in its configuration: ``app.config["AUTH_URL_PREFIX"]``."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Wiring


def texts_of(wiring: Wiring, gid: int, node: int) -> list[str]:
    """Constant strings of a value; those that settings of that name hold, where it is looked up in a configuration."""
    return wiring.texts(node) or sorted(set(_configured(wiring, gid, node)))


def _configured(wiring: Wiring, gid: int, node: int) -> Iterator[str]:
    linkage = wiring.linkage
    configurations = {op.target for op in linkage.of_type(gid, facts.Attr) if op.name == "config"}
    for item in linkage.of_type(gid, facts.Item):
        if linkage.node(gid, item.target) == node and item.base in configurations and isinstance(item.key, str):
            yield from _settings(wiring, item.key)


def _settings(wiring: Wiring, name: str) -> Iterator[str]:
    """What modules and classes bind a name to."""
    linkage = wiring.linkage
    for gid, scope in enumerate(linkage.scopes):
        if name in scope.bound:
            for op in linkage.of_type(gid, facts.Bind):
                if op.name == name:
                    yield from wiring.texts(linkage.node(gid, op.source))
