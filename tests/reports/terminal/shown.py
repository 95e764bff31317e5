"""A small analysis with something in every section, and all that commands print of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))

from analysed import analysis

from decompose.analyzer.analysis import Analysis
from decompose.clustering.comparing import compare
from decompose.clustering.decomposition import Score, ScorePart
from decompose.extractors.graph import (
    RepeatedKind,
    RepeatedQuery,
    Unreached,
    UnresolvedCall,
    UnresolvedGroup,
)
from decompose.extractors.places import Confidence, Place
from decompose.reports.explaining import explain
from decompose.reports.lines import Block, file
from decompose.reports.migration.terminal import left_blocks, plan_blocks
from decompose.reports.terminal import comparison_blocks, explanation_blocks, summary

NAMES = (
    "orders",
    "billing",
    "stock",
    "catalog",
    "shipping",
    "customers",
    "pricing",
    "messaging",
    "returns_and_refunds_of_marketplaces",
)


def analysed(names: tuple[str, ...] = NAMES) -> Analysis:
    """The analysis of ``tests/reports/analysed.py`` with what it lacks."""
    small = analysis(names)
    first, second, third = names[0], names[1], names[2]
    path = f"{first}/management/commands/{first}_of_the_day.py"
    graph = msgspec.structs.replace(
        small.graph,
        frameworks=("django", "celery"),
        repeated=(
            RepeatedQuery(
                f"m.{first}", f"m.{first}", Place(path, 3), Place(path, 4), RepeatedKind.LOAD,
                (first,), (second, third), Place(f"{second}.py", 9), (f"m.{second}.lines_of",),
            ),
        ),
        unreached=(Unreached(f"m.{second}.forgotten", Place(f"{second}.py", 30), 40, Confidence.INFERRED),),
        unresolved_calls=(
            UnresolvedCall(f"m.{first}", Place(f"{first}.py", 7), "request.user.save", "receiver of unknown type",
                           (f"m.{third}.save",)),
        ),
        coverage=msgspec.structs.replace(
            small.graph.coverage, functions=1234, calls_external=90, files_not_parsed=1, statements=20,
            statements_understood=17, statements_dynamic=2, roles={"migration": 3, "test": 12},
            unresolved=(UnresolvedGroup("receiver of unknown type", "request.user.save", 2),),
        ),
    )  # fmt: skip
    services = tuple(
        msgspec.structs.replace(found, lines=9 + 700 * index, entry_points=(f"GET /{found.name}",))
        for index, found in enumerate(small.decomposition.services)
    )
    parts = (ScorePart("chattiness", 0.5, 0.1), ScorePart("shared data", 0.02, 1.0), ScorePart("imbalance", 0.4, 0.25))
    chosen = msgspec.structs.replace(
        small.decomposition, services=services, score=Score(parts), evidence_missing=("history",), shared=("m.text",)
    )
    other = msgspec.structs.replace(
        chosen,
        services=services[:-2],
        label="coarse",
        score=Score((ScorePart("chattiness", 0.7, 0.1), *parts[1:])),
    )
    return msgspec.structs.replace(
        small, graph=graph, decomposition=chosen, alternatives=(other,), why=f"{len(services)} services cost least."
    )


def texts(found: Analysis, names: tuple[str, ...] = NAMES) -> dict[str, Iterable[Block]]:
    """What commands print: name → blocks."""
    after = found.alternatives[0]
    step = found.plan.steps[0].service
    source = ".decompose/analysis.json"
    return {
        "summary": summary(
            found,
            source="shop",
            files=[file("shop/.decompose/report.html", "file:///shop/report.html"), file("shop/.decompose/plan.md")],
        ),
        "explain-unit": explanation_blocks(explain(found, f"m.{names[0]}")),
        "explain-table": explanation_blocks(explain(found, names[1])),
        "explain-service": explanation_blocks(explain(found, found.decomposition.services[-1].name)),
        "explain-entry-point": explanation_blocks(explain(found, f"GET /{names[2]}")),
        "what-if": comparison_blocks(compare(found.decomposition, after), title="What if: merge a,b"),
        "diff": comparison_blocks(compare(after, found.decomposition), title="From old.json to new.json"),
        "plan": plan_blocks(found, source=source),
        "plan-step": plan_blocks(found, service=step, source=source),
        "plan-left": left_blocks(found.decomposition.couplings, step, "data", "tables are shared"),
    }
