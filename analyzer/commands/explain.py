"""``decompose explain``."""

from __future__ import annotations

from typing import Annotated

import typer

from decompose.analyzer import options

ABOUT = "Say why something is where it is."
EXAMPLES = (
    "explain orders.models.Order ./shop",
    "explain orders ./shop/.decompose/analysis.json",
    "explain '/orders/<pk>/' ./shop",
)


def command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A unit, function, table, entry point or service.")],
    path: options.AnalysedArgument,
    format_: options.FormatOption = options.TextOrJson.TEXT,
    services: options.ServicesOption = None,
    evidence: options.EvidenceOption = None,
    config: options.ConfigOption = None,
    workers: options.WorkersOption = 0,
    cache_dir: options.CacheOption = None,
    no_cache: options.NoCacheOption = False,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
    color: options.ColorOption = options.Color.AUTO,
    debug: options.DebugOption = False,
) -> None:
    """Say why something is where it is, with the evidence."""
    import msgspec

    from decompose.analyzer.errors import Problem, UserError
    from decompose.analyzer.pipeline import analysis_of
    from decompose.analyzer.printing import print_bytes, show
    from decompose.analyzer.settings import Settings
    from decompose.reports.explaining import UnknownNameError, explain
    from decompose.reports.terminal import explanation_blocks

    settings = Settings(path, config, cache_dir, no_cache, workers, services, evidence, quiet, verbose)
    with settings.run() as run:
        analysis = analysis_of(path, run)
        settings.tell(analysis.graph.diagnostics, run.progress)
    try:
        explanation = explain(analysis, name)
    except UnknownNameError as error:
        near = f"did you mean {', '.join(error.suggestions)}?" if error.suggestions else ""
        raise UserError(Problem(f'nothing is called "{name}"', str(path), near)) from error
    if format_ is options.TextOrJson.JSON:
        print_bytes(msgspec.json.encode(explanation, order="deterministic") + b"\n")
    else:
        show(explanation_blocks(explanation), root=settings.root, web_base=analysis.web_base)
