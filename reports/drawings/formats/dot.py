"""Graphviz: services or packages as clusters, kinds by colour, line and name, weights as width, and a legend."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from decompose.reports.drawings.drawing import Drawing, Link, Node
from decompose.reports.drawings.styles import shape, style
from decompose.reports.escaping import dot_text, xml_text

SUFFIXES = (".dot", ".gv")
LARGE = 1500
"""Nodes from which on clusters are not drawn: laying them out takes minutes."""
_LAYERED = 40
"""Nodes up to which groups are laid out in layers; of more, that makes detours as long as the drawing."""
_LABELLED = 30
"""Links with a text beside them; the others have it as a tooltip."""
_FAINT = 0.2
"""The lightest links, which together weigh this share, are drawn pale."""
_WIDEST = 6.0
_LONGEST = 48
_FONT = 'fontname="Helvetica,Arial,sans-serif"'


def render(drawing: Drawing) -> str:
    """A file that ``dot`` lays out as it is."""
    return written(drawing, is_clustered=len(drawing.nodes) <= LARGE)


def written(drawing: Drawing, *, is_clustered: bool) -> str:
    """The same, with groups as clusters or with nodes alone, which takes Graphviz far less."""
    return "\n".join(_lines(drawing, is_clustered=is_clustered)) + "\n"


def _lines(drawing: Drawing, *, is_clustered: bool) -> Iterator[str]:
    yield f"digraph {dot_text(drawing.title)} {{"
    yield from _defaults(drawing, is_clustered=is_clustered)
    for number, (group, nodes) in enumerate(drawing.groups().items()):
        if group and is_clustered:
            yield f"  subgraph cluster_{number} {{"
            yield f"    label={dot_text(group, _LONGEST // 2)}; tooltip={dot_text(group)};"
            yield from (f"    {_node(node)}" for node in nodes)
            yield "  }"
        else:
            yield from (f"  {_node(node)}" for node in nodes)
    labelled, faint = drawing.heaviest(_LABELLED), _faint(drawing)
    widest = _WIDEST if len(drawing.nodes) <= _LAYERED else _WIDEST / 2
    heaviest = max((link.weight for link in drawing.links), default=1.0)
    for at, link in enumerate(drawing.links):
        yield f"  {_link(link, heaviest, widest, is_labelled=at in labelled, is_faint=at in faint)}"
    yield from _legend(drawing)
    yield "}"


def _defaults(drawing: Drawing, *, is_clustered: bool) -> Iterator[str]:
    title = dot_text(drawing.title, 200)
    yield f"  graph [label={title}; labelloc=t; fontsize=16; bgcolor=white; pad=0.3; {_FONT}];"
    if not is_clustered:
        yield "  graph [layout=sfdp; overlap=prism; overlap_scaling=4; K=1.2; outputorder=edgesfirst; start=1];"
        yield f'  node [shape=box; style="filled"; fontsize=10; margin="0.06,0.03"; height=0.2; {_FONT}];'
        yield "  edge [arrowsize=0.4];"
        return
    if not any(drawing.groups().keys() - {""}) and len(drawing.links) > 2 * len(drawing.nodes):
        # curved lines take Graphviz minutes around 30 nodes, true ones less than a second
        yield '  graph [layout=neato; start=1; overlap=false; overlap_scaling=0; sep="+20,30"];'
        yield "  graph [splines=true; outputorder=edgesfirst];"
    elif len(drawing.nodes) > _LAYERED:
        yield '  graph [layout=fdp; start=1; overlap=prism; sep="+6"; splines=line; K=0.5; outputorder=edgesfirst];'
    else:
        yield "  graph [rankdir=LR; nodesep=0.3; ranksep=1.1; newrank=true];"
    yield '  graph [style="rounded,filled"; color="#9aa5b1"; fillcolor="#f6f8fa"];'
    yield f'  node [shape=box; style="filled,rounded"; color="#52606d"; fontsize=13; margin="0.12,0.06"; {_FONT}];'
    yield f"  edge [fontsize=11; arrowsize=0.7; {_FONT}];"


def _node(node: Node) -> str:
    look = shape(node.kind)
    name = dot_text(node.name, _LONGEST)
    about = dot_text(node.about, 2 * _LONGEST)[1:-1]
    label = f'{name[:-1]}\\n{about}"' if about else name
    style_ = "filled,rounded" if look.shape == "box" else "filled"
    place = f" ({node.place})" if node.place else ""
    tooltip = dot_text(f"{look.name} {node.name}{place}")
    ends = f'shape={look.shape}; style="{style_}"; fillcolor="{look.fill}"'
    return f"{dot_text(node.id)} [label={label}; tooltip={tooltip}; {ends}];"


def _link(link: Link, heaviest: float, widest: float, *, is_labelled: bool, is_faint: bool) -> str:
    look = style(link.kind)
    width = 0.6 + (widest - 1) * sqrt(max(link.weight, 0.0) / max(heaviest, 1.0))
    color = f"{look.color}55" if is_faint else look.color
    text = link.about or look.name
    where = f" ({link.places[0]})" if link.places else ""
    tooltip = dot_text(f"{link.source} → {link.target}: {text}{where}")
    label = (
        f'label={dot_text(f"{link.count:,}", _LONGEST)}; fontcolor="{look.color}"; '
        if is_labelled and link.count > 1
        else ""
    )
    looks = (
        f'{label}tooltip={tooltip}; color="{color}"; style={look.line}; penwidth={width:.2f}; weight={1 + round(width)}'
    )
    return f"{dot_text(link.source)} -> {dot_text(link.target)} [{looks}];"


def _faint(drawing: Drawing) -> frozenset[int]:
    """Positions of the lightest links; none where all weigh the same."""
    order = sorted(range(len(drawing.links)), key=lambda at: (drawing.links[at].weight, at))
    if not order or drawing.links[order[0]].weight == drawing.links[order[-1]].weight:
        return frozenset()
    room = _FAINT * sum(link.weight for link in drawing.links)
    found = set()
    for at in order:
        room -= drawing.links[at].weight
        if room < 0:
            break
        found.add(at)
    return frozenset(found)


def _legend(drawing: Drawing) -> Iterator[str]:
    """A table of the kinds that there are."""
    looks = dict.fromkeys(shape(node.kind) for node in drawing.nodes)
    rows = [
        f'<tr><td bgcolor="{look.fill}" border="1" width="28"></td><td align="left">{xml_text(look.name)}</td></tr>'
        for look in looks
    ]
    signs = {"solid": "───▶", "dashed": "─ ─ ▶", "dotted": "┄┄┄▶"}
    for line in dict.fromkeys(style(link.kind) for link in drawing.links):
        sign = f'<font color="{line.color}">{signs[line.line]}</font>'
        rows.append(f'<tr><td>{sign}</td><td align="left">{xml_text(line.name)}</td></tr>')
    if drawing.links:
        rows.append(f'<tr><td colspan="2" align="left">wider: {xml_text(drawing.weighed_by)}</td></tr>')
    if not rows:
        return
    table = f'<table border="0" cellborder="0" cellspacing="2">{"".join(rows)}</table>'
    yield f'  "decompose: legend" [shape=plain; style=""; margin=0; fontsize=9; tooltip="legend"; label=<{table}>];'
