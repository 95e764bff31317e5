"""Recommendations: every rule applied to every service."""

from __future__ import annotations

from decompose.clustering.decomposition import Decomposition
from decompose.extractors.graph import DependencyGraph
from decompose.recommenders.plan import Recommendation
from decompose.recommenders.profile import profiles
from decompose.recommenders.rules import all_rules


def recommend(graph: DependencyGraph, decomposition: Decomposition) -> tuple[Recommendation, ...]:
    """What each service becomes on AWS, with the evidence.

    Args:
        graph: the dependency graph.
        decomposition: the chosen one.

    Returns:
        sorted by service, topic and target.
    """
    found = [
        recommendation
        for profile in profiles(graph, decomposition)
        for rule in all_rules()
        for recommendation in rule.find(profile)
    ]
    return tuple(sorted(found, key=lambda r: (r.service, r.topic, r.target, r.subject, r.rule)))
