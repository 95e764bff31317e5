"""How an indirect coupling comes about: the calls from a transaction to the functions that write its tables."""

from __future__ import annotations

from collections import defaultdict, deque
from functools import cached_property

from decompose.clustering.decomposition import Coupling
from decompose.clustering.guarding.findings import Step
from decompose.extractors.graph import DependencyGraph, Edge, EdgeKind
from decompose.extractors.places import Place

_LONGEST = 12
"""Calls that are followed; nobody reads a longer chain."""


class Chains:
    """Finds the shortest way from a function to an access of a table."""

    def __init__(self, graph: DependencyGraph) -> None:
        self._graph = graph

    def to(self, coupling: Coupling) -> tuple[Step, ...]:
        """The steps by which a transaction reaches a table; empty for couplings that are direct."""
        if coupling.kind is not EdgeKind.TRANSACTION:
            return ()
        came_by: dict[str, Edge | None] = {coupling.source: None}
        depths, queue = {coupling.source: 0}, deque([coupling.source])
        while queue:
            symbol = queue.popleft()
            write = self._writes.get((symbol, coupling.target))
            if write is not None:
                return self._told(symbol, came_by, write, coupling)
            if depths[symbol] < _LONGEST:
                for call in self._calls.get(symbol, ()):
                    if call.target_symbol not in came_by:
                        came_by[call.target_symbol] = call
                        depths[call.target_symbol] = depths[symbol] + 1
                        queue.append(call.target_symbol)
        return ()

    def _told(self, symbol: str, came_by: dict[str, Edge | None], write: Edge, coupling: Coupling) -> tuple[Step, ...]:
        steps = [Step(symbol, _place(write, coupling), f"writes {coupling.target}")]
        while (call := came_by[symbol]) is not None:
            symbol = call.source_symbol
            steps.append(Step(symbol, _place(call, coupling), f"calls {call.target_symbol}"))
        return tuple(reversed(steps))

    @cached_property
    def _calls(self) -> dict[str, list[Edge]]:
        found: dict[str, list[Edge]] = defaultdict(list)
        for edge in (*self._graph.edges, *self._graph.inner_calls):
            if edge.kind in (EdgeKind.CALLS, EdgeKind.EVENT):
                found[edge.source_symbol].append(edge)
        return {symbol: sorted(edges) for symbol, edges in found.items()}

    @cached_property
    def _writes(self) -> dict[tuple[str, str], Edge]:
        return {
            (edge.source_symbol, edge.target_symbol): edge for edge in self._graph.edges if edge.kind is EdgeKind.WRITES
        }


def _place(edge: Edge, coupling: Coupling) -> Place:
    return edge.places[0] if edge.places else coupling.places[0]
