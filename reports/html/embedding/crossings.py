"""The couplings of the chosen decomposition, symbol by symbol, with their places."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decompose.clustering.coupling import severity
from decompose.clustering.decomposition import Coupling
from decompose.clustering.evidence.material import TABLE_TO_TABLE, UNIT_TO_UNIT
from decompose.extractors.graph import EdgeKind
from decompose.extractors.places import Place
from decompose.reports.html.embedding.nodes import Numbering
from decompose.reports.html.embedding.packing import packed
from decompose.reports.html.embedding.relations import CONFIDENCES

COUPLING_KINDS = tuple(EdgeKind)
_MOST_PLACES = 3


class Crossings(msgspec.Struct, frozen=True):
    """One row for each coupling, worst first; numbers packed.

    Attributes:
        from_, to: numbers of services in the first view (0: the shared library).
        kind: number in ``COUPLING_KINDS``.
        source, target: number in ``text`` of what follows the node's name.
        source_node, target_node: number of the node + 1; 0: ``text`` is the whole name.
        confidence: number in ``CONFIDENCES``.
        weight, severity: tenths.
        places: how many there are in all.
        place: of each of the first three: number of the path in ``paths``, line.
        text, paths: each string once.
    """

    from_: str
    to: str
    kind: str
    source_node: str
    source: str
    target_node: str
    target: str
    confidence: str
    weight: str
    severity: str
    places: str
    place: str
    text: list[str]
    paths: list[str]


class _Pool:
    """Strings by number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))


def crossings(numbering: Numbering, found: Sequence[Coupling], services: dict[str, int]) -> Crossings:
    """The couplings as columns.

    Args:
        numbering: of the nodes.
        found: the couplings.
        services: name → number in the first view.
    """
    text, paths = _Pool(), _Pool()
    names = [*numbering.units, *numbering.tables]

    def end(symbol: str, *, is_table: bool) -> tuple[int, int]:
        for as_table in (is_table, not is_table):
            owner = numbering.owner(symbol, is_table=as_table)
            if owner is not None:
                return owner + 1, text(symbol[len(names[owner]) :])
        return 0, text(symbol)

    sources = [end(one.source, is_table=one.kind in TABLE_TO_TABLE) for one in found]
    targets = [end(one.target, is_table=one.kind not in UNIT_TO_UNIT) for one in found]
    places: list[Place] = [place for one in found for place in one.places[:_MOST_PLACES]]
    placed = [number for place in places for number in (paths(place.path), place.line)]
    return Crossings(
        packed(services.get(one.source_service, 0) for one in found),
        packed(services.get(one.target_service, 0) for one in found),
        packed(COUPLING_KINDS.index(one.kind) for one in found),
        packed(node for node, _ in sources),
        packed(rest for _, rest in sources),
        packed(node for node, _ in targets),
        packed(rest for _, rest in targets),
        packed(CONFIDENCES.index(one.confidence) for one in found),
        packed(round(10 * max(0.0, one.weight)) for one in found),
        packed(round(10 * max(0.0, severity(one))) for one in found),
        packed(len(one.places) for one in found),
        packed(placed),
        list(text.numbers),
        list(paths.numbers),
    )
