"""From the services to the parts that they become on AWS; one kind of part a module."""

from __future__ import annotations

from decompose.clustering.decomposition import Decomposition
from decompose.extractors.graph import DependencyGraph
from decompose.extractors.marks import TraitKind
from decompose.recommenders.architecture import Architecture
from decompose.recommenders.compute.choosing import workloads_of
from decompose.recommenders.compute.drafting import Drafting
from decompose.recommenders.design.access import one_of_each, permissions_of, secrets_of
from decompose.recommenders.design.events import events_of, queues_of, schedules_of
from decompose.recommenders.design.fronts import fronted
from decompose.recommenders.design.packaging import packaging_of, started
from decompose.recommenders.design.sagas import sagas_of
from decompose.recommenders.design.stores import buckets_of, caches_of, searches_of, store_of
from decompose.recommenders.design.talking import connections_of
from decompose.recommenders.options import RecommendOptions
from decompose.recommenders.ordering import remaining_service
from decompose.recommenders.profile import profiles


def design(
    graph: DependencyGraph, decomposition: Decomposition, options: RecommendOptions | None = None
) -> Architecture:
    """What each service becomes on AWS.

    Args:
        graph: the dependency graph.
        decomposition: the chosen one.
        options: what the configuration says.
    """
    options = options or RecommendOptions()
    drafting = Drafting(graph, decomposition)
    found = profiles(graph, decomposition)
    placed = {unit for service in decomposition.services for unit in service.units}
    of_settings = [trait for trait in graph.traits if trait.kind is TraitKind.SECRET and trait.unit not in placed]
    chosen = [workload for profile in found for workload in workloads_of(profile, drafting, options)]
    workloads = started(fronted(chosen, graph), graph)
    return Architecture(
        name=graph.name,
        services=tuple(profile.name for profile in found),
        remains=remaining_service(decomposition),
        packaging=packaging_of(graph),
        workloads=tuple(sorted(workloads)),
        schedules=tuple(sorted(s for profile in found for s in schedules_of(profile, workloads))),
        queues=tuple(sorted(queue for profile in found for queue in queues_of(profile, workloads))),
        events=tuple(sorted(event for profile in found for event in events_of(profile))),
        stores=tuple(sorted(store for profile in found for store in store_of(profile, options))),
        buckets=tuple(sorted(bucket for profile in found for bucket in buckets_of(profile))),
        caches=tuple(sorted(cache for profile in found for cache in caches_of(profile))),
        searches=tuple(sorted(search for profile in found for search in searches_of(profile))),
        secrets=tuple(sorted(one_of_each(s for profile in found for s in secrets_of(profile, of_settings)))),
        permissions=tuple(sorted(given for profile in found for given in permissions_of(profile))),
        sagas=sagas_of(graph, decomposition),
        connections=tuple(sorted(made for profile in found for made in connections_of(profile))),
    )
