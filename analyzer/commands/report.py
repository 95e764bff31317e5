"""``decompose report``."""

from __future__ import annotations

import sys
from pathlib import Path

from decompose.analyzer.analysis import Analysis
from decompose.analyzer.documents import decode, encode, write_whole
from decompose.analyzer.errors import Problem, UserError, no_such_file


def run(file: Path, format_: str, output: Path | None) -> None:
    """Render an analysis that was written before."""
    if not file.is_file():
        raise no_such_file(file)
    try:
        analysis = decode(file.read_bytes(), str(file))
    except OSError as error:
        raise UserError(Problem(f"cannot read: {error.strerror}", str(file))) from error
    text = _render(analysis, format_)
    if output is None:
        sys.stdout.write(text)
    else:
        write_whole(output, text.encode())


def _render(analysis: Analysis, format_: str) -> str:
    match format_:
        case "html":
            from decompose.reports.html import render_html

            return render_html(analysis)
        case "markdown":
            from decompose.reports.markdown import render_plan

            return render_plan(analysis)
        case "json":
            return encode(analysis).decode()
        case _:
            from decompose.analyzer.commands.printing import console
            from decompose.reports.terminal import summary

            screen = console()
            with screen.capture() as captured:
                screen.print(summary(analysis, width=screen.width))
            return captured.get()
