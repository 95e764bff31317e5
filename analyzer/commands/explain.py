"""``decompose explain``."""

from __future__ import annotations

import sys

import msgspec

from decompose.analyzer.commands.settings import Settings
from decompose.analyzer.errors import Problem, UserError
from decompose.analyzer.pipeline import analyze


def run(name: str, settings: Settings, *, as_json: bool) -> None:
    """Explain a unit, symbol, table or service."""
    from decompose.reports.explaining import UnknownName, explain

    with settings.run() as pipeline:
        analysis = analyze(settings.path, pipeline)
    try:
        explanation = explain(analysis, name)
    except UnknownName as error:
        near = f"did you mean {', '.join(error.suggestions)}?" if error.suggestions else ""
        raise UserError(Problem(f'nothing is called "{name}"', str(settings.path), near)) from error
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode(explanation) + b"\n")
        return
    from decompose.analyzer.commands.printing import console
    from decompose.reports.terminal import explanation_text

    screen = console()
    screen.print(explanation_text(explanation, width=screen.width))
