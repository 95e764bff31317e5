"""Graph tools (Gephi, yEd, networkx): everything that is known of nodes and relations, typed."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.reports.drawings.drawing import Drawing, Link, Node
from decompose.reports.escaping import xml_text

SUFFIXES = (".graphml",)
_KEYS = {
    "node": {
        "label": "string",
        "kind": "string",
        "group": "string",
        "about": "string",
        "path": "string",
        "line": "int",
        "lines": "int",
    },
    "edge": {
        "kind": "string",
        "weight": "double",
        "count": "int",
        "confidence": "string",
        "about": "string",
        "places": "string",
    },
}


def render(drawing: Drawing) -> str:
    """A directed graph; parallel edges have ids."""
    return "\n".join(_lines(drawing)) + "\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
        ' http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">'
    )
    for owner, keys in _KEYS.items():
        for name, type_ in keys.items():
            shown = drawing.grouped_by if name == "group" else name
            yield f'  <key id="{owner}.{name}" for="{owner}" attr.name="{shown}" attr.type="{type_}"/>'
    yield f'  <graph id="{xml_text(drawing.title)}" edgedefault="directed">'
    for node in drawing.nodes:
        yield f'    <node id="{xml_text(node.id)}">{_data("node", _of_node(node))}</node>'
    for number, link in enumerate(drawing.links):
        ends = f'source="{xml_text(link.source)}" target="{xml_text(link.target)}"'
        yield f'    <edge id="e{number}" {ends}>{_data("edge", _of_link(link))}</edge>'
    yield "  </graph>"
    yield "</graphml>"


def _of_node(node: Node) -> dict[str, str]:
    path, line = (node.place.path, str(node.place.line)) if node.place else ("", "")
    return {
        "label": node.name,
        "kind": node.kind,
        "group": node.group,
        "about": node.about,
        "path": path,
        "line": line,
        "lines": str(node.lines) if node.lines else "",
    }


def _of_link(link: Link) -> dict[str, str]:
    return {
        "kind": link.kind,
        "weight": f"{link.weight:g}",
        "count": str(link.count),
        "confidence": link.confidence,
        "about": link.about,
        "places": " ".join(map(str, link.places)),
    }


def _data(owner: str, values: dict[str, str]) -> str:
    return "".join(f'<data key="{owner}.{name}">{xml_text(value)}</data>' for name, value in values.items() if value)
