"""Programs that read their arguments with ``argparse`` or ``optparse`` and start when their file is run."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.graph import EntryKind

_PARSERS = {"ArgumentParser": "argparse.", "OptionParser": "optparse."}


@finder
def mains(wiring: Wiring) -> Iterator[Entry]:
    """``if __name__ == "__main__": main()`` in a file where arguments are parsed."""
    linkage = wiring.linkage
    scripts = {plugin.target for plugin in linkage.plugins}
    for last, library in _PARSERS.items():
        for site, name, _ in wiring.calls_to(last):
            if not name.startswith(library):
                continue
            module = linkage.scope_offset[linkage.file_of[site.scope]]
            started = _started(wiring, module)
            scope = next((found for found in (site.scope, *started) if found in started or found == module), -1)
            if scope >= 0 and linkage.names[scope] not in scripts:
                named = wiring.texts(site.argument(0, "prog")) if last == "ArgumentParser" else []
                program = named[0] if named else _named(linkage.names[module])
                line = linkage.scopes[scope].line if scope != module else site.line
                yield wiring.entry(EntryKind.COMMAND, program, scope, line, scope)


def _started(wiring: Wiring, module: int) -> list[int]:
    """The functions of a file that its own body calls."""
    linkage = wiring.linkage
    called = [
        scope for op in linkage.of_type(module, facts.Call) for scope in wiring.functions(linkage.node(module, op.func))
    ]
    own = linkage.file_of[module]
    return [scope for scope in called if linkage.file_of[scope] == own and linkage.scopes[scope].kind == "function"]


def _named(module: str) -> str:
    """What people call a program: ``python -m shop`` runs ``shop.__main__``."""
    parts = [part for part in module.split(".") if part != "__main__"]
    return parts[-1] if parts else module
