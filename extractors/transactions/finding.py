"""The transactions of a program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from decompose.extractors.accesses import TableAccess
from decompose.extractors.frameworks import Entry, Event
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.resolution import ResolvedCall
from decompose.extractors.places import Confidence
from decompose.extractors.transactions.callgraph import CallGraph
from decompose.extractors.transactions.reaching import Reach, Reached
from decompose.extractors.transactions.regions import Boundaries
from decompose.extractors.transactions.requests import atomic_requests

_FEW_TABLES = 2


@dataclass(frozen=True, slots=True, order=True)
class TransactionBlock:
    """Lines of a function that run in one transaction, and what is touched inside, callees included.

    Attributes:
        scope: the function.
        line: the ``with``, the decorator or the commit.
        reads, writes: tables.
        scopes: the functions that touch them.
        confidence: inferred where the beginning, the end or the very transaction is not written there.
    """

    scope: int
    line: int
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    scopes: tuple[int, ...] = ()
    confidence: Confidence = Confidence.EXACT


def find_transactions(
    linkage: Linkage,
    calls: Sequence[ResolvedCall],
    accesses: Sequence[TableAccess],
    entries: Sequence[Entry] = (),
    events: Iterable[Event] = (),
) -> list[TransactionBlock]:
    """Every transaction that touches a table, with the tables and the functions that touch them."""
    graph = CallGraph(linkage, calls, entries, events)
    boundaries = Boundaries(linkage, graph)
    reach = Reach(graph, boundaries, _believed(accesses))
    found: dict[tuple[int, int], TransactionBlock] = {}
    for block in _blocks(linkage, boundaries, reach, entries):
        known = found.get((block.scope, block.line))
        found[block.scope, block.line] = block if known is None else _joined(known, block)
    return sorted(found.values())


def _believed(accesses: Sequence[TableAccess]) -> list[TableAccess]:
    """All but what may follow from a write about which even the table is not sure: ``instance.delete()``."""
    written: dict[tuple[int, int], set[str]] = defaultdict(set)
    for access in accesses:
        if access.writes and access.confidence is not Confidence.HEURISTIC:
            written[access.scope, access.line].add(access.table)
    return [
        access
        for access in accesses
        if access.confidence is not Confidence.HEURISTIC or len(written[access.scope, access.line]) <= _FEW_TABLES
    ]


def _blocks(
    linkage: Linkage, boundaries: Boundaries, reach: Reach, entries: Sequence[Entry]
) -> Iterator[TransactionBlock]:
    dispatched: dict[int, None] = {}
    opened: set[int] = set()
    for region in boundaries.regions():
        reached = reach.of_region(region)
        opened.add(region.scope)
        dispatched.update(reached.dispatched)
        if reached.accesses and not (region.before is not None and not _writes_itself(reached)):
            yield _block(region.scope, region.line, reached, is_inferred=region.is_inferred)
    for gid in (*atomic_requests(linkage, entries), *sorted(dispatched)):
        if gid not in opened and gid not in boundaries.committing:
            reached = reach.of_function(gid)
            if len({access.table for access in reached.accesses if access.writes}) > (gid in dispatched):
                yield _block(gid, linkage.scopes[gid].line, reached, is_inferred=True)


def _writes_itself(reached: Reached) -> bool:
    return any(access.writes for access in reached.accesses)


def _block(scope: int, line: int, reached: Reached, *, is_inferred: bool) -> TransactionBlock:
    return TransactionBlock(
        scope,
        line,
        tuple(sorted({access.table for access in reached.accesses if not access.writes})),
        tuple(sorted({access.table for access in reached.accesses if access.writes})),
        tuple(sorted({access.scope for access in reached.accesses})),
        Confidence.INFERRED if is_inferred else Confidence.EXACT,
    )


def _joined(left: TransactionBlock, right: TransactionBlock) -> TransactionBlock:
    """Two regions that are shown at the same line."""
    return TransactionBlock(
        left.scope,
        left.line,
        tuple(sorted({*left.reads, *right.reads})),
        tuple(sorted({*left.writes, *right.writes})),
        tuple(sorted({*left.scopes, *right.scopes})),
        max(left.confidence, right.confidence, key=list(Confidence).index),
    )
