"""Reads a dependency graph that another tool made, for code bases in any language.

The document is ``{"nodes": [{"name", "kind"}…], "edges": [{"source", "target", "kind"}…]}``. It may say
more (paths, lines, weights, columns …); what of it is not understood is left out and reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from decompose.extractors.exchange_edges import Relations, place_of, relate
from decompose.extractors.exchange_nodes import NodeKind, Nodes, clean_path, entry_kind, gather
from decompose.extractors.exchange_shapes import Document, GraphFormatError, NodeShape, decode_shape
from decompose.extractors.graph import (
    Column,
    Coverage,
    DependencyGraph,
    Edge,
    EdgeKind,
    EntryPoint,
    ForeignKey,
    Table,
    TransactionScope,
    Unit,
    UnitKind,
)
from decompose.extractors.lowering.words import vocabulary
from decompose.extractors.places import Diagnostic, Place, Severity

__all__ = ["GraphFormatError", "read_graph"]


def read_graph(data: bytes, name: str) -> DependencyGraph:
    """Read the JSON that ``decompose graph --view units --format json`` prints, or less than that.

    Args:
        data: the document.
        name: of the code base; also the place of the diagnostics.

    Raises:
        GraphFormatError: it is no JSON, or something in it has the wrong shape.
    """
    document = decode_shape(data, Document)
    nodes = gather(document.nodes)
    relations = relate(document.edges, nodes)
    units = tuple(sorted(_unit(shape) for shape in nodes.of(NodeKind.UNIT)))
    entry_points, edges = _entry_points(nodes, relations)
    return DependencyGraph(
        name=name,
        units=units,
        tables=tuple(sorted(_tables(nodes, edges))),
        entry_points=tuple(sorted(entry_points)),
        edges=tuple(sorted(edges)),
        transactions=tuple(sorted(_transactions(edges))),
        diagnostics=_diagnostics(name, nodes, relations),
        coverage=_coverage(units),
    )


def _unit(shape: NodeShape) -> Unit:
    kinds = {kind.value: kind for kind in UnitKind}
    kind = kinds.get(shape.unit_kind or shape.kind, UnitKind.CLASS)
    line = shape.line or 0
    end_line = max(shape.end_line or line, line)
    lines = shape.lines if shape.lines is not None else end_line - line + 1
    words = shape.words
    if words is None:
        words = vocabulary(shape.name.split(".")[-2:])
    return Unit(shape.name, kind, clean_path(shape.path), line, end_line, lines, words)


def _tables(nodes: Nodes, edges: Iterable[Edge]) -> Iterable[Table]:
    references: dict[str, list[ForeignKey]] = defaultdict(list)
    for edge in edges:
        if edge.kind is EdgeKind.FOREIGN_KEY:
            place = edge.places[0] if edge.places else Place("", 0)
            references[edge.source].append(ForeignKey("", edge.target, "", place))
    for shape in nodes.of(NodeKind.TABLE):
        columns = tuple(
            Column(column) if isinstance(column, str) else Column(column.name, column.type, column.primary_key)
            for column in shape.columns or ()
        )
        yield Table(
            name=shape.name,
            columns=columns,
            foreign_keys=tuple(sorted(references[shape.name])),
            models=tuple(sorted(set(shape.models or ()))),
            place=place_of(shape) if shape.path else None,
            is_external=bool(shape.is_external),
        )


def _entry_points(nodes: Nodes, relations: Relations) -> tuple[list[EntryPoint], list[Edge]]:
    """The entry points that some unit handles, and all edges: each of them has one that says so."""
    named = [_from_itself(edge) if edge.kind is EdgeKind.HANDLES else edge for edge in relations.edges]
    edges = {(edge.kind, edge.source_symbol, edge.target_symbol): edge for edge in named}
    handlers: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges.values():
        if edge.kind is EdgeKind.HANDLES:
            handlers[edge.source].append(edge)
    found: list[EntryPoint] = []
    for shape in nodes.of(NodeKind.ENTRY_POINT):
        known = handlers[shape.name]
        if not known:
            known = [_handling(shape, unit) for unit in (shape.unit,) if unit and nodes.has(NodeKind.UNIT, unit)]
            edges |= {(edge.kind, edge.source_symbol, edge.target_symbol): edge for edge in known}
        if not known:
            relations.note("entry-point-unhandled", "entry points that no unit handles", shape.name)
            continue
        found.append(_entry_point(shape, known))
    return found, list(edges.values())


def _from_itself(edge: Edge) -> Edge:
    """An entry point has no symbol but its own name, whatever a document says."""
    return edge if edge.source_symbol == edge.source else msgspec.structs.replace(edge, source_symbol=edge.source)


def _handling(shape: NodeShape, unit: str) -> Edge:
    return Edge(EdgeKind.HANDLES, shape.name, unit, shape.name, shape.symbol or unit)


def _entry_point(shape: NodeShape, handlers: list[Edge]) -> EntryPoint:
    handler = next((edge for edge in handlers if edge.target_symbol == shape.symbol), handlers[0])
    kind = entry_kind(shape)
    place = place_of(shape)
    trigger, waits = shape.trigger or "", shape.is_synchronous is not False
    return EntryPoint(shape.name, kind, handler.target_symbol, handler.target, place, trigger, waits)


def _transactions(edges: Iterable[Edge]) -> Iterable[TransactionScope]:
    scopes: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.kind is EdgeKind.TRANSACTION:
            scopes[edge.source_symbol, edge.source].append(edge)
    for (symbol, unit), opened in scopes.items():
        places = sorted(place for edge in opened for place in edge.places)
        tables = tuple(sorted({edge.target for edge in opened}))
        yield TransactionScope(symbol, unit, places[0] if places else Place("", 0), (), tables, (unit,))


def _coverage(units: tuple[Unit, ...]) -> Coverage:
    files = len({unit.path for unit in units if unit.path})
    functions = sum(unit.kind is UnitKind.FUNCTION for unit in units)
    lines = sum(unit.lines for unit in units)
    return Coverage(files=files, files_analysed=files, lines=lines, functions=functions)


def _diagnostics(name: str, nodes: Nodes, relations: Relations) -> tuple[Diagnostic, ...]:
    noted = [*nodes.notes.items(), *relations.notes.items()]
    diagnostics = []
    for (code, what), where in noted:
        severity = Severity.NOTE if code == "node-added" else Severity.WARNING
        first = ", ".join(where[:3]) + (" …" if len(where) > 3 else "")
        diagnostics.append(Diagnostic(Place(name, 0), code, f"{len(where)} {what}: {first}", severity))
    return tuple(sorted(diagnostics))
