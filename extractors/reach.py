"""What an entry point reaches, and which entry points reach a symbol: along calls and events of the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from decompose.extractors.components import components
from decompose.extractors.graph import DependencyGraph, EdgeKind, EntryPoint, ResourceUse

_FOLLOWED = frozenset({EdgeKind.CALLS, EdgeKind.EVENT})


class Reached(msgspec.Struct, frozen=True):
    """What runs when work enters somewhere. All sorted.

    Attributes:
        symbols: functions of the program, the handler included.
        units: their units.
        reads, writes: the tables that they touch.
        transactions: the symbols among them that open a transaction.
        resources: what they use besides tables.
    """

    symbols: tuple[str, ...]
    units: tuple[str, ...]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    transactions: tuple[str, ...]
    resources: tuple[ResourceUse, ...] = ()


class Frequencies(msgspec.Struct, frozen=True):
    """How often what an entry point reaches runs for one request, in loops: 0 once, 1 per row, 2 per row of a row …

    It is that of the path with the most loops; calls that lead back to where they come from count once. More than
    ``MOST_LOOPS`` are not told apart.

    Attributes:
        symbols: function → loops.
        reads, writes: table → loops, at the place with the most.
    """

    symbols: dict[str, int]
    reads: dict[str, int]
    writes: dict[str, int]


MOST_LOOPS = 3


class Reach:
    """Reachability over one dependency graph."""

    def __init__(self, graph: DependencyGraph) -> None:
        self._graph = graph
        self._callees: dict[str, set[str]] = defaultdict(set)
        self._callers: dict[str, set[str]] = defaultdict(set)
        self._tables: dict[str, set[tuple[EdgeKind, str, int]]] = defaultdict(set)
        self._loops: dict[tuple[str, str], int] = {}
        self._unit: dict[str, str] = {}
        for edge in (*graph.edges, *graph.inner_calls):
            if edge.kind in _FOLLOWED:
                self._callees[edge.source_symbol].add(edge.target_symbol)
                self._callers[edge.target_symbol].add(edge.source_symbol)
                ends = (edge.source_symbol, edge.target_symbol)
                self._loops[ends] = max(edge.loops, self._loops.get(ends, 0))
                self._unit[edge.source_symbol] = edge.source
                self._unit[edge.target_symbol] = edge.target
            elif edge.kind in {EdgeKind.READS, EdgeKind.WRITES}:
                self._tables[edge.source_symbol].add((edge.kind, edge.target, edge.loops))
                self._unit[edge.source_symbol] = edge.source
        self._members: dict[str, set[str]] = defaultdict(set)
        for symbol in self._unit:
            self._members[symbol.rpartition(".")[0]].add(symbol)

    def from_entry(self, entry: EntryPoint) -> Reached:
        """What an entry point reaches; a class that handles it may run any of its methods."""
        found = self._closure(self._handlers(entry), self._callees)
        touched = {touch for symbol in found for touch in self._tables.get(symbol, ())}
        return Reached(
            tuple(sorted(found)),
            tuple(sorted({self._unit.get(symbol, entry.unit) for symbol in found})),
            tuple(sorted({table for kind, table, _ in touched if kind is EdgeKind.READS})),
            tuple(sorted({table for kind, table, _ in touched if kind is EdgeKind.WRITES})),
            tuple(sorted({scope.symbol for scope in self._graph.transactions} & found)),
            tuple(use for use in self._graph.resources if use.symbol in found),
        )

    def how_often(self, entry: EntryPoint) -> Frequencies:
        """How often all that an entry point reaches runs for one request."""
        start = self._handlers(entry)
        symbols = self._levels(start)
        found: dict[EdgeKind, dict[str, int]] = {EdgeKind.READS: {}, EdgeKind.WRITES: {}}
        for symbol, level in symbols.items():
            for kind, table, loops in self._tables.get(symbol, ()):
                often = min(level + loops, MOST_LOOPS)
                found[kind][table] = max(often, found[kind].get(table, 0))
        ordered = [dict(sorted(levels.items())) for levels in (symbols, *found.values())]
        return Frequencies(ordered[0], ordered[1], ordered[2])

    def _levels(self, start: set[str]) -> dict[str, int]:
        """Symbol → loops on the way to it, component by component of functions that call each other."""
        reached = self._closure(start, self._callees)
        levels = dict.fromkeys(reached, 0)
        for members in components(reached, self._callees):
            level = max(levels[symbol] for symbol in members)
            for symbol in members:
                levels[symbol] = level
                for callee in self._callees.get(symbol, set()).difference(members):
                    levels[callee] = max(min(level + self._loops[symbol, callee], MOST_LOOPS), levels[callee])
        return levels

    def entries_to(self, symbols: Iterable[str]) -> list[EntryPoint]:
        """The entry points that reach any of these symbols."""
        found = self._closure(symbols, self._callers)
        return [entry for entry in self._graph.entry_points if found & self._handlers(entry)]

    def symbols_of(self, unit: str) -> list[str]:
        """The symbols of a unit that have relations."""
        return sorted({symbol for symbol, owner in self._unit.items() if owner == unit} | {unit})

    def _handlers(self, entry: EntryPoint) -> set[str]:
        return {entry.symbol} | self._members.get(entry.symbol, set())

    def _closure(self, start: Iterable[str], follow: dict[str, set[str]]) -> set[str]:
        found: set[str] = set()
        stack = sorted(start)
        while stack:
            symbol = stack.pop()
            if symbol not in found:
                found.add(symbol)
                stack += follow.get(symbol, ())
        return found
