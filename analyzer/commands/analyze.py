"""``decompose analyze``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from decompose.analyzer.analysis import Analysis
from decompose.analyzer.commands.settings import Settings
from decompose.analyzer.configuration import Configuration, OutputFormat
from decompose.analyzer.documents import encode, write_whole
from decompose.analyzer.pipeline import analyze


def run(settings: Settings, *, as_json: bool) -> None:
    """Analyse, write the files, print the summary."""
    with settings.run() as pipeline:
        analysis = analyze(settings.path, pipeline)
        pipeline.progress.stage("Writing reports")
        files = _write(analysis, settings, pipeline.configuration)
    if as_json:
        sys.stdout.buffer.write(encode(analysis))
        return
    from decompose.analyzer.commands.printing import console
    from decompose.reports.terminal import summary

    screen = console()
    screen.print(summary(analysis, width=screen.width, out_files=[str(file) for file in files]))


def _write(analysis: Analysis, settings: Settings, configuration: Configuration) -> list[Path]:
    from decompose.reports.html import render_html
    from decompose.reports.markdown import render_plan

    folder = settings.output_folder(configuration)
    contents: dict[OutputFormat, tuple[str, Callable[[], bytes]]] = {
        OutputFormat.JSON: ("analysis.json", lambda: encode(analysis)),
        OutputFormat.HTML: ("report.html", lambda: render_html(analysis).encode()),
        OutputFormat.MARKDOWN: ("plan.md", lambda: render_plan(analysis).encode()),
    }
    files = []
    for wanted in configuration.output.formats:
        name, render = contents[wanted]
        write_whole(folder / name, render())
        files.append(folder / name)
    return files
