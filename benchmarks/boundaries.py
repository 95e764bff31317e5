"""Proposed boundaries against those that people drew.

    python benchmarks/boundaries.py CHECKOUTS TRUTH [--only NAME ...] [--peers] [--perturbed RUNS]

CHECKOUTS holds a checkout per code base, named as in the truth. TRUTH holds two kinds of files:

- ``domains.json``, a list of ``{"name", "commit", "modules": {path: context}, "tables": {table: context}}``:
  contexts that the authors declared by their folders. Proposed without folder evidence, and scored by the
  adjusted Rand index and MoJoFM over modules and the former over tables.
- ``splits/NAME.json``, ``{"commit", "split": {service: {"modules": [...], "tables": [...], "functions":
  {path: [...]}}}, "shared", "ambiguous": {"modules", "tables"}}``: services that were carved out later.
  Proposed with all evidence, and without folders, vocabulary and history; scored by the mean of module F1
  and table F1 of the best-fitting service.

A module counts with the share of its lines that a service holds. Dependency graphs are kept in ``--graphs``,
so that a second run spends its time on the clustering alone. ``--peers`` adds networkx's Louvain on the same
graph, ``--perturbed`` the mean agreement with proposals for 5 % fewer edges.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import msgspec

from decompose.analyzer.cache import Cache
from decompose.analyzer.pipeline import Run, link_program
from decompose.clustering.constraints import SHARED
from decompose.clustering.metrics.agreement import adjusted_rand, mojofm
from decompose.clustering.options import ClusteringOptions, Evidence
from decompose.clustering.proposing import propose
from decompose.extractors.graph import DependencyGraph, EdgeKind

STRUCTURE = frozenset(Evidence) - {Evidence.FOLDERS, Evidence.VOCABULARY, Evidence.HISTORY}
UNFOLDED = frozenset(Evidence) - {Evidence.FOLDERS}
DROPPED = 0.05

Placement = dict[str, str]
"""Unit or table → service or ``shared``."""


@dataclass(frozen=True)
class Code:
    """A code base: its dependency graph, and where a person placed its parts."""

    name: str
    graph: DependencyGraph
    truth: dict[str, Any]

    def modules(self, placed: Placement) -> dict[str, dict[str, float]]:
        """Service → path → share of the module's lines."""
        lines: dict[str, int] = defaultdict(int)
        held: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for unit in self.graph.units:
            lines[unit.path] += unit.lines
            held[placed[unit.name]][unit.path] += unit.lines
        return {
            name: {path: part / max(1, lines[path]) for path, part in paths.items()} for name, paths in held.items()
        }

    def tables(self, placed: Placement) -> dict[str, dict[str, float]]:
        """Service → table → 1."""
        held: dict[str, dict[str, float]] = defaultdict(dict)
        for table in self.graph.tables:
            held[placed[f"table {table.name}"]][table.name] = 1.0
        return held


def proposed(graph: DependencyGraph, evidence: Iterable[Evidence]) -> Placement:
    """What decompose proposes."""
    chosen = propose(graph, ClusteringOptions(evidence=frozenset(evidence)), alone=True).chosen
    placed = {name: service.name for service in chosen.services for name in service.units}
    placed |= {f"table {name}": service.name for service in chosen.services for name in service.tables}
    return placed | dict.fromkeys(chosen.shared, SHARED)


def communities(graph: DependencyGraph, resolution: float) -> Placement:
    """What networkx's Louvain makes of the same edges (seed 1)."""
    import networkx

    net = networkx.Graph()
    net.add_nodes_from(unit.name for unit in graph.units)
    net.add_nodes_from(f"table {table.name}" for table in graph.tables)
    for edge in graph.edges:
        a = f"table {edge.source}" if edge.kind in (EdgeKind.JOINS, EdgeKind.FOREIGN_KEY) else edge.source
        b = f"table {edge.target}" if f"table {edge.target}" in net and edge.target not in net else edge.target
        if a in net and b in net and a != b:
            before = net.get_edge_data(a, b, {"weight": 0.0})["weight"]
            net.add_edge(a, b, weight=before + edge.weight)
    found = networkx.community.louvain_communities(net, resolution=resolution, seed=1)
    return {name: str(number) for number, names in enumerate(found) for name in names}


def main_place(shares: Mapping[str, Mapping[str, float]]) -> dict[str, str]:
    """Module or table → the service with most of it."""
    best: dict[str, tuple[float, str]] = {}
    for service, held in sorted(shares.items()):
        for name, share in held.items():
            best[name] = max(best.get(name, (0.0, "")), (share, service))
    return {name: service for name, (_, service) in best.items()}


def fit(held: Mapping[str, float], wanted: set[str], ignored: set[str]) -> float:
    """F1 of a service for what was carved out."""
    counted = {name: share for name, share in held.items() if name not in ignored}
    hit = sum(share for name, share in counted.items() if name in wanted)
    return 2 * hit / ((sum(counted.values()) + len(wanted)) or 1)


def split_scores(code: Code, placed: Placement) -> dict[str, float]:
    """Figures of the best-fitting services: their means over all that was carved out."""
    modules, tables = code.modules(placed), code.tables(placed)
    unclear = [code.truth.get(key) or {} for key in ("shared", "ambiguous")]
    ignored = {kind: {name for held in unclear for name in held.get(kind) or ()} for kind in ("modules", "tables")}
    rows = []
    for moved in code.truth["split"].values():
        wanted = {kind: set(moved.get(kind) or ()) for kind in ("modules", "tables")}
        fits = []
        for service in modules.keys() - {SHARED}:
            by_module = fit(modules[service], wanted["modules"], ignored["modules"])
            by_table = fit(tables.get(service, {}), wanted["tables"], ignored["tables"])
            fits.append(((by_module + by_table) / 2 if wanted["tables"] else by_module, by_module, by_table, service))
        score, by_module, by_table, service = max(fits)
        row = {"score": score, "modules": by_module, "tables": by_table}
        functions = [
            f"{path.removesuffix('.py').replace('/', '.')}.{name}"
            for path, names in (moved.get("functions") or {}).items()
            for name in names
        ]
        if functions:
            row["functions"] = mean(placed.get(name) == service for name in functions)
        rows.append(row)
    return {key: mean(row[key] for row in rows if key in row) for row in rows for key in row}


def domain_scores(code: Code, placed: Placement) -> dict[str, float]:
    """Agreement with the declared contexts."""
    modules, tables = main_place(code.modules(placed)), main_place(code.tables(placed))
    return {
        "score": adjusted_rand(code.truth["modules"], modules),
        "MoJoFM": mojofm(code.truth["modules"], modules),
        "tables": adjusted_rand(code.truth.get("tables") or {}, tables),
    }


def sizes(code: Code, placed: Placement) -> str:
    """Number of services, and the largest one's share of their code."""
    lines: dict[str, int] = defaultdict(int)
    for unit in code.graph.units:
        lines[placed[unit.name]] += unit.lines
    shared = lines.pop(SHARED, 0)
    whole = sum(lines.values()) or 1
    return f"{len(lines):>4} {max(lines.values(), default=0) / whole:4.0%} {shared / (whole + shared):4.0%}"


def thinned(graph: DependencyGraph, seed: int) -> DependencyGraph:
    """The graph without 5 % of its edges."""
    kept = random.Random(seed).sample(graph.edges, round((1 - DROPPED) * len(graph.edges)))
    return msgspec.structs.replace(graph, edges=tuple(kept))


def stability(graph: DependencyGraph, evidence: frozenset[Evidence], placed: Placement, runs: int) -> float:
    """Mean adjusted Rand index between the proposal and those for thinned graphs."""
    return mean(adjusted_rand(placed, proposed(thinned(graph, seed), evidence)) for seed in range(1, runs + 1))


def linked(checkout: Path, graphs: Path) -> DependencyGraph:
    """The dependency graph of a checkout, from the folder of graphs where it is known."""
    file = graphs / f"{checkout.name}.msgpack"
    if not file.exists():
        graph = link_program(checkout, Run(cache=Cache(graphs / "cache"))).graph
        file.write_bytes(msgspec.msgpack.encode(graph))
    return msgspec.msgpack.decode(file.read_bytes(), type=DependencyGraph)


def truths(folder: Path) -> Iterator[dict[str, Any]]:
    """All truths, by name."""
    found = [json.loads(file.read_text()) for file in sorted((folder / "splits").glob("*.json"))]
    yield from sorted([*json.loads((folder / "domains.json").read_text()), *found], key=lambda truth: truth["name"])


def main() -> None:
    """Print a row per code base and evidence, and the means."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkouts", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--only", nargs="*", default=[], dest="names", metavar="NAME")
    parser.add_argument("--graphs", type=Path, help="folder for the dependency graphs [CHECKOUTS/.graphs]")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--perturbed", type=int, default=0, metavar="RUNS")
    options = parser.parse_args()
    graphs = options.graphs or options.checkouts / ".graphs"
    graphs.mkdir(parents=True, exist_ok=True)
    found: dict[str, list[float]] = defaultdict(list)
    print(f"{'code base':<24} {'evidence':<12} score  services, largest, shared; more; seconds")
    for truth in truths(options.truth):
        if options.names and truth["name"] not in options.names:
            continue
        if not (options.checkouts / truth["name"]).exists():
            continue
        code = Code(truth["name"], linked(options.checkouts / truth["name"], graphs), truth)
        is_split = "split" in truth
        score = split_scores if is_split else domain_scores
        ways = {"all": frozenset(Evidence), "structure": STRUCTURE} if is_split else {"no folders": UNFOLDED}
        for way, evidence in ways.items():
            start = time.perf_counter()
            placed = proposed(code.graph, evidence)
            seconds = time.perf_counter() - start
            figures = score(code, placed)
            if options.perturbed:
                figures["stability"] = stability(code.graph, evidence, placed, options.perturbed)
            found[f"{'splits' if is_split else 'domains'}, {way}"].append(figures["score"])
            report(code, way, placed, figures, f"{seconds:.1f} s")
        for resolution in (1.0, 2.0) if options.peers else ():
            placed, way = communities(code.graph, resolution), f"Louvain {resolution:g}"
            figures = score(code, placed)
            found[f"{'splits' if is_split else 'domains'}, {way}"].append(figures["score"])
            report(code, way, placed, figures, "")
    for what, scores in sorted(found.items()):
        print(f"mean of {what}: {mean(scores):.3f}")


def report(code: Code, way: str, placed: Placement, figures: dict[str, float], more: str) -> None:
    """Print a row."""
    rest = "  ".join(f"{key} {value:.3f}" for key, value in figures.items() if key != "score")
    print(f"{code.name:<24} {way:<12} {figures['score']:.3f} {sizes(code, placed)}  {rest}  {more}", flush=True)


if __name__ == "__main__":
    main()
