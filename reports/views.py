"""The exchange views, and drawings of them."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from decompose.clustering.decomposition import Decomposition
from decompose.extractors.graph import DependencyGraph, Unit
from decompose.extractors.program import Program
from decompose.reports.analysed import Analysed


class DotMissingError(Exception):
    """Graphviz's ``dot`` program is not installed."""


@dataclass(frozen=True, slots=True)
class Link:
    """An edge of a drawing."""

    source: str
    target: str
    label: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A graph to be drawn: node name → kind, and links, both in a fixed order."""

    nodes: dict[str, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()


# -- JSON documents (the exchange formats) --


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


# -- drawings --


def graph_of_calls(calls: Mapping[str, Sequence[str]]) -> Drawing:
    """Functions and calls, builtins left out."""
    links = [
        Link(name, callee, "calls")
        for name, callees in calls.items()
        for callee in callees
        if not callee.startswith("<")
    ]
    nodes = dict.fromkeys(calls, "function")
    nodes |= {link.target: "function" for link in links if link.target not in nodes}
    return Drawing(nodes, tuple(links))


def graph_of_tables(program: Program) -> Drawing:
    """Functions and the tables that they touch."""
    nodes = {table.name: "table" for table in program.graph.tables}
    links = []
    for name, found in program.access.items():
        nodes.setdefault(name, "function")
        links += [Link(name, table, "reads") for table in found.reads]
        links += [Link(name, table, "writes") for table in found.writes]
    return Drawing(nodes, tuple(links))


def graph_of_units(graph: DependencyGraph) -> Drawing:
    """The dependency graph."""
    nodes = {unit.name: "unit" for unit in graph.units}
    nodes |= {table.name: "table" for table in graph.tables}
    nodes |= {entry.name: "entrypoint" for entry in graph.entry_points}
    links = [Link(edge.source, edge.target, edge.kind.value, edge.weight) for edge in graph.edges]
    return Drawing(nodes, tuple(links))


def graph_of_services(analysed: Analysed) -> Drawing:
    """Services and how many couplings cross between each pair."""
    nodes = {service.name: "service" for service in analysed.decomposition.services}
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for coupling in analysed.decomposition.couplings:
        counts[coupling.source_service, coupling.target_service] += 1
    links = [
        Link(source, target, f"{counts[source, target]}", counts[source, target]) for source, target in sorted(counts)
    ]
    return Drawing(nodes, tuple(links))


def render(drawing: Drawing, format_: str) -> str:
    """Draw.

    Args:
        drawing: the graph.
        format_: ``dot``, ``svg``, ``mermaid``, ``graphml`` or ``csv``.

    Raises:
        DotMissingError: SVG is asked for and ``dot`` is not installed.
    """
    return _FORMATS[format_](drawing)


_SHAPES = {"table": "cylinder", "service": "box3d", "entrypoint": "cds", "unit": "box", "function": "box"}


def _dot(drawing: Drawing) -> str:
    rows = ["digraph decompose {", "  rankdir=LR; node [fontname=Helvetica]; edge [fontname=Helvetica];"]
    for name, kind in drawing.nodes.items():
        rows.append(f"  {_dot_name(name)} [shape={_SHAPES[kind]}];")
    for link in drawing.links:
        ends = f"{_dot_name(link.source)} -> {_dot_name(link.target)}"
        rows.append(f"  {ends} [label={_dot_name(link.label)}];")
    return "\n".join([*rows, "}"]) + "\n"


def _dot_name(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _svg(drawing: Drawing) -> str:
    import subprocess

    try:
        done = subprocess.run(
            ["dot", "-Tsvg"], input=_dot(drawing).encode(), capture_output=True, check=True, timeout=300
        )
    except FileNotFoundError as error:
        raise DotMissingError("SVG needs Graphviz's dot program, which is not installed") from error
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise DotMissingError(f"Graphviz's dot failed: {error}") from error
    return done.stdout.decode()


def _mermaid(drawing: Drawing) -> str:
    ids = {name: f"n{index}" for index, name in enumerate(drawing.nodes)}
    rows = ["graph LR"]
    rows += [f'  {ids[name]}["{mermaid_text(name)}"]' for name in drawing.nodes]
    for link in drawing.links:
        if link.source in ids and link.target in ids:
            rows.append(f"  {ids[link.source]} -->|{mermaid_text(link.label)}| {ids[link.target]}")
    return "\n".join(rows) + "\n"


def mermaid_text(text: str) -> str:
    """Text that Mermaid shows as it is."""
    return "".join(char if char.isalnum() or char in " ._-/" else f"#{ord(char)};" for char in text)


def _graphml(drawing: Drawing) -> str:
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        '<key id="kind" for="all" attr.name="kind" attr.type="string"/>',
        '<key id="weight" for="edge" attr.name="weight" attr.type="double"/>',
        '<graph edgedefault="directed">',
    ]
    for name, kind in drawing.nodes.items():
        rows.append(f'<node id={quoteattr(name)}><data key="kind">{escape(kind)}</data></node>')
    for link in drawing.links:
        ends = f"source={quoteattr(link.source)} target={quoteattr(link.target)}"
        data = f'<data key="kind">{escape(link.label)}</data><data key="weight">{link.weight:g}</data>'
        rows.append(f"<edge {ends}>{data}</edge>")
    return "\n".join([*rows, "</graph>", "</graphml>"]) + "\n"


def _csv(drawing: Drawing) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["source", "target", "kind", "weight"])
    for link in drawing.links:
        writer.writerow([_cell(link.source), _cell(link.target), _cell(link.label), f"{link.weight:g}"])
    return stream.getvalue()


def _cell(text: str) -> str:
    """A spreadsheet must not take a name for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


_FORMATS: dict[str, Callable[[Drawing], str]] = {
    "dot": _dot,
    "svg": _svg,
    "mermaid": _mermaid,
    "graphml": _graphml,
    "csv": _csv,
}
