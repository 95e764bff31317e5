"""Commands that packaging metadata declare."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.graph import EntryKind

_STARTED = frozenset({"console_scripts", "gui_scripts", "wsgi_scripts"})


@finder
def scripts(wiring: Wiring) -> Iterator[Entry]:
    """``shop = shop.cmd:main`` below ``console_scripts``."""
    started = [plugin for plugin in wiring.linkage.plugins if plugin.group in _STARTED]
    scopes = {name: gid for gid, name in reversed(list(enumerate(wiring.linkage.names)))} if started else {}
    for plugin in started:
        if plugin.target in scopes:
            scope = scopes[plugin.target]
            yield Entry(EntryKind.COMMAND, plugin.name, scope, plugin.place.path, plugin.place.line, plugin.group)
