"""Transactions that would span services, as sagas: local transactions with what undoes them.

The order is that in which the function that opens the transaction writes, or calls what writes, as its lines stand.
Whoever has more than two participants is orchestrated: with fewer, events between them are simpler to follow
(AWS Prescriptive Guidance on sagas leaves the number open; both thresholds are ours).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from decompose.clustering.decomposition import Decomposition, SpanningTransaction
from decompose.extractors.graph import DependencyGraph, Edge, EdgeKind, TransactionScope
from decompose.extractors.places import Place
from decompose.recommenders.architecture import Saga, SagaStep
from decompose.recommenders.certain import sure_transactions

FEW_PARTICIPANTS = 2
MOST_PARTICIPANTS = 5
"""With more, what may fail in between is more than anybody writes compensations for."""
_LAST = 1 << 30
_FEW = 4


def sagas_of(graph: DependencyGraph, decomposition: Decomposition) -> tuple[Saga, ...]:
    """A saga for each transaction that would span a few services, sorted."""
    owners = {table: service.name for service in decomposition.services for table in service.tables}
    scopes = {(scope.symbol, scope.place): scope for scope in graph.transactions}
    calls, writes = _edges(graph)
    taken: set[str] = set()
    found = []
    for spanning in sure_transactions(graph, decomposition):
        if len(spanning.services) > MOST_PARTICIPANTS:
            continue
        scope = scopes.get((spanning.symbol, spanning.place))
        steps = list(_steps(spanning, scope, owners, calls, writes))
        name = _unique(_camel(spanning.symbol.split(".")[-2:]), taken)
        is_orchestrated = len(spanning.services) > FEW_PARTICIPANTS
        found.append(Saga(spanning.service, name, spanning.symbol, tuple(steps), is_orchestrated, spanning.place))
    return tuple(sorted(found))


def _edges(graph: DependencyGraph) -> tuple[dict[str, list[Edge]], dict[str, list[Edge]]]:
    """Calls and writes, by the function that makes them."""
    calls: dict[str, list[Edge]] = defaultdict(list)
    writes: dict[str, list[Edge]] = defaultdict(list)
    for edge in (*graph.edges, *graph.inner_calls):
        if edge.kind is EdgeKind.CALLS:
            calls[edge.source_symbol].append(edge)
        elif edge.kind is EdgeKind.WRITES:
            writes[edge.source_symbol].append(edge)
    return calls, writes


def _steps(
    spanning: SpanningTransaction,
    scope: TransactionScope | None,
    owners: dict[str, str],
    calls: dict[str, list[Edge]],
    writes: dict[str, list[Edge]],
) -> Iterator[SagaStep]:
    functions = scope.functions if scope is not None else (spanning.symbol,)
    lines = _lines(spanning.symbol, calls, spanning.place.path)
    done: dict[str, list[Edge]] = defaultdict(list)
    for function in functions:
        for edge in writes[function]:
            if edge.target in spanning.tables:
                done[owners.get(edge.target, "")].append(edge)

    def first(service: str) -> tuple[int, str]:
        return min((lines.get(edge.source_symbol, _LAST) for edge in done[service]), default=_LAST), service

    ordered = sorted(spanning.services, key=first)
    for service in ordered:
        name = f"Write{_camel([service])}"
        tables = tuple(table for table in spanning.tables if owners.get(table) == service)
        yield SagaStep(
            service,
            name,
            tuple(sorted({edge.source_symbol for edge in done[service]})),
            tables,
            f"Undo{_camel([service])}" if service != ordered[-1] else "",
            _places(done[service]),
        )


def _lines(opener: str, calls: dict[str, list[Edge]], path: str) -> dict[str, int]:
    """Function → line of the opener from which it is reached first."""
    found = {opener: min((place.line for edge in calls[opener] for place in edge.places), default=0)}
    started = sorted(
        ((place.line, edge.target_symbol) for edge in calls[opener] for place in edge.places if place.path == path),
    )
    for line, callee in started:
        waiting = [callee]
        while waiting:
            function = waiting.pop()
            if function not in found:
                found[function] = line
                waiting += [edge.target_symbol for edge in calls.get(function, ())]
    return found


def _places(edges: list[Edge]) -> tuple[Place, ...]:
    return tuple(sorted({place for edge in edges for place in edge.places})[:_FEW])


def _camel(words: list[str]) -> str:
    return "".join(part[:1].upper() + part[1:] for word in words for part in re.split(r"[^A-Za-z0-9]+", word))


def _unique(name: str, taken: set[str]) -> str:
    found, number = name, 2
    while found in taken:
        found, number = f"{name}{number}", number + 1
    taken.add(found)
    return found
