"""``decompose graph``."""

from __future__ import annotations

import json
import sys

from decompose.analyzer.commands.settings import Settings
from decompose.analyzer.errors import Problem, UserError
from decompose.analyzer.pipeline import complete, link_program
from decompose.extractors.program import Program


def run(settings: Settings, view: str, format_: str) -> None:
    """Print one view; calls and tables need no clustering."""
    from decompose.reports import views

    with settings.run() as pipeline:
        is_graph_file = settings.path.suffix == ".json"
        if view in {"calls", "tables"}:
            if is_graph_file:
                what = f"a graph file has no functions: --view {view} needs code"
                raise UserError(Problem(what, str(settings.path), "use --view units or services"))
            program = link_program(settings.path, pipeline)
            document = views.calls_view(program) if view == "calls" else views.tables_view(program)
            graph = views.graph_of_calls(program) if view == "calls" else views.graph_of_tables(program)
        elif view == "units":
            units = _graph(settings, pipeline)
            document, graph = views.units_view(units.graph), views.graph_of_units(units.graph)
        else:
            analysis = complete(_graph(settings, pipeline).graph, pipeline)
            document, graph = views.services_view(analysis), views.graph_of_services(analysis)
    if format_ == "json":
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
        return
    try:
        sys.stdout.write(views.render(graph, format_))
    except views.DotMissing as error:
        raise UserError(Problem(str(error), "", "install graphviz, or use --format dot")) from error


def _graph(settings: Settings, pipeline: object) -> Program:
    from decompose.analyzer.pipeline import Run, graph_file

    assert isinstance(pipeline, Run)
    if settings.path.suffix == ".json" and settings.path.is_file():
        return Program({}, {}, {}, graph_file(settings.path))
    return link_program(settings.path, pipeline)
