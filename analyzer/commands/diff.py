"""``decompose diff``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from decompose.analyzer import options

EXAMPLES = (
    "diff main.json .decompose/analysis.json",
    "diff before.json after.json --format json",
)


def command(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="An analysis.json.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A later one, or one with other settings.")],
    format_: options.FormatOption = options.TextOrJson.TEXT,
    color: options.ColorOption = options.Color.AUTO,
    debug: options.DebugOption = False,
) -> None:
    """Compare two analyses: what moved, which couplings are new or gone.

    Services are matched by what they hold, so that a new name is told as a new name. Couplings are matched by kind
    and ends, wherever they stand in the code now.
    """
    import msgspec

    from decompose.analyzer.documents import read_analysis
    from decompose.analyzer.printing import console, encoded, print_bytes
    from decompose.clustering.comparing import compare
    from decompose.reports.comparing import comparison_text

    found = compare(read_analysis(old).decomposition, read_analysis(new).decomposition)
    if format_ is options.TextOrJson.JSON:
        print_bytes(msgspec.json.encode(found, order="deterministic") + b"\n")
    else:
        screen = console()
        title = f"From {old} to {new}"
        print_bytes(encoded(comparison_text(found, width=screen.width, title=title), screen))
