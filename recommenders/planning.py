"""The migration plan: who leaves when, and what is done for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from decompose.clustering.decomposition import Decomposition
from decompose.extractors.graph import DependencyGraph, EdgeKind
from decompose.recommenders.ordering import Turn, extraction_order, remaining_service
from decompose.recommenders.phases import phases_of
from decompose.recommenders.plan import Action, MigrationPlan, Recommendation, Step
from decompose.recommenders.profile import ServiceProfile, plural, profiles

_DAYS_PER_TABLE = (1.0, 3.0)
_DAYS_PER_FUNCTION = (0.3, 1.0)
_DAYS_PER_TRANSACTION = (3.0, 10.0)
_DAYS_BASE = (5.0, 10.0)


def plan_migration(
    graph: DependencyGraph, decomposition: Decomposition, recommendations: Sequence[Recommendation]
) -> MigrationPlan:
    """The order of work for a decomposition.

    Args:
        graph: the dependency graph.
        decomposition: the chosen one.
        recommendations: what each service becomes.

    Returns:
        a step per service that leaves, in the order of ``ordering.py``.
    """
    by_name = {profile.name: profile for profile in profiles(graph, decomposition)}
    turns = extraction_order(decomposition, graph)
    remains = remaining_service(decomposition) if turns else ""
    steps = []
    out: list[str] = []
    for order, turn in enumerate(turns, start=1):
        profile = by_name[turn.service]
        advice = [found for found in recommendations if found.service == turn.service]
        steps.append(_step(order, turn, profile, advice, out))
        out.append(turn.service)
    return MigrationPlan(tuple(steps), remains, tuple(_preparation(decomposition)))


def _step(
    order: int, turn: Turn, profile: ServiceProfile, advice: Sequence[Recommendation], out: Sequence[str]
) -> Step:
    effort, basis = _effort(turn, profile)
    return Step(
        order=order,
        service=turn.service,
        why_now=_why(turn, profile),
        depends_on=tuple(sorted(_needed(profile) & set(out))),
        phases=phases_of(profile, turn, advice),
        couplings_left=turn.couplings_left,
        effort_days=effort,
        effort_basis=basis,
    )


def _needed(profile: ServiceProfile) -> set[str]:
    """Services whose interface this one calls."""
    return {coupling.target_service for coupling in profile.leaving if coupling.kind is EdgeKind.CALLS}


def _why(turn: Turn, profile: ServiceProfile) -> str:
    kinds = Counter(coupling.kind for coupling in turn.to_cut)
    counted = ", ".join(
        f"{count} {kind.value.replace('_', ' ')}" for kind, count in sorted(kinds.items(), key=lambda k: -k[1])[:4]
    )
    if not turn.to_cut:
        return f"Nothing ties it to the rest; it can leave at once ({profile.service.lines:,} lines)."
    left = "Of what is left that owns data" if profile.tables else "Of what is left"
    return (
        f"{left}, it is coupled least for what it does by itself: {plural(len(turn.to_cut), 'coupling')} with the rest"
        f" ({counted}), {turn.risk:.0%} of what cutting its own {profile.service.lines:,} lines apart would cost."
    )


def _effort(turn: Turn, profile: ServiceProfile) -> tuple[tuple[int, int], str]:
    functions = len({c.target for c in turn.to_cut if c.kind in {EdgeKind.CALLS, EdgeKind.READS}})
    tables, transactions = len(profile.tables), len(profile.transactions)
    low, high = (
        base + tables * per_table + functions * per_function + transactions * per_transaction
        for base, per_table, per_function, per_transaction in zip(
            _DAYS_BASE, _DAYS_PER_TABLE, _DAYS_PER_FUNCTION, _DAYS_PER_TRANSACTION, strict=True
        )
    )
    basis = (
        f"{plural(tables, 'table')}, {plural(functions, 'interface function')}, "
        f"{plural(transactions, 'spanning transaction')}; our own rates, to be replaced by your own"
    )
    return (round(low), round(high)), basis


def _preparation(decomposition: Decomposition) -> list[Action]:
    actions = []
    if decomposition.shared:
        names = ", ".join(decomposition.shared[:4])
        actions.append(Action(f"Make a package of the {plural(len(decomposition.shared), 'shared unit')}: {names} …"))
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
    actions.append(Action("Put the boundaries into decompose.toml as pins, and analyse again after each step"))
    return actions
