"""Queries that loops repeat and accesses of templates: how many, and some drawn at random with their lines.

python benchmarks/chatty.py CHECKOUT [--draw 20] [--seed 1] [--templates]
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from decompose.extractors.declarations import declaring_files, read_declarations
from decompose.extractors.discovery import DiscoveryOptions, discover
from decompose.extractors.graph import DependencyGraph, EdgeKind
from decompose.extractors.linking import link
from decompose.extractors.places import Confidence, Place
from decompose.extractors.reading import read_file

_TEMPLATE = (".html", ".htm", ".txt", ".xml", ".eml", ".j2", ".jinja", ".jinja2")


def graph_of(checkout: Path) -> DependencyGraph:
    """The dependency graph of a checkout, with what its templates and other files declare."""
    repository = discover(checkout, DiscoveryOptions())
    sources = [source for source in repository.sources if source.role.value == "code"]
    facts = {source.path: read_file(source.path, (checkout / source.path).read_bytes()) for source in sources}
    return link(repository, facts, read_declarations(declaring_files(repository))).graph


def template_reads(graph: DependencyGraph) -> list[tuple[str, tuple[Place, ...]]]:
    """Who reads what through which places of templates."""
    found = []
    for edge in graph.edges:
        places = tuple(place for place in edge.places if place.path.endswith(_TEMPLATE))
        if edge.kind is EdgeKind.READS and places:
            found.append((f"{edge.source_symbol} reads {edge.target}", places))
    return found


def repeated(graph: DependencyGraph) -> list[tuple[str, tuple[Place, ...]]]:
    """The repeated queries that are sure, with their loop, call and query."""
    return [
        (f"{one.symbol}: {one.kind.value} of {', '.join(one.tables)}", (one.loop, one.call, one.query))
        for one in graph.repeated
        if one.confidence is Confidence.INFERRED
    ]


def main() -> None:
    """Count, draw, show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--draw", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--templates", action="store_true", help="accesses of templates")
    options = parser.parse_args()
    graph = graph_of(options.checkout)
    found = template_reads(graph) if options.templates else repeated(graph)
    rendered = sum(bool(template.rendered_by) for template in graph.templates)
    print(f"{len(graph.templates)} templates, {rendered} of them rendered by something that is known")
    print("repeated queries:", dict(sorted(Counter(one.confidence.value for one in graph.repeated).items())))
    print(f"reads of templates: {len(template_reads(graph))} (who, table)")
    for text, places in random.Random(options.seed).sample(found, min(options.draw, len(found))):
        print(f"-- {text}")
        for place in dict.fromkeys(places):
            line = (options.checkout / place.path).read_text(errors="replace").splitlines()[place.line - 1]
            print(f"   {place}: {line.strip()[:160]}")


if __name__ == "__main__":
    main()
