"""The exchange views, as documents that others read without knowing this tool."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from decompose.clustering.decomposition import Decomposition
from decompose.extractors.graph import DependencyGraph, Unit
from decompose.extractors.program import Program
from decompose.reports.analysed import Analysed


def calls_view(program: Program, *, guesses: bool = False) -> dict[str, list[str]]:
    """Function → what it calls; with the guessed calls, if they are asked for."""
    added = program.guesses if guesses else {}
    return {name: sorted({*callees, *added.get(name, ())}) for name, callees in program.calls.items()}


def tables_view(program: Program) -> dict[str, Any]:
    """Function → tables that it touches; the tables; model → table."""
    access: dict[str, dict[str, Any]] = {}
    for name, found in program.access.items():
        access[name] = {"reads": list(found.reads), "writes": list(found.writes)}
        if found.dynamic:
            access[name]["dynamic"] = True
    tables = [table.name for table in program.graph.tables]
    return {"access": access, "tables": tables, "models": program.models}


def units_view(graph: DependencyGraph) -> dict[str, Any]:
    """The dependency graph as nodes and edges."""
    nodes: list[dict[str, Any]] = [
        {
            "name": unit.name,
            "kind": "unit",
            "unit_kind": unit.kind.value,
            "path": unit.path,
            "line": unit.line,
            "end_line": unit.end_line,
            "lines": unit.lines,
            "words": unit.words,
        }
        for unit in graph.units
    ]
    nodes += [
        {
            "name": table.name,
            "kind": "table",
            "path": table.place.path if table.place else "",
            "columns": [column.name for column in table.columns],
            "models": list(table.models),
        }
        for table in graph.tables
    ]
    nodes += [
        {
            "name": entry.name,
            "kind": "entrypoint",
            "entry_kind": entry.kind.value,
            "path": entry.place.path,
            "is_synchronous": entry.is_synchronous,
            **({"trigger": entry.trigger} if entry.trigger else {}),
        }
        for entry in graph.entry_points
    ]
    edges = [
        {
            "source": edge.source,
            "target": edge.target,
            "kind": edge.kind.value,
            "weight": edge.weight,
            "source_symbol": edge.source_symbol,
            "target_symbol": edge.target_symbol,
            "confidence": edge.confidence.value,
            "places": [str(place) for place in edge.places],
            **({"operations": list(edge.operations)} if edge.operations else {}),
            **({"columns": list(edge.columns)} if edge.columns else {}),
        }
        for edge in graph.edges
    ]
    return {"nodes": nodes, "edges": edges}


def services_view(analysed: Analysed) -> dict[str, Any]:
    """The services with their units, modules and tables, in order of extraction; the alternatives."""
    units = {unit.name: unit for unit in analysed.graph.units}
    lines = _lines_by_path(analysed.graph)
    document = _placement(analysed.decomposition, units, lines)
    names = [service.name for service in analysed.decomposition.services]
    planned = [step.service for step in analysed.plan.steps]
    document["order"] = planned + [name for name in names if name not in planned]
    document["alternatives"] = [_placement(other, units, lines) for other in analysed.alternatives]
    return document


def _placement(decomposition: Decomposition, units: dict[str, Unit], lines: dict[str, int]) -> dict[str, Any]:
    return {
        "services": {
            service.name: {
                "units": list(service.units),
                "modules": _shares(service.units, units, lines),
                "tables": list(service.tables),
            }
            for service in decomposition.services
        },
        "shared": {
            "units": list(decomposition.shared),
            "modules": _shares(decomposition.shared, units, lines),
        },
    }


def _lines_by_path(graph: DependencyGraph) -> dict[str, int]:
    lines: dict[str, int] = defaultdict(int)
    for unit in graph.units:
        lines[unit.path] += unit.lines
    return lines


def _shares(names: Iterable[str], units: dict[str, Unit], lines: dict[str, int]) -> dict[str, float]:
    """Path → share of the module's lines that these units hold."""
    held: dict[str, int] = defaultdict(int)
    for name in names:
        unit = units.get(name)
        if unit is not None and unit.path:
            held[unit.path] += unit.lines
    return {path: round(held[path] / max(lines[path], 1), 4) for path in sorted(held)}
