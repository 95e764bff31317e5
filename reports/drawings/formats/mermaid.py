"""Markdown on GitHub and GitLab: a flowchart, within what those are willing to draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decompose.reports.drawings.drawing import Drawing, Link, Node
from decompose.reports.drawings.styles import shape, style
from decompose.reports.escaping import mermaid_text

SUFFIXES = (".mmd", ".mermaid")
MOST_EDGES = 500
"""Mermaid's ``maxEdges``."""
MOST_TEXT = 50_000
"""Mermaid's ``maxTextSize``, in characters."""
_ARROWS = {"solid": "-->", "dashed": "-.->", "dotted": "-.->"}
_THICK = "==>"


def render(drawing: Drawing, most: int = MOST_EDGES) -> str:
    """The flowchart; of a larger graph its heaviest links, and what they join, with a note that says so.

    Args:
        drawing: the graph.
        most: links at most.
    """
    most = min(most, MOST_EDGES)
    while True:
        text = "\n".join(_lines(drawing, most)) + "\n"
        if len(text) < MOST_TEXT or most <= 1:
            return text
        most = most * 3 // 4


def _lines(drawing: Drawing, most: int) -> Iterator[str]:
    kept = drawing.heaviest(most)
    links = [link for at, link in enumerate(drawing.links) if at in kept]
    nodes = _kept(drawing, links)
    yield "flowchart LR"
    if len(links) < len(drawing.links) or len(nodes) < len(drawing.nodes):
        of = f"{len(links)} heaviest of {len(drawing.links)} relations, {len(nodes)} of {len(drawing.nodes)} nodes"
        yield f"  %% the {of}"
    ids = {node.id: f"n{number}" for number, node in enumerate(nodes)}
    yield from _nodes(nodes, ids)
    bold = _bold(links)
    for link in links:
        look = style(link.kind)
        arrow = _THICK if link in bold and look.line == "solid" else _ARROWS[look.line]
        label = f"{link.count:,}" if link.count > 1 else mermaid_text(look.name)
        yield f'  {ids[link.source]} {arrow}|"{label}"| {ids[link.target]}'
    by_color: dict[str, list[str]] = {}
    for number, link in enumerate(links):
        by_color.setdefault(style(link.kind).color, []).append(str(number))
    for color, numbers in sorted(by_color.items()):
        yield f"  linkStyle {','.join(numbers)} stroke:{color}"


def _kept(drawing: Drawing, links: Sequence[Link]) -> list[Node]:
    """All nodes if all links are shown, otherwise those that a link joins."""
    if len(links) == len(drawing.links) and len(drawing.nodes) <= MOST_EDGES:
        return list(drawing.nodes)
    joined = {end for link in links for end in (link.source, link.target)}
    return [node for node in drawing.nodes if node.id in joined]


def _nodes(nodes: Sequence[Node], ids: dict[str, str]) -> Iterator[str]:
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        groups.setdefault(node.group, []).append(node)
    for number, (group, held) in enumerate(sorted(groups.items())):
        indent = "  "
        if group:
            yield f'  subgraph g{number}["{mermaid_text(group)}"]'
            indent = "    "
        for node in held:
            opening, closing = shape(node.kind).brackets
            label = mermaid_text(node.name) + (f"<br/>{mermaid_text(node.about)}" if node.about else "")
            yield f'{indent}{ids[node.id]}{opening}"{label}"{closing}'
        if group:
            yield "  end"


def _bold(links: Sequence[Link]) -> frozenset[Link]:
    """Those that weigh more than twice the mean."""
    mean = sum(link.weight for link in links) / max(len(links), 1)
    return frozenset(link for link in links if link.weight > 2 * mean)
