"""How long a proposal takes and how much of a planted answer it finds: ``python benchmarks/clustering_planted.py``.

Code bases as in ``tests/clustering/planted.py``, from a small shop to 12,000 units.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "clustering"))

from planted import planted

from decompose.clustering.metrics.agreement import adjusted_rand
from decompose.clustering.options import ClusteringOptions
from decompose.clustering.proposing import propose

CASES: tuple[dict[str, float], ...] = (
    {"contexts": 6, "units": 30, "noise": 0.1},
    {"contexts": 6, "units": 30, "noise": 0.3},
    {"contexts": 6, "units": 30, "noise": 0.2, "folders": 0},
    {"contexts": 12, "units": 100, "noise": 0.2},
    {"contexts": 20, "units": 600, "noise": 0.2, "tables": 10},
)


def main() -> None:
    """Print a line per case."""
    for case in CASES:
        code = planted(1, **case)  # type: ignore[arg-type]
        start = time.perf_counter()
        found = propose(code.graph, ClusteringOptions()).chosen
        seconds = time.perf_counter() - start
        placed = {name: s.name for s in found.services for name in (*s.units, *s.tables)}
        placed |= dict.fromkeys(found.shared, "shared")
        print(
            f"{len(code.graph.units):>6} units {len(code.graph.edges):>7} edges {seconds:6.2f} s "
            f"{len(found.services):>3} services  ARI {adjusted_rand(code.truth, placed):.3f}  {case}"
        )


if __name__ == "__main__":
    main()
