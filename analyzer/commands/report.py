"""``decompose report``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decompose.analyzer import options

if TYPE_CHECKING:
    from decompose.analyzer.analysis import Analysis

ABOUT = "Render an analysis again, in any format."
EXAMPLES = (
    "report .decompose/analysis.json",
    "report .decompose/analysis.json --format markdown -o plan.md",
    "report .decompose/analysis.json --format cml -o map.cml",
)


class ReportFormat(StrEnum):
    """What is rendered."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"
    CML = "cml"
    STRUCTURIZR = "structurizr"
    BACKSTAGE = "backstage"


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An analysis.json.")],
    format_: Annotated[
        ReportFormat, typer.Option("--format", metavar="NAME", help=f"{', '.join(ReportFormat)}.")
    ] = ReportFormat.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="File to write. [default: standard output]")
    ] = None,
    quiet: options.QuietOption = False,
    color: options.ColorOption = options.Color.AUTO,
    debug: options.DebugOption = False,
) -> None:
    """Render an analysis again, in any format."""
    from decompose.analyzer.documents import read_analysis
    from decompose.analyzer.printing import print_bytes
    from decompose.analyzer.writing import write_whole

    data = _rendered(read_analysis(file), format_, file)
    if output is None:
        print_bytes(data)
    else:
        write_whole(output, data)


def _rendered(analysis: Analysis, format_: ReportFormat, source: Path) -> bytes:
    from decompose.analyzer.rendering import RENDERERS

    if format_.value in RENDERERS:
        return RENDERERS[format_.value].render(analysis)
    if format_ is not ReportFormat.TEXT:
        from decompose.reports.exports import exports

        return exports()[format_.value].render(analysis).encode(errors="backslashreplace")
    from decompose.analyzer.printing import shown
    from decompose.reports.terminal import summary

    return shown(summary(analysis, source=str(source)), web_base=analysis.web_base)
