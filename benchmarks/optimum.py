"""How far the search stays from the proven optimum, on graphs small enough to solve exactly.

    python benchmarks/optimum.py [GRAPH.json ...] [--cases 20] [--seconds 60]

The objective without the costs of god services and crumbs (crossing evidence and concentration) is a clique
partitioning problem (Grötschel and Wakabayashi, 1989; for modularity: Brandes et al., "On modularity clustering",
2008): a variable per pair of nodes that are together, and transitivity, of which only what is violated is added.
Solved by HiGHS through ``scipy.optimize.milp`` (scipy is no dependency of decompose: ``pip install scipy``).
Cases are planted code bases of 20 to 60 nodes with more and less noise, and the graphs that are given; anything
above 60 nodes is left out, and so is what is not solved in time.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from statistics import median

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "clustering"))

from planted import planted

from decompose.clustering.atoms import atoms
from decompose.clustering.constraints import Constraints
from decompose.clustering.evidence.material import Material
from decompose.clustering.gathering import gather
from decompose.clustering.network import Network
from decompose.clustering.objective import Balance, cost
from decompose.clustering.options import ClusteringOptions, Evidence, Weights
from decompose.clustering.searching import grains, searched
from decompose.extractors.exchange import read_graph
from decompose.extractors.graph import DependencyGraph

MOST = 60
BALANCE = Balance(lines=10**9, fewest=1, crumb_cost=0.0)
"""No service is a god or a crumb."""
PLAIN = ClusteringOptions(evidence=frozenset({Evidence.CALLS, Evidence.DATA}))
"""Evidence without anchors: the nodes are units and tables."""


def network_of(graph: DependencyGraph) -> Network:
    """The network that the search works on."""
    gathered = gather(Material(graph), PLAIN)
    return atoms(gathered, Constraints({}, frozenset(), (), ()), frozenset()).network(Weights())


def cases(files: list[Path], number: int) -> Iterator[tuple[str, Network]]:
    """Named networks of ``MOST`` nodes at most."""
    for file in files:
        yield file.stem, network_of(read_graph(file.read_bytes(), file.stem))
    for seed in range(1, number + 1):
        contexts, units, noise = 3 + seed % 4, 5 + seed % 5, (0.1, 0.25, 0.4)[seed % 3]
        graph = planted(seed, contexts=contexts, units=units, noise=noise, tables=2).graph
        yield f"planted {seed}: {contexts} contexts, noise {noise}", network_of(graph)


def optimum(net: Network, seconds: float) -> float | None:
    """The least cost of any placement; None if it was not proven in time."""
    size, end = len(net), time.monotonic() + seconds
    pairs = {pair: number for number, pair in enumerate(combinations(range(size), 2))}
    factor = BALANCE.resolution / (4 * net.total)
    gains = numpy.array([2 * factor * net.volume[a] * net.volume[b] for a, b in pairs])
    for node in range(size):
        for other, weight in zip(net.neighbours[node], net.weights[node], strict=True):
            if node < other:
                gains[pairs[node, other]] -= weight
    apart = factor * sum(volume**2 for volume in net.volume) + sum(map(sum, net.weights)) / 2
    rows: list[tuple[int, int, int]] = []
    known: set[tuple[int, int, int]] = set()
    while time.monotonic() < end:
        found = milp(
            gains,
            integrality=numpy.ones(len(pairs)),
            bounds=Bounds(0, 1),
            constraints=_together(rows, len(pairs)),
            options={"time_limit": max(1.0, end - time.monotonic())},
        )
        if found.status != 0:
            return None
        broken = [row for row in _broken(found.x, pairs, size) if row not in known]
        if not broken:
            return float(apart + found.fun)
        rows += broken
        known.update(broken)
    return None


def _broken(values: numpy.ndarray, pairs: dict[tuple[int, int], int], size: int) -> Iterator[tuple[int, int, int]]:
    """(one, other, third): one and other hold, third does not."""
    held = values > 0.5
    near = [[] for _ in range(size)]  # type: list[list[int]]
    for (a, b), number in pairs.items():
        if held[number]:
            near[a].append(b)
            near[b].append(a)
    for middle in range(size):
        for a, b in combinations(sorted(near[middle]), 2):
            third = pairs[a, b]
            if not held[third]:
                yield pairs[min(a, middle), max(a, middle)], pairs[min(b, middle), max(b, middle)], third


def _together(rows: list[tuple[int, int, int]], width: int) -> list[LinearConstraint]:
    if not rows:
        return []
    columns = numpy.array(rows).ravel()
    data = numpy.tile([1.0, 1.0, -1.0], len(rows))
    matrix = csr_array((data, (numpy.repeat(numpy.arange(len(rows)), 3), columns)), shape=(len(rows), width))
    return [LinearConstraint(matrix, ub=numpy.ones(len(rows)))]


def main() -> None:
    """Print a line per case, then median and worst gap."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", metavar="GRAPH.json")
    parser.add_argument("--cases", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each case")
    options = parser.parse_args()
    gaps = []
    for name, net in cases(options.files, options.cases):
        if len(net) > MOST:
            print(f"{name}: {len(net)} nodes, left out")
            continue
        found = cost(net, searched(grains(net, BALANCE), BALANCE), BALANCE)
        best = optimum(net, options.seconds)
        if best is None:
            print(f"{name}: {len(net)} nodes, not proven in time")
            continue
        gaps.append((found - best) / best)
        print(f"{name}: {len(net)} nodes, found {found:.5f}, optimum {best:.5f}, gap {gaps[-1]:.2%}", flush=True)
    if gaps:
        optimal = sum(gap < 1e-6 for gap in gaps)
        print(f"{len(gaps)} cases: median {median(gaps):.2%}, worst {max(gaps):.2%}, {optimal} of them optimal")


if __name__ == "__main__":
    main()
