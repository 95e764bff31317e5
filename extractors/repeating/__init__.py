"""Queries that run once for each element of a loop: the "N+1" shapes that make a page chatty.

A loop counts if it goes over rows or over a collection whose size the code does not fix. What is repeated is a call
that runs a query (``lines.get(…)``, ``row.save()``), an attribute that loads another row and was not fetched along, or
a call of a function that does one of these itself or through another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from decompose.extractors import facts
from decompose.extractors.accesses import TableAccess
from decompose.extractors.consequences import find_fetched, find_loads
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.resolution import ResolvedCall
from decompose.extractors.places import Confidence
from decompose.extractors.repeating.calling import Nearest
from decompose.extractors.repeating.loading import loading_queries
from decompose.extractors.repeating.loops import Loops
from decompose.extractors.repeating.querying import calling_queries
from decompose.extractors.repeating.shapes import Query, Repeated
from decompose.extractors.tables import MappedTable

__all__ = ["Repeated", "find_repeated"]


def find_repeated(
    linkage: Linkage, calls: Sequence[ResolvedCall], tables: Iterable[MappedTable], accesses: Iterable[TableAccess]
) -> list[Repeated]:
    """All repeated queries, sorted; one for each loop and line."""
    names = {thing: mapped.table.name for mapped in tables for thing in mapped.mapped}
    by_scope: dict[int, list[ResolvedCall]] = defaultdict(list)
    for call in calls:
        by_scope[call.scope].append(call)
    direct: dict[int, list[Query]] = defaultdict(list)
    fetched = find_fetched(linkage)
    for query in calling_queries(linkage, calls, accesses, fetched):
        direct[query.scope].append(query)
    for query in loading_queries(linkage, find_loads(linkage), fetched, names):
        direct[query.scope].append(query)
    nearest = Nearest(linkage, calls, direct)
    found: dict[tuple[int, int, int], Repeated] = {}
    for scope in sorted({*by_scope, *direct}):
        if not linkage.of_type(scope, facts.Iterate):
            continue
        loops = Loops(linkage, scope, names)
        for one in (*_here(loops, direct[scope]), *_elsewhere(loops, by_scope[scope], nearest)):
            found.setdefault((one.scope, one.loop, one.line), one)
    return sorted(found.values())


def _here(loops: Loops, queries: Iterable[Query]) -> Iterator[Repeated]:
    """Queries in the loop itself."""
    for query in queries:
        loop = query.loop if query.row < 0 or query.loop < 0 else loops.element_of(query.row)
        if loop in loops.lines and query.mapped not in loops.parents[loop]:
            yield _repeated(loops, loop, query.line, query, ())


def _elsewhere(loops: Loops, calls: Iterable[ResolvedCall], nearest: Nearest) -> Iterator[Repeated]:
    """Queries of functions that are called in a loop."""
    for call in calls:
        op = call.op
        if not isinstance(op, (facts.Call, facts.Attr)) or op.loop not in loops.lines:
            continue
        found = nearest.of_call(call, loops)
        if found is not None and found[0].mapped not in loops.parents[op.loop]:
            yield _repeated(loops, op.loop, call.line, *found)


def _repeated(loops: Loops, loop: int, line: int, query: Query, via: tuple[int, ...]) -> Repeated:
    is_sure = query.is_sure and bool(loops.rows[loop]) and len(via) <= 1
    confidence = Confidence.INFERRED if is_sure else Confidence.HEURISTIC
    return Repeated(loops.scope, loops.lines[loop], line, loops.rows[loop], query, via, confidence)
