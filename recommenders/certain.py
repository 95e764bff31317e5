"""What is sure enough to be told: guesses by a name, or by rows that may be there, are left out of recommendations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from decompose.clustering.decomposition import Decomposition, SpanningTransaction, TableUse
from decompose.extractors.graph import DependencyGraph, EdgeKind
from decompose.extractors.places import Confidence, Place


def sure_transactions(graph: DependencyGraph, decomposition: Decomposition) -> tuple[SpanningTransaction, ...]:
    """The transactions that write tables of several services for sure, with these tables alone.

    Where a transaction begins and ends has to be written in the function. A deletion may delete rows of other tables
    along with it, where there are any: such writes count in the score, but nobody should be told to build a saga for
    them.
    """
    return tuple(found for found, is_written in _told(graph, decomposition) if is_written)


def possible_transactions(graph: DependencyGraph, decomposition: Decomposition) -> tuple[SpanningTransaction, ...]:
    """Those whose beginning or end is not written in their function: one a function, with all tables; sorted.

    Something that is called may commit in between.
    """
    sure = {found.symbol for found, is_written in _told(graph, decomposition) if is_written}
    merged: dict[str, SpanningTransaction] = {}
    for found, is_written in _told(graph, decomposition):
        if not is_written and found.symbol not in sure:
            known = merged.get(found.symbol, found)
            merged[found.symbol] = msgspec.structs.replace(
                known,
                tables=tuple(sorted({*known.tables, *found.tables})),
                services=tuple(sorted({*known.services, *found.services})),
                place=min(known.place, found.place),
            )
    return tuple(sorted(merged.values()))


def sure_table_uses(graph: DependencyGraph, decomposition: Decomposition) -> tuple[TableUse, ...]:
    """The tables that several services touch for sure, with those services and places alone."""
    home = {unit: service.name for service in decomposition.services for unit in service.units}
    guesses: dict[tuple[EdgeKind, str], set[Place]] = defaultdict(set)
    sure: dict[tuple[EdgeKind, str], set[Place]] = defaultdict(set)
    hands: dict[tuple[EdgeKind, str], dict[str, bool]] = defaultdict(dict)
    for edge in graph.edges:
        if edge.kind in {EdgeKind.READS, EdgeKind.WRITES}:
            is_sure = edge.confidence is not Confidence.HEURISTIC
            (sure if is_sure else guesses)[edge.kind, edge.target].update(edge.places)
            service = home.get(edge.source, "")
            hands[edge.kind, edge.target][service] = hands[edge.kind, edge.target].get(service, False) or is_sure
    found = []
    for use in decomposition.table_uses:
        writes, reads = (EdgeKind.WRITES, use.table), (EdgeKind.READS, use.table)
        writers = tuple(name for name in use.writers if hands[writes].get(name, True))
        readers = tuple(name for name in use.readers if hands[reads].get(name, True))
        guessed = (guesses[writes] | guesses[reads]) - sure[writes] - sure[reads]
        if {*writers, *readers} - {use.owner}:
            places = tuple(place for place in use.places if place not in guessed)
            found.append(TableUse(use.table, use.owner, writers, readers, places))
    return tuple(found)


def _told(graph: DependencyGraph, decomposition: Decomposition) -> Iterator[tuple[SpanningTransaction, bool]]:
    """Spanning transactions by their sure writes, and whether their bounds are written."""
    owners = {table: service.name for service in decomposition.services for table in service.tables}
    scopes = {(scope.symbol, scope.place): scope for scope in graph.transactions}
    written: dict[str, set[str]] = defaultdict(set)
    doubtful: dict[str, set[str]] = defaultdict(set)
    for edge in (*graph.edges, *graph.inner_calls):
        if edge.kind is EdgeKind.WRITES:
            (doubtful if edge.confidence is Confidence.HEURISTIC else written)[edge.source_symbol].add(edge.target)
    for spanning in decomposition.spanning_transactions:
        scope = scopes.get((spanning.symbol, spanning.place))
        functions = {spanning.symbol, *(scope.functions if scope is not None else ())}
        guessed = {table for function in functions for table in doubtful[function]}
        guessed -= {table for function in functions for table in written[function]}
        is_written = scope is None or scope.confidence is Confidence.EXACT
        if guessed.isdisjoint(spanning.tables):
            yield spanning, is_written
            continue
        tables = tuple(table for table in spanning.tables if table not in guessed)
        services = tuple(sorted({owners[table] for table in tables if table in owners}))
        if len(services) > 1:
            yield msgspec.structs.replace(spanning, tables=tables, services=services), is_written
