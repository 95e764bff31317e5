"""Recommendations: every rule applied to every service and to the whole, and what the workloads were weighed with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Decomposition
from decompose.extractors.graph import DependencyGraph
from decompose.recommenders.architecture import Architecture, Compute, Considered, Workload
from decompose.recommenders.compute.arguments import all_arguments
from decompose.recommenders.options import RecommendOptions, Scope
from decompose.recommenders.plan import Evidence, Recommendation, Strength, Topic
from decompose.recommenders.profile import profiles, whole
from decompose.recommenders.rules import Rule, all_rules, rule_of
from decompose.recommenders.switching import is_off

_MOST_REASONS = 3


def recommend(
    graph: DependencyGraph,
    decomposition: Decomposition,
    architecture: Architecture,
    options: RecommendOptions | None = None,
) -> tuple[Recommendation, ...]:
    """What each service becomes on AWS, and what the system needs around them, with the evidence.

    Args:
        graph: the dependency graph.
        decomposition: the chosen one.
        architecture: its parts.
        options: what the configuration says.

    Returns:
        sorted by service, topic and target; those for the whole system, without a service, first.
    """
    options = options or RecommendOptions()
    found = [advice for workload in architecture.workloads for advice in _compute(workload)]
    system = whole(graph, decomposition)
    every = [
        replace(profile, workloads=tuple(w for w in architecture.workloads if w.service == profile.name))
        for profile in profiles(graph, decomposition)
    ]
    for rule in applied_rules(options):
        for profile in [system] if rule.scope is Scope.SYSTEM else every:
            found += rule.find(profile)
    return tuple(sorted(found, key=lambda r: (r.service, r.topic, r.target, r.subject, r.rule)))


def applied_rules(options: RecommendOptions) -> Iterator[Rule]:
    """The rules of this package that are not switched off, and those of the configuration."""
    for rule in (*all_rules(), *(rule_of(data) for data in options.rules)):
        if not is_off(rule.id, options):
            yield rule


def _compute(workload: Workload) -> Iterator[Recommendation]:
    """The targets that were weighed for a workload; those of which nothing was said are left out."""
    for considered in workload.considered:
        if considered.rules:
            yield Recommendation(
                workload.service,
                Topic.COMPUTE,
                considered.compute.value,
                _deciding(considered),
                considered.strength,
                _reason(workload, considered),
                (Evidence("; ".join(considered.reasons), considered.places),),
                _sources(considered),
                workload.name,
            )


def _deciding(considered: Considered) -> str:
    return considered.rules[0]


def _reason(workload: Workload, considered: Considered) -> str:
    entries = plural(len(workload.entry_points), "entry point") if workload.entry_points else "calls of other services"
    said = "; ".join(considered.reasons[:_MOST_REASONS])
    if considered.strength is not Strength.RECOMMENDED:
        return f"For its {workload.name} ({entries}): {said}."
    size = workload.size
    start = f"{size.memory:,} MB" if considered.compute is Compute.LAMBDA else (
        f"{size.cpu / 1024:g} vCPU and {size.memory / 1024:g} GB"
    )  # fmt: skip
    return f"For its {workload.name} ({entries}): {said}. Start with {start} ({size.why}), and measure."


def _sources(considered: Considered) -> str:
    by_id = {rule.id: rule.source for rule in all_arguments()}
    return "; ".join(dict.fromkeys(by_id[id_] for id_ in considered.rules))
