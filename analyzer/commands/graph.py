"""``decompose graph``."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decompose.analyzer import options
from decompose.analyzer.rendering import JSON, check_format
from decompose.reports.drawings import drawing_formats

if TYPE_CHECKING:
    from decompose.analyzer.pipeline import Run
    from decompose.analyzer.settings import Settings
    from decompose.reports.drawings.drawing import Drawing

ABOUT = "Print one view of the graph."
EXAMPLES = (
    "graph ./shop --view calls",
    "graph ./shop --view services --format svg > services.svg",
    "graph ./shop --view units --format graphml > units.graphml",
)


class View(StrEnum):
    """What is shown."""

    CALLS = "calls"
    TABLES = "tables"
    UNITS = "units"
    SERVICES = "services"


FORMATS = (JSON, *drawing_formats())


def command(
    path: options.AnalysedArgument,
    view: Annotated[View, typer.Option("--view", help="What to show.")] = View.SERVICES,
    format_: Annotated[str, typer.Option("--format", metavar="NAME", help=f"{', '.join(FORMATS)}.")] = JSON,
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
    from decompose.analyzer.printing import print_bytes
    from decompose.analyzer.rendering import drawn
    from decompose.analyzer.settings import Settings

    name = check_format(format_, FORMATS)
    settings = Settings(path, config, cache_dir, no_cache, workers, services, evidence, quiet, verbose)
    with settings.run() as run:
        document, drawing = _shown(view, settings, run, guesses=guesses)
    if name == JSON:
        print_bytes((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(errors="backslashreplace"))
    else:
        print_bytes(drawn(drawing(), name))


Shown = tuple[dict[str, Any], "Callable[[], Drawing]"]
"""A view as a document, and what makes a drawing of it."""


def _shown(view: View, settings: Settings, run: Run, *, guesses: bool) -> Shown:
    from decompose.analyzer.pipeline import analysis_of, dependency_graph
    from decompose.reports import views
    from decompose.reports.drawings.gathering import services_drawing, units_drawing

    match view:
        case View.CALLS | View.TABLES:
            return _of_functions(view, settings, run, guesses=guesses)
        case View.UNITS:
            graph = dependency_graph(settings.path, run)
            settings.tell(graph.diagnostics, run.progress)
            return views.units_view(graph), lambda: units_drawing(graph)
        case View.SERVICES:
            analysis = analysis_of(settings.path, run)
            settings.tell(analysis.graph.diagnostics, run.progress)
            return views.services_view(analysis), lambda: services_drawing(analysis)


def _of_functions(view: View, settings: Settings, run: Run, *, guesses: bool) -> Shown:
    from decompose.analyzer.errors import Problem, UserError
    from decompose.analyzer.pipeline import is_document, link_program
    from decompose.reports import views
    from decompose.reports.drawings.gathering import accesses_drawing, calls_drawing

    if is_document(settings.path):
        what = f"a JSON document has no functions, which --view {view.value} shows"
        raise UserError(Problem(what, str(settings.path), "give the code, or use --view units or services"))
    program = link_program(settings.path, run)
    settings.tell(program.graph.diagnostics, run.progress)
    if view is View.CALLS:
        calls = views.calls_view(program, guesses=guesses)
        return calls, lambda: calls_drawing(calls, program.graph)
    return views.tables_view(program), lambda: accesses_drawing(program)
