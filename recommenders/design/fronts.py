"""What stands before a workload that answers requests, and which paths lead to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from decompose.extractors.graph import DependencyGraph
from decompose.extractors.marks import TraitKind
from decompose.recommenders.architecture import Compute, Front, Workload, WorkloadKind
from decompose.recommenders.paths import path_of

_PARAMETER = frozenset("<>{}()*:?[]\\^$+|")
_ANY = "*"


@dataclass(slots=True)
class _Node:
    """A segment of a path: who has routes here and below."""

    services: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    below: dict[str, _Node] = field(default_factory=dict)


def fronted(workloads: Sequence[Workload], graph: DependencyGraph) -> list[Workload]:
    """Workloads with what stands before them.

    Containers share one load balancer with a rule for each path; functions have an HTTP API, or a REST API where the
    code limits how often it may be asked, since only that one has usage plans. What no route leads to is called by
    other services alone.

    Args:
        workloads: of all services.
        graph: the dependency graph.
    """
    tree = _tree(workloads)
    limited = {trait.symbol for trait in graph.traits if trait.kind is TraitKind.RATE_LIMIT}
    return [_fronted(workload, tree, limited) for workload in workloads]


def _fronted(workload: Workload, tree: _Node, limited: set[str]) -> Workload:
    if workload.kind is not WorkloadKind.WEB:
        return workload
    paths = tuple(sorted(set(_exclusive(tree, workload.service, "")))) if workload.entry_points else ()
    if workload.compute is not Compute.LAMBDA:
        front = Front.ALB if paths else Front.INTERNAL
    else:
        front = Front.HTTP_API if limited.isdisjoint(workload.handlers) else Front.REST_API
    return msgspec.structs.replace(workload, front=front, paths=paths)


def _tree(workloads: Iterable[Workload]) -> _Node:
    root = _Node()
    for workload in workloads:
        for path in filter(None, map(path_of, workload.entry_points)):
            node = root
            node.services.add(workload.service)
            for segment in filter(None, path.split("/")):
                node = node.below.setdefault(_ANY if _PARAMETER & set(segment) else segment, _Node())
                node.services.add(workload.service)
            node.ends.add(workload.service)
    return root


def _exclusive(node: _Node, service: str, path: str) -> Iterator[str]:
    """The shortest patterns that lead to no other service, and the exact paths where there is none."""
    if node.services == {service}:
        if path:
            yield path
        if node.below or not path:
            yield f"{path}/*"
        return
    if service in node.ends:
        yield path or "/"
    for segment, child in node.below.items():
        if service in child.services:
            yield from _exclusive(child, service, f"{path}/{segment}")
