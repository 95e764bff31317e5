"""``decompose report``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decompose.analyzer import options
from decompose.analyzer.rendering import TEXT, DrawnView, check_format, format_names

if TYPE_CHECKING:
    from decompose.analyzer.analysis import Analysis

ABOUT = "Render an analysis again, in any format."
EXAMPLES = (
    "report .decompose/analysis.json",
    "report .decompose/analysis.json -o report.html",
    "report .decompose/analysis.json --format markdown -o docs/services.md",
    "report .decompose/analysis.json -o couplings.csv",
    "report .decompose/analysis.json --view tables -o tables.svg",
    "report .decompose/analysis.json --format structurizr > workspace.dsl",
)


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An analysis.json.")],
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help=f"{', '.join(format_names())}. [default: what --output ends with, or text]",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="File to write. [default: standard output]")
    ] = None,
    view: Annotated[
        DrawnView | None, typer.Option("--view", help="What a drawing shows. [default: services]", show_default=False)
    ] = None,
    quiet: options.QuietOption = False,
    color: options.ColorOption = options.Color.AUTO,
    debug: options.DebugOption = False,
) -> None:
    """Render an analysis again, in any format."""
    from decompose.analyzer.documents import read_analysis
    from decompose.analyzer.printing import print_bytes
    from decompose.analyzer.rendering import rendered
    from decompose.analyzer.writing import write_whole

    name = _format(format_, output)
    analysis = read_analysis(file)
    if output is not None:
        write_whole(output, rendered(analysis, name, view))
    elif name == TEXT and view is None:
        print_bytes(_for_screen(analysis, file))
    else:
        print_bytes(rendered(analysis, name, view))


def _format(name: str | None, output: Path | None) -> str:
    """What is asked for; found out before anything is read."""
    from decompose.analyzer.errors import Problem, UserError
    from decompose.analyzer.rendering import format_of

    if name is not None:
        return check_format(name, format_names())
    if output is None:
        return TEXT
    found = format_of(output)
    if found is None:
        what = (
            f'nothing is known of files that end with "{output.suffix}"' if output.suffix else "a file without suffix"
        )
        raise UserError(Problem(what, f"--output {output}", f"say --format NAME: {', '.join(format_names())}"))
    return found


def _for_screen(analysis: Analysis, file: Path) -> bytes:
    from decompose.analyzer.printing import shown
    from decompose.reports.terminal import summary

    return shown(summary(analysis, source=str(file)), web_base=analysis.web_base)
