"""Which functions change something: tables, or what else outlives a call."""

from __future__ import annotations

from collections import defaultdict

from decompose.extractors.graph import DependencyGraph, EdgeKind


def writing_symbols(graph: DependencyGraph) -> frozenset[str]:
    """Functions that write a table or a resource, send an event, or call one that does, as far as calls are known.

    A function that makes a call of which nothing is known may change something, and so counts as one that does.
    """
    callers: dict[str, set[str]] = defaultdict(set)
    start: set[str] = {call.symbol for call in graph.unresolved_calls}
    for edge in (*graph.edges, *graph.inner_calls):
        if edge.kind is EdgeKind.CALLS:
            callers[edge.target_symbol].add(edge.source_symbol)
        elif edge.kind in {EdgeKind.WRITES, EdgeKind.EVENT, EdgeKind.TRANSACTION}:
            start.add(edge.source_symbol)
    start |= {use.symbol for use in graph.resources if use.writes}
    found: set[str] = set()
    pending = sorted(start)
    while pending:
        symbol = pending.pop()
        if symbol not in found:
            found.add(symbol)
            pending += callers.get(symbol, ())
    return frozenset(found)
