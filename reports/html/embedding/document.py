"""The document that is embedded in the page."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decompose.clustering.coupling import COST
from decompose.clustering.evidence.material import Material
from decompose.extractors.graph import EdgeKind
from decompose.reports.analysed import Analysed, web_base
from decompose.reports.html.embedding.entries import (
    ENTRY_KINDS,
    RESOURCE_KINDS,
    Entries,
    Resources,
    entries,
    inner,
    resources,
    strange,
    used,
)
from decompose.reports.html.embedding.nodes import Modules, Nodes, Numbering
from decompose.reports.html.embedding.placements import View, view
from decompose.reports.html.embedding.places import Places
from decompose.reports.html.embedding.relations import (
    CONFIDENCES,
    COSTS,
    KINDS,
    TRUSTS,
    Relations,
    Scopes,
    edges,
    ends_in_tables,
    ends_in_units,
    relations,
    scoped,
    scopes,
)
from decompose.reports.html.embedding.scoring import Scoring, scoring
from decompose.reports.html.embedding.symbols import Known, Symbols


class Words(msgspec.Struct, frozen=True):
    """The words that numbers stand for.

    ``costs`` of kinds, and of a transaction, and ``trusts`` of confidences make up a coupling's severity.
    """

    kinds: list[str]
    costs: list[float]
    confidences: list[str]
    trusts: list[float]
    transaction: float
    entries: list[str]
    resources: list[str]


class Metrics(msgspec.Struct, frozen=True):
    """What the values of views are of."""

    names: list[str]
    higher: list[bool]
    meanings: list[str]


class Embedded(msgspec.Struct, frozen=True):
    """All data of the page's script.

    Attributes:
        web: where a browser finds the analysed files; empty where nobody said.
        words: that numbers stand for.
        modules, nodes, symbols: the parts of the code base.
        relations, scopes: what relates them.
        entries, resources: where work enters, and what is used besides tables.
        paths: of files that are no modules.
        views: the chosen placement, then the alternatives.
        metrics: of the field.
        scoring: for what-if.
        folded: insides of boxes, as markup.
    """

    web: str
    words: Words
    modules: Modules
    nodes: Nodes
    symbols: Symbols
    relations: Relations
    scopes: Scopes
    entries: Entries
    resources: Resources
    paths: list[str]
    views: list[View]
    metrics: Metrics
    scoring: Scoring
    folded: Sequence[str] = ()


def embed(analysed: Analysed, folded: Sequence[str] = ()) -> Embedded:
    """The analysis as columns.

    Args:
        analysed: the analysis.
        folded: markup that the page leaves to its script.
    """
    material = Material(analysed.graph)
    numbering = Numbering(material)
    known, places = _known(numbering), Places(numbering)
    return Embedded(
        web=web_base(analysed),
        words=Words(
            [_in_words(kind.value) for kind in KINDS],
            COSTS,
            [confidence.value for confidence in CONFIDENCES],
            TRUSTS,
            COST[EdgeKind.TRANSACTION],
            [kind.value for kind in ENTRY_KINDS],
            [kind.value for kind in RESOURCE_KINDS],
        ),
        modules=numbering.modules(),
        nodes=numbering.nodes(),
        symbols=known.columns(),
        relations=relations(numbering, known, places),
        scopes=scopes(numbering, known, places),
        entries=entries(numbering, known, places),
        resources=resources(numbering, known, places),
        paths=places.others,
        views=[view(numbering, one) for one in (analysed.decomposition, *analysed.alternatives)],
        metrics=Metrics(
            [metric.name for metric in analysed.decomposition.metrics],
            [metric.higher_is_better for metric in analysed.decomposition.metrics],
            [metric.meaning for metric in analysed.decomposition.metrics],
        ),
        scoring=scoring(material, analysed.decomposition),
        folded=folded,
    )


def _known(numbering: Numbering) -> Known:
    between = edges(numbering)
    points = numbering.material.graph.entry_points
    return Known(
        numbering,
        [
            *ends_in_units([*between, *inner(numbering)]),
            *((edge.source_symbol, edge.source) for edge in strange(numbering)),
            *((scope.symbol, scope.unit) for scope in scoped(numbering)),
            *((point.symbol, point.unit) for point in points),
            *((use.symbol, use.unit) for use in used(numbering)),
        ],
        ends_in_tables(between),
    )


def _in_words(kind: str) -> str:
    return kind.replace("_", " ")
