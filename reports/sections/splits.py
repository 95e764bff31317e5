"""Modules whose units land in different services: which go where, and what holds them together."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from decompose.extractors.graph import DependencyGraph, Unit
from decompose.reports.analysed import Analysed
from decompose.reports.explaining import SHARED, placement


@dataclass(frozen=True, slots=True)
class Part:
    """Units of a module that go to one service; ``units`` are without the module's name."""

    service: str
    units: tuple[str, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class SplitModule:
    """A module in parts.

    Attributes:
        path: of the module.
        parts: largest first.
        held_by: what relates units of different parts, in words, most frequent first.
    """

    path: str
    parts: tuple[Part, ...]
    held_by: tuple[str, ...]

    @property
    def lines(self) -> int:
        """Of all parts."""
        return sum(part.lines for part in self.parts)


def split_modules(analysed: Analysed) -> list[SplitModule]:
    """All of them, those over most services first."""
    placed = placement(analysed)
    held: dict[str, dict[str, list[Unit]]] = defaultdict(lambda: defaultdict(list))
    for unit in analysed.graph.units:
        held[unit.path][placed.get(unit.name, SHARED)].append(unit)
    split = {path: by_service for path, by_service in held.items() if len(by_service) > 1}
    ties = _ties(analysed.graph, placed, frozenset(split))
    found = [SplitModule(path, tuple(_parts(by_service)), ties.get(path, ())) for path, by_service in split.items()]
    return sorted(found, key=lambda module: (-len(module.parts), -module.lines, module.path))


def _parts(by_service: dict[str, list[Unit]]) -> list[Part]:
    parts = [
        Part(service, tuple(unit.name.rpartition(".")[2] for unit in units), sum(unit.lines for unit in units))
        for service, units in by_service.items()
    ]
    return sorted(parts, key=lambda part: (-part.lines, part.service))


def _ties(graph: DependencyGraph, placed: dict[str, str], split: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Path → relations between its parts, as ``3 calls (a → b)``."""
    paths = {unit.name: unit.path for unit in graph.units if unit.path in split}
    counts: dict[str, Counter[tuple[str, str, str]]] = defaultdict(Counter)
    for edge in graph.edges:
        path = paths.get(edge.source)
        if path is not None and paths.get(edge.target) == path:
            ends = placed.get(edge.source, SHARED), placed.get(edge.target, SHARED)
            if ends[0] != ends[1]:
                counts[path][edge.kind.value.replace("_", " "), *ends] += 1
    return {
        path: tuple(
            f"{count} {kind} ({source} → {target})"
            for (kind, source, target), count in sorted(found.items(), key=lambda item: (-item[1], item[0]))
        )
        for path, found in counts.items()
    }
