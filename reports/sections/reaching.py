"""How far the work of many entry points reaches, at once: bits for what functions reach, component by component."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from decompose.extractors.components import components
from decompose.extractors.graph import DependencyGraph, EdgeKind, EntryPoint

_FOLLOWED = frozenset({EdgeKind.CALLS, EdgeKind.EVENT})


@dataclass(frozen=True, slots=True)
class Reaches:
    """Of one entry point: services whose code or tables it reaches, sorted; how many tables it may read and write."""

    services: tuple[str, ...]
    reads: int
    writes: int


class Reaching:
    """The same as ``extractors.reach``, for one placement and without the symbols.

    Args:
        graph: the dependency graph.
        placed: unit or table → service; what is not in it counts for no service.
    """

    def __init__(self, graph: DependencyGraph, placed: Mapping[str, str]) -> None:
        tables = sorted({edge.target for edge in graph.edges if edge.kind in (EdgeKind.READS, EdgeKind.WRITES)})
        self._services = sorted(set(placed.values()))
        self._bits = {service: 1 << number for number, service in enumerate(self._services)}
        self._shift = {
            kind: len(self._services) + i * len(tables) for i, kind in enumerate((EdgeKind.READS, EdgeKind.WRITES))
        }
        self._tables = len(tables)
        numbers = {table: number for number, table in enumerate(tables)}
        own: dict[str, int] = defaultdict(int)
        callees: dict[str, set[str]] = defaultdict(set)
        for edge in (*graph.edges, *graph.inner_calls):
            if edge.kind in _FOLLOWED:
                callees[edge.source_symbol].add(edge.target_symbol)
                own[edge.source_symbol] |= self._bits.get(placed.get(edge.source, ""), 0)
                own[edge.target_symbol] |= self._bits.get(placed.get(edge.target, ""), 0)
            elif edge.kind in self._shift:
                owner = self._bits.get(placed.get(edge.target, ""), 0)
                touched = 1 << (self._shift[edge.kind] + numbers[edge.target])
                own[edge.source_symbol] |= self._bits.get(placed.get(edge.source, ""), 0) | owner | touched
        self._members: dict[str, list[str]] = defaultdict(list)
        for symbol in sorted(own):
            self._members[symbol.rpartition(".")[0]].append(symbol)
        self._reached: dict[str, int] = {}
        for members in reversed(components(own, callees)):
            held = 0
            for symbol in members:
                held |= own[symbol]
                for callee in callees.get(symbol, ()):
                    held |= self._reached.get(callee, 0)
            for symbol in members:
                self._reached[symbol] = held

    def from_entry(self, entry: EntryPoint) -> Reaches:
        """What an entry point reaches; a class that handles it may run any of its methods."""
        found = 0
        for symbol in (entry.symbol, *self._members.get(entry.symbol, ())):
            found |= self._reached.get(symbol, 0)
        return Reaches(
            tuple(service for service in self._services if found & self._bits[service]),
            self._count(found, EdgeKind.READS),
            self._count(found, EdgeKind.WRITES),
        )

    def _count(self, found: int, kind: EdgeKind) -> int:
        return (found >> self._shift[kind] & ((1 << self._tables) - 1)).bit_count()
