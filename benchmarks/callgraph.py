"""The call graph against PyCG's micro-benchmark, or any folder of cases with expected graphs.

    python benchmarks/callgraph.py FOLDER [--functions] [--verbose]

FOLDER holds cases: folders with Python files and a ``callgraph.json`` (caller → callees), such as
``micro-benchmark/snippets`` of github.com/vitsalis/PyCG. A case is *sound* if no expected edge is missing,
*complete* if no other is there, *exact* if both. ``--functions`` counts only edges between functions that
the case defines, as for hand-made graphs of whole projects. Precision, recall and F1 are over all edges.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from decompose.extractors.discovery import DiscoveryOptions, discover
from decompose.extractors.linking import link
from decompose.extractors.reading import read_file

Edges = set[tuple[str, str]]


def produced(case: Path, include: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The call graph of the code in a folder."""
    repository = discover(case, DiscoveryOptions(include=include))
    sources = [source for source in repository.sources if source.role.value == "code"]
    return link(
        repository, {source.path: read_file(source.path, (case / source.path).read_bytes()) for source in sources}
    ).calls


def edges(graph: dict[str, tuple[str, ...]] | dict[str, list[str]]) -> Edges:
    """A graph as pairs."""
    return {(caller, callee) for caller, callees in graph.items() for callee in callees}


def main() -> None:
    """Score all cases and print the totals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--functions", action="store_true", help="only edges between functions of the case")
    parser.add_argument("--include", action="append", default=[], help="files to read that look like tests")
    parser.add_argument("--verbose", action="store_true", help="list missing (-) and unexpected (+) edges")
    options = parser.parse_args()
    sound = complete = exact = true = missing = unexpected = cases = 0
    start = time.perf_counter()
    for expected in sorted(options.folder.rglob("callgraph.json")):
        cases += 1
        graph = produced(expected.parent, tuple(options.include))
        want, found = edges(json.loads(expected.read_text())), edges(graph)
        if options.functions:
            defined = {name for name in graph if not name.startswith("<")}
            want = {edge for edge in want if set(edge) <= defined}
            found = {edge for edge in found if set(edge) <= defined}
        lost, added = want - found, found - want
        sound, complete, exact = sound + (not lost), complete + (not added), exact + (not lost and not added)
        true, missing, unexpected = true + len(want & found), missing + len(lost), unexpected + len(added)
        if options.verbose and (lost or added):
            print(expected.parent.relative_to(options.folder))
            for sign, group in (("-", lost), ("+", added)):
                print(*(f"   {sign} {caller} -> {callee}" for caller, callee in sorted(group)), sep="\n")
    precision, recall = true / max(1, true + unexpected), true / max(1, true + missing)
    print(f"cases {cases}: sound {sound}, complete {complete}, exact {exact}")
    score = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"edges: precision {precision:.3f}, recall {recall:.3f}, F1 {score:.3f}")
    print(f"seconds: {time.perf_counter() - start:.1f}")


if __name__ == "__main__":
    main()
