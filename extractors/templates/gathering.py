"""What templates do, as edges of the units that render them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from decompose.extractors.graph import EdgeKind, Template
from decompose.extractors.graphing import EdgeGatherer
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.resolution import Callee, ResolvedCall
from decompose.extractors.linking.units import Units
from decompose.extractors.places import Confidence, Place
from decompose.extractors.templates import Asks, Uses, reads_of

_OPERATION = "render"


def gather_templates(
    gatherer: EdgeGatherer, linkage: Linkage, units: Units, uses: Uses, names: Mapping[int, str]
) -> tuple[Template, ...]:
    """Reads and calls of templates, credited to who renders them, with their places; the templates.

    A layout that many views share ties each of them the less: its edges share the weight of one.
    """
    renderers = Counter(path for path, _ in uses.renderings)
    for asks, table in reads_of(linkage, uses.asks, names):
        unit = units.of(asks.scope)
        if unit in units.all:
            gatherer.add(
                EdgeKind.READS,
                (unit, table),
                (linkage.names[asks.scope], table),
                Place(asks.path, asks.line),
                1 / max(renderers[asks.path], 1),
                Confidence.INFERRED,
                operation=_OPERATION,
                loops=asks.loops,
            )
    for asks in uses.asks:
        if asks.function >= 0:
            _call(gatherer, linkage, units, asks, 1 / max(renderers[asks.path], 1))
    return _templates(linkage, uses)


def _call(gatherer: EdgeGatherer, linkage: Linkage, units: Units, asks: Asks, weight: float) -> None:
    ends = (units.of(asks.scope), units.of(asks.function))
    if ends[0] in units.all and ends[1] in units.all and asks.scope != asks.function:
        symbols = (linkage.names[asks.scope], linkage.names[asks.function])
        place = Place(asks.path, asks.line)
        gatherer.add(EdgeKind.CALLS, ends, symbols, place, weight, Confidence.INFERRED, loops=asks.loops)


def template_calls(uses: Uses, linkage: Linkage) -> list[ResolvedCall]:
    """The functions that templates call, as calls of who renders them."""
    return [
        ResolvedCall(
            asks.scope,
            0,
            (Callee(asks.function, linkage.names[asks.function]),),
            asks.loops,
            False,
            Confidence.INFERRED,
        )
        for asks in uses.asks
        if asks.function >= 0
    ]


def _templates(linkage: Linkage, uses: Uses) -> tuple[Template, ...]:
    rendered: dict[str, set[str]] = {}
    for path, scope in uses.renderings:
        rendered.setdefault(path, set()).add(linkage.names[scope])
    return tuple(
        sorted(
            Template(
                template.path,
                tuple(sorted(rendered.get(template.path, ()))),
                tuple(sorted({name for name, _ in template.includes})),
                tuple(sorted({name for name, _ in template.links})),
            )
            for template in linkage.declarations.templates
        )
    )
