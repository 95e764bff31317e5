"""Transactions: stretches of code that commit or roll back as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.accesses import TableAccess
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.resolution import ResolvedCall

_BLOCKS = frozenset({"atomic", "begin", "begin_nested", "commit_on_success", "transaction", "savepoint"})


@dataclass(frozen=True, slots=True, order=True)
class TransactionBlock:
    """Lines of a function that run in one transaction, and what is touched inside, callees included."""

    scope: int
    line: int
    end_line: int
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    scopes: tuple[int, ...] = ()


def find_transactions(
    linkage: Linkage, calls: Sequence[ResolvedCall], accesses: Sequence[TableAccess]
) -> list[TransactionBlock]:
    """Every transaction that touches a table, with the tables and the functions that touch them."""
    callees: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for call in calls:
        for callee in call.callees:
            if callee.scope >= 0 and linkage.scopes[callee.scope].kind in {"function", "lambda"}:
                callees[call.scope].append((call.line, callee.scope))
    touched: dict[int, list[TableAccess]] = defaultdict(list)
    for access in accesses:
        touched[access.scope].append(access)
    blocks = []
    for scope, line, end in sorted(set(_blocks(linkage))):
        found = _inside(scope, line, end, callees, touched)
        if found:
            reads = sorted({access.table for access in found if not access.writes})
            writes = sorted({access.table for access in found if access.writes})
            scopes = sorted({access.scope for access in found})
            blocks.append(TransactionBlock(scope, line, end, tuple(reads), tuple(writes), tuple(scopes)))
    return blocks


def _inside(
    scope: int,
    line: int,
    end: int,
    callees: Mapping[int, Sequence[tuple[int, int]]],
    touched: Mapping[int, Sequence[TableAccess]],
) -> list[TableAccess]:
    found = [access for access in touched.get(scope, ()) if line <= access.line <= end]
    stack = [callee for at, callee in callees.get(scope, ()) if line <= at <= end]
    seen = {scope}
    while stack:
        function = stack.pop()
        if function in seen:
            continue
        seen.add(function)
        found += touched.get(function, ())
        stack += [callee for _, callee in callees.get(function, ())]
    return found


def _blocks(linkage: Linkage) -> Iterator[tuple[int, int, int]]:
    for gid, scope in enumerate(linkage.scopes[: linkage.written]):
        attributes = {op.target: op for op in linkage.of_type(gid, facts.Attr) if op.name == "commit"}
        for op in (*linkage.of_type(gid, facts.Enter), *(linkage.of_type(gid, facts.Call) if attributes else ())):
            if isinstance(op, facts.Enter) and _is_transaction(linkage, gid, op.base):
                yield gid, op.line, op.end_line
            elif isinstance(op, facts.Call) and op.func in attributes:
                # A unit of work ends here; what the function did before it belongs to it.
                attribute = attributes[op.func]
                if not op.args and _is_session(linkage, gid, attribute.base):
                    yield gid, scope.line, op.line
        if scope.kind == "function" and scope.decorators:
            parent = linkage.parent_of[gid]
            if any(_is_transaction(linkage, parent, value) for value in scope.decorators):
                yield gid, scope.line, scope.end_line


def _is_transaction(linkage: Linkage, gid: int, value: int) -> bool:
    things = linkage.solver.get(linkage.node(gid, value))
    return any(_last(linkage, thing) in _BLOCKS for thing in things) or _called(linkage, gid, value)


def _called(linkage: Linkage, gid: int, value: int) -> bool:
    """``session.begin()`` on a session of unknown type."""
    call = next((op for op in linkage.of_type(gid, facts.Call) if op.target == value), None)
    if call is None or linkage.solver.get(linkage.node(gid, call.func)):
        return False
    return any(op.target == call.func and op.name in _BLOCKS for op in linkage.of_type(gid, facts.Attr))


def _last(linkage: Linkage, thing: int) -> str:
    return (linkage.objects.external_name(thing) or "").rpartition(".")[2]


def _is_session(linkage: Linkage, gid: int, base: int) -> bool:
    """Anything from outside, or of unknown type, that has a ``commit`` without arguments."""
    things: Iterable[int] = linkage.solver.get(linkage.node(gid, base))
    return all(linkage.objects.external_name(thing) is not None for thing in things)
