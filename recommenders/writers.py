"""Which functions change something, and which only compute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from decompose.extractors.graph import DependencyGraph, EdgeKind
from decompose.extractors.marks import TraitKind

_LEAVES_A_TRACE = frozenset({EdgeKind.WRITES, EdgeKind.EVENT, EdgeKind.TRANSACTION})


_NOT_SEEN_THROUGH = frozenset({TraitKind.GLOBAL_STATE, TraitKind.PACKAGE, TraitKind.AWS})


def writing_symbols(graph: DependencyGraph) -> frozenset[str]:
    """Functions that write a table or a resource, send an event, or call one that does, as far as calls are known.

    A function that makes a call of which nothing is known may change something, and so counts as one that does.
    """
    start = {call.symbol for call in graph.unresolved_calls}
    start |= {edge.source_symbol for edge in graph.edges if edge.kind in _LEAVES_A_TRACE}
    start |= {use.symbol for use in graph.resources if use.writes}
    return _with_callers(start, _callers(graph))


def pure_symbols(graph: DependencyGraph) -> frozenset[str]:
    """Functions that touch neither tables nor anything else outside of their process, nor call one that does.

    Of a function without a signature, or that uses an installed package, or makes a call of which nothing is known,
    that is not known.
    """
    start = {call.symbol for call in graph.unresolved_calls}
    start |= {edge.source_symbol for edge in graph.edges if edge.kind in _LEAVES_A_TRACE | {EdgeKind.READS}}
    start |= {use.symbol for use in graph.resources}
    start |= {trait.symbol for trait in graph.traits if trait.kind in _NOT_SEEN_THROUGH}
    touching = _with_callers(start, _callers(graph))
    return frozenset(found.symbol for found in graph.signatures) - touching


def _callers(graph: DependencyGraph) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for edge in (*graph.edges, *graph.inner_calls):
        if edge.kind is EdgeKind.CALLS:
            found[edge.target_symbol].add(edge.source_symbol)
    return found


def _with_callers(start: Iterable[str], callers: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    pending = sorted(start)
    while pending:
        symbol = pending.pop()
        if symbol not in found:
            found.add(symbol)
            pending += callers.get(symbol, ())
    return frozenset(found)
