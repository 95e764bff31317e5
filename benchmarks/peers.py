"""Decompose beside its peers on the same dependency graphs.

    python benchmarks/peers.py GRAPH.json ... [--seeds 10] [--services K]

GRAPH.json is what ``decompose graph PATH --view units --format json`` prints, or a graph of another tool. Every
method sees the same units, tables and relations (weight 1 + ln of the frequency, undirected) and is measured by
the same code. Methods that want to be told the number of services are told decompose's. What is random is run
with ``--seeds`` seeds: means, and the mean agreement (adjusted Rand index) between two seeds.

The peers are no dependencies of decompose; what is not installed is left out::

    pip install networkx scipy && pip install --no-deps minerva-cargo==1.1.0 pandas rich tqdm numpy

CARGO (Nitin et al., ASE 2022) is given one context and the accesses as transactions. Its quadratic gathering of
edges is replaced by a dictionary, which changes no result.
"""

from __future__ import annotations

import argparse
import logging
import math
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath
from statistics import mean
from types import ModuleType
from typing import Any

from decompose.clustering.constraints import SHARED
from decompose.clustering.metrics.agreement import adjusted_rand
from decompose.clustering.options import ClusteringOptions
from decompose.clustering.proposing import evaluate, propose
from decompose.extractors.exchange import read_graph
from decompose.extractors.graph import DependencyGraph, EdgeKind

Placement = dict[str, str]
"""Unit, or ``table NAME`` → service."""
COLUMNS = ("services", "largest share", "SM", "ICP", "IFN", "NED", "DBTP", "modularity", "shared tables")
BETWEEN_TABLES = (EdgeKind.JOINS, EdgeKind.FOREIGN_KEY)
TO_TABLES = (*BETWEEN_TABLES, EdgeKind.READS, EdgeKind.WRITES, EdgeKind.TRANSACTION)
MOST_LINKAGE = 12_000
"""Nodes for which the quadratic matrix of distances is affordable."""


@dataclass(frozen=True)
class Net:
    """A dependency graph as the peers see it.

    Attributes:
        graph: where it comes from.
        nodes: units and ``table NAME``, sorted.
        links: unordered pair → weight.
        wanted: the number of services that decompose proposes.
    """

    graph: DependencyGraph
    nodes: list[str]
    links: dict[tuple[str, str], float]
    wanted: int


def net_of(graph: DependencyGraph, wanted: int) -> Net:
    """The graph as one weighted network."""
    nodes = sorted([*(unit.name for unit in graph.units), *(f"table {table.name}" for table in graph.tables)])
    known = set(nodes)
    links: dict[tuple[str, str], float] = defaultdict(float)
    for edge in graph.edges:
        a = f"table {edge.source}" if edge.kind in BETWEEN_TABLES else edge.source
        b = f"table {edge.target}" if edge.kind in TO_TABLES else edge.target
        if a != b and a in known and b in known:
            links[min(a, b), max(a, b)] += 1 + math.log(max(1.0, edge.weight))
    return Net(graph, nodes, dict(sorted(links.items())), wanted)


def folders(net: Net, seed: int) -> Placement:
    """The folders as they are, at the depth where there are most nearly as many as services are wanted."""
    del seed
    parts = {unit.name: PurePosixPath(unit.path).parent.parts for unit in net.graph.units}
    depths = {depth: len({held[:depth] for held in parts.values()}) for depth in range(1, 8)}
    depth = min(depths, key=lambda depth: (abs(depths[depth] - net.wanted), depth))
    return {name: "/".join(held[:depth]) or "." for name, held in parts.items()}


def louvain(resolution: float) -> Callable[[Net, int], Placement]:
    """Louvain at a resolution."""

    def run(net: Net, seed: int) -> Placement:
        import networkx

        return _labelled(networkx.community.louvain_communities(_networkx(net), resolution=resolution, seed=seed))

    return run


def propagation(net: Net, seed: int) -> Placement:
    """Asynchronous label propagation."""
    import networkx

    return _labelled(networkx.community.asyn_lpa_communities(_networkx(net), weight="weight", seed=seed))


def linkage(net: Net, seed: int) -> Placement:
    """Average linkage over cosine distances of neighbourhoods, cut at the wanted number."""
    del seed
    import numpy
    from scipy.cluster.hierarchy import average, fcluster
    from scipy.spatial.distance import pdist

    if len(net.nodes) > MOST_LINKAGE:
        raise ImportError("too large for a matrix of distances")
    number = {name: place for place, name in enumerate(net.nodes)}
    rows = numpy.eye(len(net.nodes), dtype=numpy.float32)
    for (a, b), weight in net.links.items():
        rows[number[a], number[b]] = rows[number[b], number[a]] = weight
    found = fcluster(average(pdist(rows, "cosine")), net.wanted, criterion="maxclust")
    return {name: str(found[place]) for name, place in number.items()}


def cargo(net: Net, seed: int) -> Placement:
    """CARGO 1.1.0 from as many labels as services are wanted."""
    import networkx
    import numpy

    for name in ("py2neo", "ipdb"):  # of its database and its debugger; neither is used here
        stub = ModuleType(name)
        stub.Graph = stub.set_trace = None  # type: ignore[attr-defined]
        sys.modules.setdefault(name, stub)
    logging.disable(logging.INFO)
    from cargo import cargo as module
    from cargo import helper

    for held in (module, helper):
        held.add_edge_weighted = _add_edge  # type: ignore[attr-defined]
    random.seed(seed)
    numpy.random.seed(seed)
    run = module.Cargo(False, "", 0, "", False)
    run.full_G, context, run.transaction_graph = (networkx.MultiDiGraph() for _ in range(3))
    plain = {name: name.replace(".", "/") for name in net.nodes}
    for (a, b), weight in net.links.items():
        tables = [name for name in (a, b) if name.startswith("table ")]
        if len(tables) == 1:
            user = a if b == tables[0] else b
            run.transaction_graph.add_edge(plain[user], "DATABASE_" + plain[tables[0]])
        elif not tables:
            run.full_G.add_edge(plain[a], plain[b], weight=weight)
            context.add_edge(plain[a], plain[b], weight=weight)
    users = {user for user, _ in run.transaction_graph.edges()}
    run.full_G.add_nodes_from(sorted(users))
    context.add_nodes_from(run.full_G)
    run.all_context_graphs = [context]
    labels = networkx.get_node_attributes(run.do_cargo("auto", net.wanted), "partition")
    return {name: str(labels[key]) for name, key in plain.items() if key in labels}


def _add_edge(graph: Any, full_edge: tuple[str, str, dict[str, float]], interrupt: bool = False) -> None:
    del interrupt
    a, b, data = full_edge
    weight = data.get("weight", 1.0)
    if graph.has_edge(a, b):
        held = graph.get_edge_data(a, b)[0]
        held["weight"] = held.get("weight", 1.0) + weight
    else:
        graph.add_edge(a, b, weight=weight)


def ours(net: Net, seed: int) -> Placement:
    """Decompose with its default objective."""
    del seed
    chosen = propose(net.graph, ClusteringOptions(), alone=True).chosen
    placed = {name: service.name for service in chosen.services for name in service.units}
    placed |= {f"table {name}": service.name for service in chosen.services for name in service.tables}
    return placed | dict.fromkeys(chosen.shared, SHARED)


PEERS: tuple[tuple[str, Callable[[Net, int], Placement], bool], ...] = (
    ("decompose", ours, False),
    ("folders", folders, False),
    ("Louvain r = 1", louvain(1.0), True),
    ("Louvain r = 2", louvain(2.0), True),
    ("label propagation", propagation, True),
    ("average linkage", linkage, False),
    ("CARGO 1.1.0", cargo, True),
)


def _networkx(net: Net) -> Any:
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(net.nodes)
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in net.links.items())
    return graph


def _labelled(groups: Any) -> Placement:
    return {name: str(number) for number, names in enumerate(groups) for name in names}


def figures(net: Net, placed: Placement) -> dict[str, float]:
    """The metrics of a placement and its score; what the method did not place is a service of its own."""
    plain = {name.removeprefix("table "): service for name, service in placed.items() if name.startswith("table ")}
    plain |= {name: service for name, service in placed.items() if not name.startswith("table ")}
    found = evaluate(net.graph, plain, ClusteringOptions())
    return {metric.name: metric.value for metric in found.metrics} | {"score": found.score.total}


def rows(net: Net, seeds: int) -> Iterator[str]:
    """A Markdown row for each method."""
    for name, run, is_random in PEERS:
        start = time.perf_counter()
        try:
            placements = [run(net, seed) for seed in range(1, (seeds if is_random else 1) + 1)]
        except ImportError as error:
            yield f"| {name} | left out: {error} |"
            continue
        seconds = (time.perf_counter() - start) / len(placements)
        found = [figures(net, placed) for placed in placements]
        agreement = mean(adjusted_rand(a, b) for a, b in pairwise(placements)) if is_random and seeds > 1 else 1.0
        shown = [f"{mean(held[column] for held in found):.3g}" for column in (*COLUMNS, "score")]
        yield f"| {name} | {' | '.join(shown)} | {agreement:.2f} | {seconds:.1f} |"


def main() -> None:
    """Print a table per graph."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graphs", type=Path, nargs="+", metavar="GRAPH.json")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--services", type=int, metavar="K", help="for those that want to be told [decompose's]")
    options = parser.parse_args()
    for file in options.graphs:
        graph = read_graph(file.read_bytes(), file.stem)
        wanted = options.services or len(propose(graph, ClusteringOptions(), alone=True).chosen.services)
        net = net_of(graph, wanted)
        print(f"\n{file.stem}: {len(net.nodes):,} nodes, {len(net.links):,} links\n")
        print(f"| method | {' | '.join((*COLUMNS, 'score'))} | seeds agree | seconds |")
        print("|" + "---|" * (len(COLUMNS) + 4))
        for row in rows(net, options.seeds):
            print(row, flush=True)


if __name__ == "__main__":
    main()
