"""Circles of services that were none before."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping

from decompose.clustering.constraints import SHARED
from decompose.clustering.decomposition import Coupling
from decompose.clustering.guarding.findings import Finding
from decompose.clustering.guarding.inspecting import Inspection, finding, rule
from decompose.extractors.graph import EdgeKind

_Graph = Mapping[str, Iterable[str]]


@rule
def cycles(inspection: Inspection) -> Iterable[Finding]:
    """Each new dependency that closes a circle, once for each pair of services."""
    new = set(inspection.outcomes.new)
    now = _dependencies(inspection.now.crossing)
    before = _dependencies(coupling for coupling in inspection.now.crossing if coupling not in new)
    told: set[tuple[str, str]] = set()
    for coupling in inspection.outcomes.new:
        source, target = coupling.source_service, coupling.target_service
        way = _way(now, target, source)
        was_there = _way(before, source, target) and _way(before, target, source)
        if (source, target) in told or not _counts(coupling) or not way or was_there:
            continue
        told.add((source, target))
        example = inspection.teller.told(coupling, "DC303", inspection.rules.cycles)
        message = f"{source} depends on {target}, which closes a circle: {' -> '.join([source, *way])}"
        yield finding(
            "DC303", inspection.rules.cycles, example.spot, message, f"{source}->{target}", services=(source, target)
        )


def _counts(coupling: Coupling) -> bool:
    return coupling.kind is not EdgeKind.EVENT and SHARED not in (coupling.source_service, coupling.target_service)


def _dependencies(couplings: Iterable[Coupling]) -> _Graph:
    found: dict[str, set[str]] = defaultdict(set)
    for coupling in couplings:
        if _counts(coupling):
            found[coupling.source_service].add(coupling.target_service)
    return {service: sorted(targets) for service, targets in found.items()}


def _way(graph: _Graph, start: str, end: str) -> list[str]:
    """The services on the shortest way, both ends included; empty without one."""
    came_by, queue = {start: ""}, deque([start])
    while queue:
        service = queue.popleft()
        if service == end:
            way = [service]
            while came_by[way[-1]]:
                way.append(came_by[way[-1]])
            return way[::-1]
        for target in graph.get(service, ()):
            if target not in came_by:
                came_by[target] = service
                queue.append(target)
    return []
