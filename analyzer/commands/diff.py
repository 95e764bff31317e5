"""``decompose diff``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from decompose.analyzer import options

ABOUT = "Compare two analyses: what moved."
EXAMPLES = (
    "diff main.json .decompose/analysis.json",
    "diff before.json after.json --format json",
)


def command(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="An analysis.json.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A later one, or one with other settings.")],
    format_: options.FormatOption = options.TextOrJson.TEXT,
    quiet: options.QuietOption = False,
    color: options.ColorOption = options.Color.AUTO,
    debug: options.DebugOption = False,
) -> None:
    """Compare two analyses: what moved, which couplings are new or gone.

    Services are matched by what they hold, so that a new name is told as a new name. Couplings are matched by kind
    and ends, wherever they stand in the code now.
    """
    import msgspec

    from decompose.analyzer.documents import read_analysis
    from decompose.analyzer.printing import print_bytes, show
    from decompose.clustering.comparing import compare
    from decompose.reports.terminal import comparison_blocks

    earlier, later = read_analysis(old), read_analysis(new)
    found = compare(earlier.decomposition, later.decomposition)
    if format_ is options.TextOrJson.JSON:
        print_bytes(msgspec.json.encode(found, order="deterministic") + b"\n")
    else:
        show(comparison_blocks(found, title=f"From {old} to {new}"), web_base=later.web_base)
