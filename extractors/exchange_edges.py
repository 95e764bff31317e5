"""The edges of a dependency graph in JSON: each ends at nodes of the right kind, duplicates merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from decompose.extractors.exchange_nodes import NodeKind, Nodes, clean_path
from decompose.extractors.exchange_shapes import MOST_WEIGHT, EdgeShape, NodeShape
from decompose.extractors.graph import Edge, EdgeKind
from decompose.extractors.places import Confidence, Place

_UNIT, _TABLE = NodeKind.UNIT, NodeKind.TABLE
_ENDS: dict[EdgeKind, tuple[NodeKind, NodeKind]] = {
    EdgeKind.CALLS: (_UNIT, _UNIT),
    EdgeKind.IMPORTS: (_UNIT, _UNIT),
    EdgeKind.INHERITS: (_UNIT, _UNIT),
    EdgeKind.EVENT: (_UNIT, _UNIT),
    EdgeKind.READS: (_UNIT, _TABLE),
    EdgeKind.WRITES: (_UNIT, _TABLE),
    EdgeKind.TRANSACTION: (_UNIT, _TABLE),
    EdgeKind.JOINS: (_TABLE, _TABLE),
    EdgeKind.FOREIGN_KEY: (_TABLE, _TABLE),
    EdgeKind.HANDLES: (NodeKind.ENTRY_POINT, _UNIT),
}
_CONFIDENCE = list(Confidence)


@dataclass(frozen=True, slots=True)
class Relations:
    """All edges, and what had to be noted: (code, what) → the places or names it is about."""

    edges: list[Edge] = field(default_factory=list)
    notes: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def note(self, code: str, what: str, where: str) -> None:
        """Note something about one edge or node."""
        self.notes[code, what].append(where)


def relate(shapes: Iterable[EdgeShape], nodes: Nodes) -> Relations:
    """The edges of a document; names in no node become nodes, what cannot be is left out and noted."""
    merged: dict[tuple[EdgeKind, str, str], Edge] = {}
    relations = Relations()
    for position, shape in enumerate(shapes):
        where = f"edges[{position}]"
        kind = _kind(shape, nodes)
        if kind is None:
            what = f"edges of unknown kind {shape.kind[:40]!r} were left out"
            relations.note("edge-kind-unknown", what, where)
            continue
        source, target = _ENDS[kind]
        if not (nodes.require(source, shape.source) and nodes.require(target, shape.target)):
            what = f"edges of kind {kind.value!r} were left out, which lead from {source} to {target}"
            relations.note("edge-ends-wrong", what, where)
            continue
        edge = _edge(kind, shape)
        key = (edge.kind, edge.source_symbol, edge.target_symbol)
        merged[key] = _merged(merged[key], edge) if key in merged else edge
    relations.edges.extend(merged.values())
    return relations


def _kind(shape: EdgeShape, nodes: Nodes) -> EdgeKind | None:
    """``references`` says less than our kinds do: the ends decide."""
    if shape.kind != "references":
        return next((kind for kind in EdgeKind if kind.value == shape.kind), None)
    if nodes.has(_TABLE, shape.source) and not nodes.has(_UNIT, shape.source):
        return EdgeKind.FOREIGN_KEY
    is_table = nodes.has(_TABLE, shape.target) and not nodes.has(_UNIT, shape.target)
    return EdgeKind.READS if is_table else EdgeKind.IMPORTS


def _edge(kind: EdgeKind, shape: EdgeShape) -> Edge:
    sure = next((one for one in Confidence if one.value == shape.confidence), Confidence.EXACT)
    return Edge(
        kind=kind,
        source=shape.source,
        target=shape.target,
        source_symbol=shape.source_symbol or shape.source,
        target_symbol=shape.target_symbol or shape.target,
        weight=1.0 if shape.weight is None else float(shape.weight),
        confidence=sure,
        places=tuple(sorted({_place(text) for text in shape.places or ()})),
    )


def _merged(first: Edge, second: Edge) -> Edge:
    return Edge(
        kind=first.kind,
        source=first.source,
        target=first.target,
        source_symbol=first.source_symbol,
        target_symbol=first.target_symbol,
        weight=min(first.weight + second.weight, MOST_WEIGHT),
        confidence=min(first.confidence, second.confidence, key=_CONFIDENCE.index),
        places=tuple(sorted({*first.places, *second.places})),
    )


def _place(text: str) -> Place:
    """Read ``path:line``; without a line, the file as a whole."""
    path, _, line = text.rpartition(":")
    if path and line.isascii() and line.isdigit() and len(line) < 10:
        return Place(clean_path(path), int(line))
    return Place(clean_path(text), 0)


def place_of(shape: NodeShape) -> Place:
    """Where a node says that it stands."""
    return Place(clean_path(shape.path), shape.line or 0)
