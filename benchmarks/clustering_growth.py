"""How the time of a proposal grows with the number of relations: ``python benchmarks/clustering_growth.py [MOST]``.

Code bases as in ``tests/clustering/planted.py`` with about 10³, 10⁴, 10⁵ … edges, 50 units to a context. Prints a
Markdown row each and the exponent of a least-squares line through the logarithms of edges and seconds: 1 is linear.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "clustering"))

from growth import exponent
from planted import planted

from decompose.clustering.options import ClusteringOptions
from decompose.clustering.proposing import propose

UNITS = 50
EDGES_PER_CONTEXT = 205
"""What ``planted`` makes of a context of so many units."""


def main() -> None:
    """Print a row per size."""
    most = int(float(sys.argv[1])) if len(sys.argv) > 1 else 100_000
    points: list[tuple[float, float]] = []
    print("| edges | units | seconds | services | µs per edge |\n|---|---|---|---|---|")
    wanted = 1_000
    while wanted <= most:
        graph = planted(1, contexts=max(2, wanted // EDGES_PER_CONTEXT), units=UNITS, noise=0.2).graph
        start = time.process_time()
        found = propose(graph, ClusteringOptions()).chosen
        seconds = time.process_time() - start
        edges = len(graph.edges)
        points.append((edges, seconds))
        each = 1e6 * seconds / edges
        print(f"| {edges:,} | {len(graph.units):,} | {seconds:.1f} | {len(found.services)} | {each:.0f} |", flush=True)
        wanted *= 10
    print(f"exponent: {exponent(points):.2f}")


if __name__ == "__main__":
    main()
