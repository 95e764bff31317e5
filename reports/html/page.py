"""The page: templates filled with what was found, script and style inside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from decompose.extractors.graph import EdgeKind, Unreached
from decompose.extractors.places import Confidence
from decompose.reports.analysed import Analysed, web_base
from decompose.reports.doubting import stability_line, tipping
from decompose.reports.explaining import placement
from decompose.reports.html.bundled import asset, manifest, source_hash
from decompose.reports.html.embedding import deflated, embed, payload
from decompose.reports.html.folding import Folding
from decompose.reports.html.layout import Map, draw_map
from decompose.reports.html.setting import environment
from decompose.reports.migration.wording import stop_lines, tallied, total, whole_effort
from decompose.reports.repetition import in_words, repeated_queries
from decompose.reports.resources import shared_resources
from decompose.reports.sections.cards import cards
from decompose.reports.sections.decisions import decisions
from decompose.reports.sections.entries import chatty_calls, entries
from decompose.reports.sections.headline import headline
from decompose.reports.sections.matrix import matrix
from decompose.reports.sections.pairs import pairs
from decompose.reports.sections.pareto import pareto
from decompose.reports.sections.splits import split_modules
from decompose.reports.sections.targets import targets

MOST_ROWS = 150
"""Rows of a long table that stand in the page without the script."""

GROUPS = (
    ("The proposal", (("summary", "Summary"), ("map", "Map"), ("alternatives", "Alternatives"))),
    (
        "The evidence",
        (
            ("data", "Data"),
            ("couplings", "Couplings"),
            ("splits", "Modules to split"),
            ("entries", "Entry points"),
            ("blind", "Blind spots"),
        ),
    ),
    ("The work", (("plan", "Plan"), ("targets", "Targets and costs"), ("glossary", "Glossary"))),
)
"""The sections, as the navigation has them: heading → (id, title)."""

SECTIONS = tuple(section for _, group in GROUPS for section in group)


_FEW_SERVICES = 15
_MOST_ENTRIES = 800


@dataclass(frozen=True, slots=True)
class Most:
    """How much is listed of one service, so that a page on many of them can still be sent by mail.

    Attributes:
        units: on its card.
        entries: entry points.
        actions: of a phase of its extraction.
        advice: of one topic.
    """

    units: int
    entries: int
    actions: int
    advice: int


def most_for(services: int) -> Most:
    """What fits for so many services."""
    entries = max(12, min(MOST_ROWS, _MOST_ENTRIES // max(services, 1)))
    return Most(60, entries, 12, 8) if services <= _FEW_SERVICES else Most(20, entries, 5, 4)


def render_html(analysed: Analysed) -> str:
    """The report as one self-contained HTML document."""
    library, script = asset("cytoscape.min.js"), asset("report.js")
    folding = Folding()
    page = environment().get_template("page.html.j2")
    found = _found(analysed)
    return page.render(
        found,
        counts=_counts(analysed, found),
        analysed=analysed,
        graph=analysed.graph,
        chosen=analysed.decomposition,
        groups=GROUPS,
        sections=SECTIONS,
        most_rows=MOST_ROWS,
        most=most_for(len(analysed.decomposition.services)),
        web=web_base(analysed),
        manifest=manifest(),
        license=asset("cytoscape.LICENSE.txt"),
        style=asset("report.css"),
        library=deflated(library.encode()),
        script=script,
        hashes=[source_hash(source) for source in (library, script)],
        folding=folding,
        # Asked for last, when all that is folded has been taken.
        data=lambda: deflated(payload(embed(analysed, folding.taken))),
    )


def _found(analysed: Analysed) -> dict[str, object]:
    """What the sections show, by the names that templates use."""
    chosen, graph, placed = analysed.decomposition, analysed.graph, placement(analysed)
    listed = cards(analysed)
    return {
        "headline": headline(analysed),
        "cards": listed,
        "card_of": {card.service.name: card for card in listed},
        "decisions": decisions(analysed),
        "drawing": service_map(analysed),
        "matrix": matrix(analysed),
        "foreign_keys": [found for found in chosen.couplings if found.kind is EdgeKind.FOREIGN_KEY],
        "contested": [use for use in chosen.table_uses if len(use.writers) > 1],
        "resources": Counter(use.kind.value for use in graph.resources),
        "shared_resources": shared_resources(graph.resources, placed),
        "pairs": pairs(analysed),
        "tallied": tallied,
        "splits": split_modules(analysed),
        "entries": entries(analysed),
        "chatty": chatty_calls(analysed),
        "repeated": repeated_queries(graph, placed),
        "repeated_in_words": in_words,
        "plot": pareto(analysed),
        "whole_effort": whole_effort,
        "total": total,
        "stop_lines": stop_lines,
        "stability": stability_line(chosen),
        "doubts": [(doubt, tipping(doubt)) for doubt in chosen.stability.doubts[:MOST_ROWS]],
        "targets": targets(analysed),
        "unreached": sorted(graph.unreached, key=_surest_and_longest),
    }


def _counts(analysed: Analysed, found: Mapping[str, object]) -> dict[str, int]:
    """How much a section holds, for the navigation."""
    chosen = analysed.decomposition
    splits, unresolved = found["splits"], analysed.graph.coverage.calls_unresolved
    return {
        "map": len(chosen.services),
        "alternatives": len(analysed.alternatives),
        "data": len(analysed.graph.tables),
        "couplings": len(chosen.couplings),
        "splits": len(splits) if isinstance(splits, list) else 0,
        "entries": len(analysed.graph.entry_points),
        "blind": unresolved + len(analysed.graph.diagnostics),
        "plan": len(analysed.plan.steps),
    }


def _surest_and_longest(found: Unreached) -> tuple[bool, int, str]:
    return found.confidence is Confidence.HEURISTIC, -found.lines, found.symbol


def service_map(analysed: Analysed) -> Map:
    """The drawing of services and the couplings between them."""
    counts: Counter[tuple[str, str]] = Counter(
        (found.source_service, found.target_service) for found in analysed.decomposition.couplings
    )
    sizes = {service.name: service.lines for service in analysed.decomposition.services}
    return draw_map(sizes, counts)
