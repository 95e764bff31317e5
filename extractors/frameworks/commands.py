"""Commands: click and typer, each below the names of its groups (``user token create``)."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.frameworks.grouping import Groups, declares, own_name
from decompose.extractors.graph import EntryKind


@finder
def decorated_commands(wiring: Wiring) -> Iterator[Entry]:
    """``@click.command()``, ``@group.command("name")``, ``@app.command()``."""
    declared = [decoration for decoration in wiring.decorations if declares(wiring, decoration, "command")]
    for decoration in declared:
        own = own_name(wiring, decoration)
        for name in wiring.once(Groups).names_of(decoration.scope, decoration.owner, own):
            yield wiring.entry(EntryKind.COMMAND, name, decoration.scope, decoration.line, decoration.at)
