"""What crosses the boundaries: couplings, tables in several hands, transactions that would span services.

Relations to the shared library are no couplings: it is linked in as a package. Relations from it are, under
the reserved service name ``shared``: a library that needs a service is one that cannot be shipped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from decompose.clustering.constraints import SHARED
from decompose.clustering.decomposition import Coupling, SpanningTransaction, TableUse
from decompose.clustering.evidence.material import TABLE_TO_TABLE, TRUST, UNIT_TO_UNIT, Material
from decompose.extractors.graph import EdgeKind
from decompose.extractors.places import Confidence, Place

COST = {
    EdgeKind.TRANSACTION: 8.0,
    EdgeKind.WRITES: 5.0,
    EdgeKind.JOINS: 3.0,
    EdgeKind.FOREIGN_KEY: 2.0,
    EdgeKind.READS: 2.0,
    EdgeKind.INHERITS: 2.0,
    EdgeKind.CALLS: 1.0,
    EdgeKind.IMPORTS: 0.3,
    EdgeKind.EVENT: 0.3,
    EdgeKind.HANDLES: 0.0,
}
"""What one relation of a kind is taken to cost where a boundary cuts it, a call being 1."""


def severity(coupling: Coupling) -> float:
    """How bad a coupling is: its kind's cost, times how often it runs, times how sure we are."""
    return COST[coupling.kind] * coupling.weight * TRUST[coupling.confidence]


def couplings(material: Material, services: Mapping[str, str], owners: Mapping[str, str]) -> tuple[Coupling, ...]:
    """Everything that crosses a boundary, worst first.

    Args:
        material: the code base.
        services: unit → service, or ``shared``.
        owners: table → service.
    """
    found = []
    for edge in material.edges:
        if edge.kind is EdgeKind.TRANSACTION:
            continue
        source = owners[edge.source] if edge.kind in TABLE_TO_TABLE else services[edge.source]
        target = services[edge.target] if edge.kind in UNIT_TO_UNIT else owners[edge.target]
        if target not in (source, SHARED):
            found.append(
                Coupling(source, target, edge.kind, edge.source_symbol, edge.target_symbol,
                         edge.weight, edge.confidence, edge.places)
            )  # fmt: skip
    for spanning in spanning_transactions(material, services, owners):
        found += _transaction_couplings(spanning, owners)
    return tuple(sorted(found, key=lambda c: (-severity(c), c)))


def _transaction_couplings(spanning: SpanningTransaction, owners: Mapping[str, str]) -> Iterable[Coupling]:
    for table in spanning.tables:
        if owners[table] != spanning.service:
            yield Coupling(
                spanning.service, owners[table], EdgeKind.TRANSACTION, spanning.symbol, table,
                1.0, Confidence.EXACT, (spanning.place,),
            )  # fmt: skip


def spanning_transactions(
    material: Material, services: Mapping[str, str], owners: Mapping[str, str]
) -> tuple[SpanningTransaction, ...]:
    """The transactions that write tables of more than one service; those over most services first."""
    found = []
    for scope in material.scopes:
        tables = tuple(sorted({table for table in scope.writes if table in owners}))
        hands = tuple(sorted({owners[table] for table in tables}))
        if len(hands) > 1 and scope.unit in services:
            found.append(SpanningTransaction(scope.symbol, services[scope.unit], hands, tables, scope.place))
    return tuple(sorted(found, key=lambda s: (-len(s.services), s)))


def table_uses(material: Material, services: Mapping[str, str], owners: Mapping[str, str]) -> tuple[TableUse, ...]:
    """The tables that more than one service touches: several writers first, then several readers.

    Writes that depend on what rows there are, as deletions that cascade, count less than those that are written down.
    """
    hands: dict[tuple[EdgeKind, str], set[str]] = defaultdict(set)
    firm: dict[str, set[str]] = defaultdict(set)
    places: dict[tuple[EdgeKind, str], dict[Place, bool]] = defaultdict(dict)
    for edge in material.edges:
        if edge.kind in (EdgeKind.READS, EdgeKind.WRITES):
            service, is_likely = services[edge.source], edge.confidence is Confidence.HEURISTIC
            hands[edge.kind, edge.target].add(service)
            if edge.kind is EdgeKind.WRITES and not is_likely:
                firm[edge.target].add(service)
            if service != owners[edge.target]:
                known = places[edge.kind, edge.target]
                known.update((place, known.get(place, True) and is_likely) for place in edge.places)
    found = []
    for table in material.tables:
        writers, readers = hands[EdgeKind.WRITES, table], hands[EdgeKind.READS, table]
        if (writers | readers) - {owners[table]}:
            kind = EdgeKind.WRITES if writers - {owners[table]} else EdgeKind.READS
            where = sorted(places[kind, table], key=lambda place: (places[kind, table][place], place))
            found.append(TableUse(table, owners[table], tuple(sorted(writers)), tuple(sorted(readers)), tuple(where)))
    found.sort(key=lambda use: (-len(firm[use.table]), -len(use.writers), -len(use.readers), use.table))
    return tuple(found)
