"""The public faces of services: which of their functions others may, or do, call for a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property

from decompose.clustering.guarding.options import Boundaries
from decompose.clustering.guarding.outcomes import State
from decompose.clustering.guarding.placing import is_named
from decompose.extractors.graph import Edge, EdgeKind

_MOST = 3
"""Functions that are suggested: more is a catalogue."""


class Faces:
    """Finds functions of a service that do for others what they do themselves."""

    def __init__(self, state: State, boundaries: Boundaries) -> None:
        self._graph = state.graph
        self._services = state.services
        self._boundaries = boundaries

    def is_public(self, symbol: str, service: str) -> bool:
        """Whether other services may call a symbol; where nothing is declared public, everything is."""
        boundary = self._boundaries.services.get(service)
        return boundary is None or not boundary.public or is_named(symbol, boundary.public)

    def functions_on(self, table: str, service: str, kind: EdgeKind) -> tuple[str, ...]:
        """Functions of a service that read or write a table: the public and most called ones first."""
        found = {
            edge.source_symbol
            for edge in self._on_table.get(table, ())
            if edge.kind is kind and self._services.get(edge.source) == service
        }
        offered = [symbol for symbol in found if self.is_public(symbol, service) and not _is_private(symbol)]
        does_more = self._writers if kind is EdgeKind.READS else frozenset()
        ranked = sorted(offered, key=lambda symbol: (symbol in does_more, -self._calls[symbol], symbol))
        return tuple(ranked[:_MOST])

    def public_functions(self, service: str) -> tuple[str, ...]:
        """The functions of a service that other services call most, as far as they are public."""
        found = {
            edge.target_symbol
            for edge in self._graph.edges
            if edge.kind is EdgeKind.CALLS
            and self._services.get(edge.target) == service
            and self._services.get(edge.source) != service
        }
        offered = [symbol for symbol in found if self.is_public(symbol, service) and not _is_private(symbol)]
        return tuple(sorted(offered, key=lambda symbol: (-self._calls[symbol], symbol))[:_MOST])

    @cached_property
    def _calls(self) -> Counter[str]:
        return Counter(edge.target_symbol for edge in self._graph.edges if edge.kind is EdgeKind.CALLS)

    @cached_property
    def _writers(self) -> frozenset[str]:
        """Functions that write: no answer to who only wants to read."""
        return frozenset(edge.source_symbol for edge in self._graph.edges if edge.kind is EdgeKind.WRITES)

    @cached_property
    def _on_table(self) -> dict[str, list[Edge]]:
        found: dict[str, list[Edge]] = defaultdict(list)
        for edge in self._graph.edges:
            if edge.kind in (EdgeKind.READS, EdgeKind.WRITES):
                found[edge.target_symbol].append(edge)
        return found


def _is_private(symbol: str) -> bool:
    return any(part.startswith("_") for part in symbol.split("."))
