"""What stands before a workload that answers requests, and which paths lead to it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decompose.extractors.graph import DependencyGraph
from decompose.extractors.marks import TraitKind
from decompose.recommenders.architecture import Compute, Front, Workload, WorkloadKind
from decompose.recommenders.routes import Routes


def fronted(workloads: Sequence[Workload], graph: DependencyGraph) -> list[Workload]:
    """Workloads with what stands before them.

    Containers share one load balancer with a rule for each path; functions have an HTTP API, or a REST API where the
    code limits how often it may be asked, since only that one has usage plans. What no route leads to is called by
    other services alone.

    Args:
        workloads: of all services.
        graph: the dependency graph.
    """
    served = [workload for workload in workloads if workload.kind is WorkloadKind.WEB]
    routes = Routes((workload.service, name) for workload in served for name in workload.entry_points)
    limited = {trait.symbol for trait in graph.traits if trait.kind is TraitKind.RATE_LIMIT}
    return [_fronted(workload, routes, limited) for workload in workloads]


def _fronted(workload: Workload, routes: Routes, limited: set[str]) -> Workload:
    if workload.kind is not WorkloadKind.WEB:
        return workload
    paths = routes.patterns_of(workload.service)
    if workload.compute is not Compute.LAMBDA:
        front = Front.ALB if paths else Front.INTERNAL
    else:
        front = Front.HTTP_API if limited.isdisjoint(workload.handlers) else Front.REST_API
    return msgspec.structs.replace(workload, front=front, paths=paths)
