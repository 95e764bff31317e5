"""``decompose graph``."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decompose.analyzer import options

if TYPE_CHECKING:
    from decompose.analyzer.pipeline import Run
    from decompose.analyzer.settings import Settings
    from decompose.reports.views import Drawing

ABOUT = "Print one view of the graph."
EXAMPLES = ("graph ./shop --view calls", "graph ./shop --view services --format svg > services.svg")


class View(StrEnum):
    """What is shown."""

    CALLS = "calls"
    TABLES = "tables"
    UNITS = "units"
    SERVICES = "services"


class GraphFormat(StrEnum):
    """How it is shown."""

    JSON = "json"
    DOT = "dot"
    SVG = "svg"
    MERMAID = "mermaid"
    GRAPHML = "graphml"
    CSV = "csv"


def command(
    path: options.AnalysedArgument,
    view: Annotated[View, typer.Option("--view", help="What to show.")] = View.SERVICES,
    format_: Annotated[GraphFormat, typer.Option("--format", help="How to show it.")] = GraphFormat.JSON,
    guesses: Annotated[
        bool, typer.Option("--guesses", help="With --view calls: add calls guessed from a method's name.")
    ] = False,
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
    """Print one view of the graph: calls, tables, units or services."""
    from decompose.analyzer.errors import Problem, UserError
    from decompose.analyzer.printing import print_bytes
    from decompose.analyzer.settings import Settings
    from decompose.reports import views

    settings = Settings(path, config, cache_dir, no_cache, workers, services, evidence, quiet, verbose)
    with settings.run() as run:
        document, drawing = _shown(view, settings, run, guesses=guesses)
    if format_ is GraphFormat.JSON:
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    else:
        try:
            text = views.render(drawing, format_.value)
        except views.DotMissingError as error:
            raise UserError(Problem(str(error), "", "install graphviz, or use --format dot")) from error
    print_bytes(text.encode(errors="backslashreplace"))


def _shown(view: View, settings: Settings, run: Run, *, guesses: bool) -> tuple[dict[str, Any], Drawing]:
    """The view as a document, and as a drawing."""
    from decompose.analyzer.pipeline import analysis_of, dependency_graph
    from decompose.reports import views

    match view:
        case View.CALLS | View.TABLES:
            return _of_functions(view, settings, run, guesses=guesses)
        case View.UNITS:
            graph = dependency_graph(settings.path, run)
            settings.tell(graph.diagnostics, run.progress)
            return views.units_view(graph), views.graph_of_units(graph)
        case View.SERVICES:
            analysis = analysis_of(settings.path, run)
            settings.tell(analysis.graph.diagnostics, run.progress)
            return views.services_view(analysis), views.graph_of_services(analysis)


def _of_functions(view: View, settings: Settings, run: Run, *, guesses: bool) -> tuple[dict[str, Any], Drawing]:
    from decompose.analyzer.errors import Problem, UserError
    from decompose.analyzer.pipeline import is_document, link_program
    from decompose.reports import views

    if is_document(settings.path):
        what = f"a JSON document has no functions, which --view {view.value} shows"
        raise UserError(Problem(what, str(settings.path), "give the code, or use --view units or services"))
    program = link_program(settings.path, run)
    settings.tell(program.graph.diagnostics, run.progress)
    if view is View.CALLS:
        calls = views.calls_view(program, guesses=guesses)
        return calls, views.graph_of_calls(calls)
    return views.tables_view(program), views.graph_of_tables(program)
