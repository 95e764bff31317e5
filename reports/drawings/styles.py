"""How kinds look: by colour, by line and by name, so that none of them is needed alone.

The colours are those of Okabe and Ito (2008), which colour-blind people tell apart, darkened where text or thin lines
need it.
"""

from __future__ import annotations

from dataclasses import dataclass

from decompose.extractors.graph import EdgeKind


@dataclass(frozen=True, slots=True)
class Style:
    """Of a kind of link: its name in legends, its colour, how Graphviz draws the line."""

    name: str
    color: str
    line: str = "solid"


_CALLS, _DATA, _WRITES, _EVENTS, _CODE, _ENTRY = "#0072b2", "#b37400", "#c0392b", "#00805c", "#6b7280", "#475569"
LINKS = {
    EdgeKind.CALLS.value: Style("calls", _CALLS),
    EdgeKind.READS.value: Style("reads", _DATA, "dashed"),
    EdgeKind.WRITES.value: Style("writes", _WRITES),
    EdgeKind.JOINS.value: Style("joins", _DATA, "dotted"),
    EdgeKind.FOREIGN_KEY.value: Style("foreign key", "#9d4edd", "dotted"),
    EdgeKind.TRANSACTION.value: Style("writes in one transaction", _WRITES, "dashed"),
    EdgeKind.EVENT.value: Style("event", _EVENTS, "dashed"),
    EdgeKind.INHERITS.value: Style("inherits", _CODE, "solid"),
    EdgeKind.IMPORTS.value: Style("names", _CODE, "dotted"),
    EdgeKind.HANDLES.value: Style("is handled by", _ENTRY),
    "data": Style("mostly data", _WRITES),
    "code": Style("mostly names and base classes", _CODE, "dotted"),
    "control": Style("mostly calls", _CALLS),
    "events": Style("mostly events", _EVENTS, "dashed"),
}
"""By kind of edge; the last four are of what one service has with another."""

FAMILIES = {
    EdgeKind.CALLS: "control",
    EdgeKind.HANDLES: "control",
    EdgeKind.EVENT: "events",
    EdgeKind.IMPORTS: "code",
    EdgeKind.INHERITS: "code",
}
"""What kinds of edges are together; all others are of data."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Of a kind of node: its name in legends, Graphviz's shape and fill, Mermaid's brackets."""

    name: str
    shape: str
    fill: str
    brackets: tuple[str, str] = ("[", "]")


NODES = {
    "service": Shape("service", "box", "#dcecf7"),
    "library": Shape("shared library", "component", "#eceff3", ("[[", "]]")),
    "unit": Shape("class or function", "box", "#ffffff"),
    "function": Shape("function", "box", "#ffffff"),
    "table": Shape("table", "cylinder", "#fdf0d5", ("[(", ")]")),
    "entrypoint": Shape("entry point", "cds", "#e3f3ec", ("([", "])")),
}


def style(kind: str) -> Style:
    """How a kind of link looks."""
    return LINKS.get(kind, Style(kind, _CODE))


def shape(kind: str) -> Shape:
    """How a kind of node looks."""
    return NODES.get(kind, NODES["unit"])
