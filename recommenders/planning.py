"""The migration plan: who leaves when, what is done for it, what is left after each step."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from decompose.clustering.counting import by_kind, plural
from decompose.clustering.decomposition import Decomposition, Score
from decompose.extractors.graph import DependencyGraph, EdgeKind, EntryKind
from decompose.recommenders.certain import possible_transactions, sure_transactions
from decompose.recommenders.crud import crud_matrix
from decompose.recommenders.grounds import Assessment, circles_of
from decompose.recommenders.interfaces import operations_of
from decompose.recommenders.ordering import Turn, extraction_order, remaining_service
from decompose.recommenders.phases import phases_of
from decompose.recommenders.phases.extraction import Extraction, Terrain
from decompose.recommenders.plan import Action, MigrationPlan, Phase, Recommendation, Step, Stop
from decompose.recommenders.profile import ServiceProfile, profiles
from decompose.recommenders.pulling import first_pull_requests
from decompose.recommenders.rates import MEANINGS, Rates
from decompose.recommenders.readiness import questions_of
from decompose.recommenders.routes import Routes
from decompose.recommenders.simulating import Simulation

_MOST_KINDS = 4
"""Kinds of relations that a reason names."""


def order_of_extraction(graph: DependencyGraph, decomposition: Decomposition) -> tuple[str, ...]:
    """The services in the order in which they leave; the one that stays is not among them."""
    return tuple(turn.service for turn in extraction_order(decomposition, graph))


def plan_migration(
    graph: DependencyGraph,
    decomposition: Decomposition,
    recommendations: Sequence[Recommendation],
    rates: Rates | None = None,
    scores: Sequence[Score] = (),
) -> MigrationPlan:
    """The order of work for a decomposition.

    Args:
        graph: the dependency graph.
        decomposition: the chosen one.
        recommendations: what each service becomes.
        rates: person-days for one of each sort of work.
        scores: of stopping before the first step and after each, in the order of ``order_of_extraction``; empty where
            nobody computed them.

    Returns:
        a step per service that leaves, in the order of ``ordering.py``.
    """
    by_name = {profile.name: profile for profile in profiles(graph, decomposition)}
    turns = extraction_order(decomposition, graph)
    operations = operations_of(graph, decomposition)
    terrain = Terrain(
        graph,
        {operation.symbol: operation for operation in operations},
        {table.name: table for table in graph.tables},
        {
            (edge.kind, edge.source_symbol, edge.target): edge
            for edge in graph.edges
            if edge.kind in {EdgeKind.READS, EdgeKind.WRITES}
        },
        rates or Rates(),
        _routes(graph, decomposition),
        *_transactions(graph, decomposition),
    )
    extractions: list[Extraction] = []
    for turn in turns:
        profile = by_name[turn.service]
        advice = [found for found in recommendations if found.service == turn.service]
        out = tuple(earlier.name for earlier in extractions)
        extractions.append(Extraction(terrain, profile, turn, out, advice, _folder(profile)))
    stops = _stops(decomposition, [turn.service for turn in turns], scores)
    assessment = Assessment(graph, decomposition, turns)
    return MigrationPlan(
        tuple(
            _step(number, extraction, assessment, stop)
            for number, (extraction, stop) in enumerate(zip(extractions, stops[1:], strict=True), start=1)
        ),
        remaining_service(decomposition) if turns else "",
        tuple(_preparation(decomposition)),
        stops[0],
        circles_of(decomposition),
        operations,
        crud_matrix(graph, decomposition),
        questions_of(graph, decomposition),
        first_pull_requests(extractions[0]) if extractions else (),
        terrain.rates,
    )


def _routes(graph: DependencyGraph, decomposition: Decomposition) -> Routes:
    """The routes of all services; what is in none counts as somebody else's."""
    home = {unit: service.name for service in decomposition.services for unit in service.units}
    return Routes(
        (home.get(entry.unit, ""), entry.name)
        for entry in graph.entry_points
        if entry.kind in {EntryKind.HTTP, EntryKind.WEBSOCKET}
    )


def _transactions(
    graph: DependencyGraph, decomposition: Decomposition
) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """(function, table) of transactions that span services for sure, and of those whose bounds are not written."""
    sure, possible = sure_transactions(graph, decomposition), possible_transactions(graph, decomposition)
    known = {found.symbol for found in decomposition.spanning_transactions}
    bare = {
        (coupling.source, coupling.target)
        for coupling in decomposition.couplings
        if coupling.kind is EdgeKind.TRANSACTION and coupling.source not in known
    }
    return (
        frozenset({(found.symbol, table) for found in sure for table in found.tables} | bare),
        frozenset((found.symbol, table) for found in possible for table in found.tables),
    )


def _stops(decomposition: Decomposition, order: Sequence[str], scores: Sequence[Score]) -> list[Stop]:
    """How things stand before the first step, and after each."""
    simulation = Simulation(decomposition)
    found = [simulation.after(order[:number]) for number in range(len(order) + 1)]
    if len(scores) != len(found):
        return found
    return [msgspec.structs.replace(stop, score=score) for stop, score in zip(found, scores, strict=True)]


def _folder(profile: ServiceProfile) -> str:
    """The folder with most of a service's code."""
    lines: dict[str, int] = defaultdict(int)
    for unit in profile.units:
        lines[unit.path.rpartition("/")[0]] += unit.lines
    return min(lines, key=lambda folder: (-lines[folder], folder), default="")


def _step(order: int, extraction: Extraction, assessment: Assessment, stop: Stop) -> Step:
    turn, profile = extraction.turn, extraction.profile
    phases = phases_of(extraction)
    effort, basis = _effort(phases)
    return Step(
        order=order,
        service=turn.service,
        why_now=_why(turn, profile),
        depends_on=tuple(sorted(_needed(profile) & set(extraction.out))),
        phases=phases,
        couplings_left=stop.crossing,
        effort_days=effort,
        effort_basis=basis,
        grounds=assessment.of(turn, profile),
        stop=stop,
    )


def _needed(profile: ServiceProfile) -> set[str]:
    """Services whose interface this one calls."""
    return {coupling.target_service for coupling in profile.leaving if coupling.kind is EdgeKind.CALLS}


def _why(turn: Turn, profile: ServiceProfile) -> str:
    kinds = by_kind(Counter(coupling.kind for coupling in turn.to_cut), _MOST_KINDS)
    if not turn.to_cut:
        return f"Nothing ties it to the rest; it can leave at once ({profile.service.lines:,} lines)."
    left = "Of what is left that owns data" if profile.tables else "Of what is left"
    return (
        f"{left}, it is coupled least for what it does by itself: {plural(len(turn.to_cut), 'coupling')} with the rest"
        f" ({kinds}), {turn.risk:.0%} of what cutting its own {profile.service.lines:,} lines apart would cost."
    )


def _effort(phases: Sequence[Phase]) -> tuple[tuple[int, int], str]:
    """The sum of all phases, and the counts that it comes from."""
    efforts = [effort for phase in phases for effort in phase.efforts]
    counts: Counter[str] = Counter()
    for effort in efforts:
        counts[effort.rate] += effort.count
    order = {name: number for number, name in enumerate(MEANINGS)}
    basis = ", ".join(f"{counts[name]:,} × {name.replace('_', ' ')}" for name in sorted(counts, key=order.__getitem__))
    low, high = sum(effort.low for effort in efforts), sum(effort.high for effort in efforts)
    return (round(low), max(round(high), round(low))), basis


def _preparation(decomposition: Decomposition) -> list[Action]:
    actions = [
        Action("decompose accept PATH: write the boundaries and today's couplings down, and correct them by hand")
    ]
    actions.append(Action("decompose check PATH in the pipeline: from now on nothing new crosses unseen"))
    if decomposition.shared:
        names = ", ".join(decomposition.shared[:4])
        more = " …" if len(decomposition.shared) > 4 else ""
        actions.append(
            Action(f"Make a package of the {plural(len(decomposition.shared), 'shared unit')}: {names}{more}")
        )
    contested = [use for use in decomposition.table_uses if len(use.writers) > 1]
    if contested:
        tables = ", ".join(use.table for use in contested[:5])
        places = tuple(place for use in contested[:5] for place in use.places[:1])
        actions.append(Action(f"Agree on one writer for each of {plural(len(contested), 'table')}: {tables}", places))
    actions.append(
        Action(
            "Trace requests through the monolith with OpenTelemetry, so that each cut can be compared before and after"
        )
    )
    return actions
