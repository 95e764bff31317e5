"""The dependency graph as evidence reads it: edges gathered per pair of nodes, strangers left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import log1p

from decompose.extractors.graph import (
    DependencyGraph,
    Edge,
    EdgeKind,
    EntryPoint,
    Table,
    TransactionScope,
    Unit,
)
from decompose.extractors.history import CoChange
from decompose.extractors.places import Confidence, Place

Pairs = dict[tuple[str, str], float]
"""(source, target) → weight, sorted."""

TRUST = {Confidence.EXACT: 1.0, Confidence.INFERRED: 0.9, Confidence.HEURISTIC: 0.4}
"""How much an edge counts, by how it was found."""

DEPTH = 2
"""Calls that are followed from an entry point; deeper ones are shared by most of them and tell nothing."""

UNIT_TO_UNIT = frozenset({EdgeKind.CALLS, EdgeKind.IMPORTS, EdgeKind.INHERITS, EdgeKind.EVENT})
UNIT_TO_TABLE = frozenset({EdgeKind.READS, EdgeKind.WRITES, EdgeKind.TRANSACTION})
TABLE_TO_TABLE = frozenset({EdgeKind.JOINS, EdgeKind.FOREIGN_KEY})


@dataclass(frozen=True)
class Material:
    """All that evidence may draw on, in an order that does not depend on the input's order.

    Attributes:
        graph: the dependency graph as it was handed in.
        history: co-changes, where there are any.
    """

    graph: DependencyGraph
    history: CoChange = field(default_factory=CoChange)

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Units by name, sorted."""
        return {unit.name: unit for unit in sorted(self.graph.units, key=lambda u: (u.name, u.path, u.line))}

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Tables by name, sorted; tables of installed packages included."""
        return {table.name: table for table in sorted(self.graph.tables, key=lambda t: t.name)}

    @cached_property
    def is_read(self) -> bool:
        """Whether somebody read the code: relations have places in it.

        A graph without any comes from elsewhere, say from calls that were counted while the program ran. What it
        lacks (tables, lines) was perhaps never looked for.
        """
        return any(edge.places for edge in self.graph.edges)

    @cached_property
    def is_counted(self) -> bool:
        """Whether the weights of calls are volumes that somebody counted, rather than estimates from the code."""
        weights = {edge.weight for edge in self.graph.edges if edge.kind is EdgeKind.CALLS}
        return len(weights) > 1 and not self.is_read

    @cached_property
    def entry_points(self) -> tuple[EntryPoint, ...]:
        """Entry points whose unit is known, sorted."""
        known = (point for point in self.graph.entry_points if point.unit in self.units)
        return tuple(sorted(known, key=lambda point: (point.kind, point.name, point.unit)))

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Edges between different known nodes, sorted."""
        kept = [edge for edge in self.graph.edges if edge.source != edge.target and self._is_known(edge)]
        return tuple(sorted(kept, key=lambda e: (e.kind, e.source_symbol, e.target_symbol, e.source, e.target)))

    @cached_property
    def pairs(self) -> dict[EdgeKind, Pairs]:
        """Per kind: (source, target) → weight. Frequencies count by their logarithm."""
        found: dict[EdgeKind, Pairs] = {kind: defaultdict(float) for kind in EdgeKind}
        for edge in self.edges:
            found[edge.kind][edge.source, edge.target] += TRUST[edge.confidence] * max(0.0, edge.weight)
        return {kind: {key: log1p(weights[key]) for key in sorted(weights)} for kind, weights in found.items()}

    @cached_property
    def reached(self) -> dict[str, dict[str, int]]:
        """Unit that handles an entry point → unit that it reaches → number of calls on the shortest way."""
        callees: dict[str, list[str]] = defaultdict(list)
        for caller, callee in self.pairs[EdgeKind.CALLS]:
            callees[caller].append(callee)
        return {handler: _reach(handler, callees) for handler in sorted({point.unit for point in self.entry_points})}

    @cached_property
    def scopes(self) -> tuple[TransactionScope, ...]:
        """Transactions, sorted; those known from ``transaction`` edges alone included."""
        known = {scope.symbol for scope in self.graph.transactions}
        written: dict[tuple[str, str], set[str]] = defaultdict(set)
        places: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for edge in self.edges:
            if edge.kind is EdgeKind.TRANSACTION and edge.source_symbol not in known:
                written[edge.source_symbol, edge.source].add(edge.target)
                places[edge.source_symbol, edge.source].extend(edge.places)
        derived = [
            TransactionScope(symbol, unit, min(places[symbol, unit], default=self.units[unit].place),
                             writes=tuple(sorted(tables)))
            for (symbol, unit), tables in written.items()
        ]  # fmt: skip
        return tuple(sorted([*self.graph.transactions, *derived], key=lambda s: (s.symbol, s.place, s.writes)))

    def _is_known(self, edge: Edge) -> bool:
        sources = self.tables if edge.kind in TABLE_TO_TABLE else self.units
        targets = self.units if edge.kind in UNIT_TO_UNIT else self.tables
        return edge.kind is not EdgeKind.HANDLES and edge.source in sources and edge.target in targets


def _reach(start: str, callees: Mapping[str, list[str]]) -> dict[str, int]:
    """Units reached from ``start`` → number of calls on the shortest way."""
    depths, frontier = {start: 0}, [start]
    for depth in range(1, DEPTH + 1):
        found = []
        for caller in frontier:
            for callee in callees.get(caller, ()):
                if callee not in depths:
                    depths[callee] = depth
                    found.append(callee)
        frontier = found
    return depths
