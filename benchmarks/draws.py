"""Accesses and transactions of a code base, drawn at random, with their lines: to be followed by eye.

python benchmarks/draws.py CHECKOUT [--number 25] [--seed 1] [--writes] [--transactions]
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from access import produced

from decompose.extractors.graph import DependencyGraph, EdgeKind
from decompose.extractors.places import Place

_AROUND = 2


def accesses(graph: DependencyGraph, *, writes: bool) -> Iterator[tuple[str, Place]]:
    """What each access is, and where."""
    kinds = {EdgeKind.WRITES} if writes else {EdgeKind.READS, EdgeKind.WRITES}
    for edge in graph.edges:
        if edge.kind in kinds:
            for place in edge.places:
                yield f"{edge.source_symbol} {edge.kind.value} {edge.target} ({edge.confidence.value})", place


def transactions(graph: DependencyGraph) -> Iterator[tuple[str, Place]]:
    """What each transaction does, and where it is shown."""
    for scope in graph.transactions:
        if scope.writes:
            text = f"{scope.symbol} ({scope.confidence.value})\n  writes {', '.join(scope.writes)}"
            yield f"{text}\n  reads {', '.join(scope.reads)}\n  in {', '.join(scope.functions)}", scope.place


def show(checkout: Path, text: str, place: Place) -> None:
    """Print a draw with the lines around its place."""
    print(f"-- {text}\n   {place.path}:{place.line}")
    lines = (checkout / place.path).read_text(errors="replace").splitlines()
    for number in range(max(1, place.line - _AROUND), min(len(lines), place.line + _AROUND) + 1):
        print(f"   {number:6} {lines[number - 1]}")


def main() -> None:
    """Draw and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--number", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--writes", action="store_true", help="writes alone")
    parser.add_argument("--transactions", action="store_true")
    options = parser.parse_args()
    graph = produced(options.checkout).graph
    found = sorted(transactions(graph) if options.transactions else accesses(graph, writes=options.writes))
    for text, place in random.Random(options.seed).sample(found, min(options.number, len(found))):
        show(options.checkout, text, place)


if __name__ == "__main__":
    main()
