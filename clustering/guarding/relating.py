"""The relations of a code base by what they are, and those of them that cross declared boundaries."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

import msgspec

from decompose.clustering.coupling import couplings
from decompose.clustering.decomposition import Coupling
from decompose.clustering.evidence.material import Material
from decompose.clustering.guarding.placing import NOWHERE, Placed
from decompose.extractors.graph import DependencyGraph, EdgeKind


class Relation(NamedTuple):
    """What a coupling is, wherever it stands: its identity."""

    kind: EdgeKind
    source: str
    target: str


def relation_of(coupling: Coupling) -> Relation:
    """The identity of a coupling."""
    return Relation(coupling.kind, coupling.source, coupling.target)


def relations(graph: DependencyGraph) -> frozenset[Relation]:
    """Everything that relates to something in a code base, across boundaries or not."""
    edges = (Relation(edge.kind, edge.source_symbol, edge.target_symbol) for edge in graph.edges)
    written = (
        Relation(EdgeKind.TRANSACTION, scope.symbol, table) for scope in graph.transactions for table in scope.writes
    )
    return frozenset([*edges, *written])


def crossing(graph: DependencyGraph, placed: Placed) -> tuple[Coupling, ...]:
    """The couplings between declared services, worst first; one for each relation."""
    material = Material(graph)
    found: dict[Relation, Coupling] = {}
    for coupling in _declared(couplings(material, placed.services, placed.owners)):
        found.setdefault(relation_of(coupling), _from_who_joins(coupling, placed))
    return tuple(found.values())


def unit_of(symbol: str, units: Container[str]) -> str:
    """The unit that a symbol (or the function of ``function:table``) is, or is below of; empty without one."""
    name = symbol.partition(":")[0]
    while name and name not in units:
        name = name.rpartition(".")[0]
    return name


def foreign_table(coupling: Coupling, owners: Mapping[str, str]) -> str:
    """The target; of a join the table of the other service, which may be named first."""
    joined = coupling.source.partition(":")[2]
    is_first = joined and owners.get(coupling.target) == coupling.source_service
    return joined if is_first else coupling.target


def _from_who_joins(coupling: Coupling, placed: Placed) -> Coupling:
    """A join leads from the service whose function joins, where it owns one of the two tables."""
    if coupling.kind is not EdgeKind.JOINS:
        return coupling
    if placed.services.get(unit_of(coupling.source, placed.services)) != coupling.target_service:
        return coupling
    ends = {"source_service": coupling.target_service, "target_service": coupling.source_service}
    return msgspec.structs.replace(coupling, **ends)


def _declared(found: Iterable[Coupling]) -> Iterable[Coupling]:
    return (coupling for coupling in found if NOWHERE not in (coupling.source_service, coupling.target_service))
