"""A small analysis with hostile names."""

from __future__ import annotations

from itertools import pairwise

from decompose.analyzer.analysis import SCHEMA_VERSION, Analysis
from decompose.clustering.decomposition import (
    Coupling,
    Decomposition,
    Doubt,
    Metric,
    Score,
    ScorePart,
    Service,
    SpanningTransaction,
    Stability,
    TableUse,
)
from decompose.extractors.graph import (
    Coverage,
    DependencyGraph,
    Edge,
    EdgeKind,
    EntryKind,
    EntryPoint,
    ResourceKind,
    ResourceUse,
    Table,
    Unit,
    UnitKind,
)
from decompose.extractors.places import Diagnostic, Place
from decompose.recommenders.costs.estimating import estimate
from decompose.recommenders.design import design
from decompose.recommenders.planning import plan_migration
from decompose.recommenders.recommending import recommend

SCRIPT = "</script><script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A0"
LONG = "x" * 300
HOSTILE = (SCRIPT, FORMULA, LONG, "a\u202eb", "two\nlines", "[bold]x[/]", '"quoted"')


def analysis(names: tuple[str, ...] = HOSTILE) -> Analysis:
    """Services called by the given names, each with a unit and a table of that name, in a ring of couplings."""
    units = tuple(Unit(f"m.{name}", UnitKind.CLASS, f"{name}.py", 1, 9, 9) for name in names)
    tables = tuple(Table(name, place=Place(f"{name}.py", 1)) for name in names)
    following = (*names[1:], names[0])
    couplings = tuple(
        Coupling(a, b, kind, f"m.{a}", b if kind is EdgeKind.WRITES else f"m.{b}", 2.0, places=(Place(f"{a}.py", 3),))
        for a, b in zip(names, following, strict=True)
        for kind in (EdgeKind.CALLS, EdgeKind.WRITES)
    )
    edges = tuple(
        Edge(EdgeKind.WRITES, f"m.{name}", name, f"m.{name}", name, places=(Place(f"{name}.py", 2),)) for name in names
    ) + tuple(
        Edge(
            kind,
            f"m.{a}",
            b if kind is EdgeKind.WRITES else f"m.{b}",
            f"m.{a}",
            b if kind is EdgeKind.WRITES else f"m.{b}",
            2.0,
            places=(Place(f"{a}.py", 3),),
        )
        for a, b in zip(names, following, strict=True)
        for kind in (EdgeKind.CALLS, EdgeKind.WRITES)
    )
    entries = tuple(
        EntryPoint(f"GET /{name}", EntryKind.HTTP, f"m.{name}", f"m.{name}", Place(f"{name}.py", 4)) for name in names
    )
    graph = DependencyGraph(
        name=names[0],
        units=units,
        tables=tables,
        entry_points=entries,
        edges=tuple(sorted(edges)),
        diagnostics=(Diagnostic(Place(f"{names[0]}.py", 1), "syntax-error", names[0]),),
        resources=tuple(
            sorted(
                ResourceUse(ResourceKind.SESSION, "basket", f"m.{name}", f"m.{name}", is_second, not is_second)
                for name, is_second in zip(names[:2], (False, True), strict=True)
            )
        ),
        coverage=Coverage(files=3, files_analysed=3, lines=99, calls_internal=5, calls_unresolved=2),
    )
    chosen = Decomposition(
        services=tuple(sorted(Service(name, (f"m.{name}",), (name,), lines=9, cohesion=0.5) for name in names)),
        couplings=couplings,
        table_uses=tuple(
            TableUse(b, b, tuple(sorted((a, b))), (b,), (Place(f"{a}.py", 3),))
            for a, b in zip(names, following, strict=True)
        ),
        spanning_transactions=(
            SpanningTransaction(f"m.{names[0]}", names[0], tuple(sorted(names[:2])), names[:2], Place("a.py", 5)),
        ),
        score=Score((ScorePart("chattiness", 0.5, 1.0),)),
        metrics=(Metric("SM", 0.1, True, "structural modularity"),),
        stability=Stability(
            5, 0.9, tuple(Doubt(0.4, f"m.{a}", "unit", a, b, "chattiness", 1.25) for a, b in pairwise(names))
        ),
    )
    architecture = design(graph, chosen)
    recommendations = recommend(graph, chosen, architecture)
    plan = plan_migration(graph, chosen, recommendations)
    costs = estimate(architecture)
    return Analysis(SCHEMA_VERSION, "0", graph, chosen, "because", (), recommendations, plan, architecture, costs)
