"""Commands: click and typer."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.graph import EntryKind

_LIBRARIES = ("click", "typer", "flask", "cli", "*", "<", "app")


@finder
def decorated_commands(wiring: Wiring) -> Iterator[Entry]:
    """``@click.command()``, ``@group.command("name")``, ``@app.command()``."""
    for decoration in wiring.decorations:
        is_command = any(
            name.rpartition(".")[2] == "command"
            and (name.startswith(_LIBRARIES) or name.startswith(wiring.linkage.names[decoration.at].split(".")[0]))
            for name in decoration.names
        )
        if is_command:
            given = wiring.texts(decoration.site.argument(0, "name")) if decoration.site else []
            name = given[0] if given else wiring.linkage.scopes[decoration.scope].name.replace("_", "-")
            yield wiring.entry(EntryKind.COMMAND, name, decoration.scope, decoration.line, decoration.at)
