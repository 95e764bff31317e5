"""Small dependency graphs written down in a few lines."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from decompose.extractors.graph import (
    DependencyGraph,
    Edge,
    EdgeKind,
    EntryPoint,
    Table,
    TransactionScope,
    Unit,
    UnitKind,
)
from decompose.extractors.places import Place

KINDS = {kind.value: kind for kind in EdgeKind}


def graph(
    *edges: str,
    units: Iterable[str] = (),
    tables: Iterable[str] = (),
    models: dict[str, tuple[str, ...]] | None = None,
    scopes: dict[str, tuple[str, ...]] | None = None,
    lines: int = 10,
    points: tuple[EntryPoint, ...] = (),
) -> DependencyGraph:
    """A graph of edges like ``"app.a.f calls app.b.g 3"``; what stands without a dot is a table.

    Args:
        edges: source, kind, target and, if it is not 1, weight.
        units, tables: nodes without edges.
        models: table → classes that map it.
        scopes: opening function → tables written in its transaction.
        lines: of each unit.
        points: where work enters.
    """
    parsed = [_edge(place, *text.split()) for place, text in enumerate(edges, 1)]
    models, scopes = models or {}, scopes or {}
    nodes = {end for edge in parsed for end in (edge.source, edge.target)}
    nodes |= {*units, *tables, *models, *scopes, *(t for held in scopes.values() for t in held)}
    nodes |= {model for held in models.values() for model in held}
    return DependencyGraph(
        "snippet",
        tuple(
            Unit(name, UnitKind.FUNCTION, name.rpartition(".")[0].replace(".", "/") + ".py", 1, 9, lines)
            for name in sorted(nodes)
            if "." in name
        ),
        tuple(Table(name, models=models.get(name, ())) for name in sorted(nodes) if "." not in name),
        points,
        tuple(sorted(parsed)),
        tuple(
            TransactionScope(unit, unit, Place("tx.py", place), (), tuple(sorted(written)))
            for place, (unit, written) in enumerate(sorted(scopes.items()), 1)
        ),
    )


def _edge(place: int, source: str, kind: str, target: str, weight: str = "1") -> Edge:
    return Edge(KINDS[kind], source, target, source, target, float(weight), places=(Place("code.py", place),))


def two_contexts(size: int = 6) -> list[str]:
    """Edges of two contexts, ``app.shop`` with table ``orders`` and ``app.club`` with ``members``."""
    found = []
    for package, table in (("shop", "orders"), ("club", "members")):
        names = [f"app.{package}.f{number}" for number in range(size)]
        found += [f"{a} calls {b}" for a in names for b in names if a < b]
        found += [f"{names[0]} writes {table}", f"{names[1]} writes {table}", f"{names[2]} reads {table}"]
    return found


def counted(graph: DependencyGraph) -> DependencyGraph:
    """The graph as a tool would write it that counts calls and reads no code."""
    bare = tuple(msgspec.structs.replace(edge, places=()) for edge in graph.edges)
    return msgspec.structs.replace(graph, edges=bare)
