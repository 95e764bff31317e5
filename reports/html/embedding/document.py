"""The document that is embedded in the page."""

from __future__ import annotations

import msgspec

from decompose.clustering.evidence.material import Material
from decompose.reports.analysed import Analysed
from decompose.reports.html.embedding.crossings import COUPLING_KINDS, Crossings, crossings
from decompose.reports.html.embedding.nodes import Modules, Nodes, Numbering
from decompose.reports.html.embedding.placements import View, view
from decompose.reports.html.embedding.relations import CONFIDENCES, KINDS, Relations, Scopes, relations, scopes
from decompose.reports.html.embedding.scoring import Scoring, scoring


class Embedded(msgspec.Struct, frozen=True):
    """All data of the page's script.

    Attributes:
        web: where a browser finds the analysed files; empty where nobody said.
        kinds, coupling_kinds, confidences: the words that numbers stand for.
        modules, nodes: the parts of the code base.
        relations, scopes: what relates them.
        views: the chosen placement, then the alternatives.
        crossings: the couplings of the chosen one.
        scoring: for what-if.
    """

    web: str
    kinds: list[str]
    coupling_kinds: list[str]
    confidences: list[str]
    modules: Modules
    nodes: Nodes
    relations: Relations
    scopes: Scopes
    views: list[View]
    crossings: Crossings
    scoring: Scoring


def embed(analysed: Analysed) -> Embedded:
    """The analysis as columns."""
    material = Material(analysed.graph)
    numbering = Numbering(material)
    chosen = analysed.decomposition
    services = {service.name: number for number, service in enumerate(chosen.services, start=1)}
    return Embedded(
        web_base(analysed),
        [_in_words(kind.value) for kind in KINDS],
        [_in_words(kind.value) for kind in COUPLING_KINDS],
        [confidence.value for confidence in CONFIDENCES],
        numbering.modules(),
        numbering.nodes(),
        relations(numbering),
        scopes(numbering),
        [view(numbering, one) for one in (chosen, *analysed.alternatives)],
        crossings(numbering, chosen.couplings, services),
        scoring(material, chosen),
    )


def web_base(analysed: Analysed) -> str:
    """Where a browser finds the analysed files, without a slash at the end; only addresses of the web are taken."""
    base = analysed.web_base
    return base.rstrip("/") if base.startswith(("https://", "http://")) else ""


def _in_words(kind: str) -> str:
    return kind.replace("_", " ")


def in_script(value: object) -> str:
    """JSON that cannot end the script element which holds it."""
    text = msgspec.json.encode(value).decode(errors="backslashreplace")
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
