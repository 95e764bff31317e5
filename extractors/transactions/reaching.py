"""What is touched inside a transaction, callees included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from decompose.extractors import facts
from decompose.extractors.accesses import MOST_CLASSES_AT_ONE_CALL, TableAccess
from decompose.extractors.linking.forwarding import captured_parameters
from decompose.extractors.transactions.callgraph import CallGraph, Step
from decompose.extractors.transactions.regions import Boundaries, Region

_MOST_ALTERNATIVES = 4
"""A call that runs one of more functions than these dispatches: each of them is a transaction of its own."""
_DEEPEST = 6
"""Calls that commit inside calls that commit are followed no further than this."""


@dataclass(slots=True)
class Reached:
    """What a region touches.

    Attributes:
        accesses: of the region's own function and of others.
        dispatched: functions one of which a call inside runs.
    """

    accesses: dict[TableAccess, None] = field(default_factory=dict)
    dispatched: dict[int, None] = field(default_factory=dict)


class Reach:
    """Follows calls from regions."""

    def __init__(self, graph: CallGraph, boundaries: Boundaries, accesses: Iterable[TableAccess]) -> None:
        self._graph = graph
        self._boundaries = boundaries
        self._touched: dict[int, list[TableAccess]] = defaultdict(list)
        at_line: dict[tuple[int, int, bool], set[str]] = defaultdict(set)
        listed = list(accesses)
        for access in listed:
            at_line[access.scope, access.line, access.writes].add(access.table)
        for access in listed:
            if len(at_line[access.scope, access.line, access.writes]) <= MOST_CLASSES_AT_ONE_CALL:
                self._touched[access.scope].append(access)

    def of_region(self, region: Region) -> Reached:
        """What one region touches."""
        found = Reached()
        if region.after is not None:
            self._tail(region.after, found, 0)
        self._lines(region.scope, region.start, region.end, found, region, skip=region.before)
        if region.before is not None and any(access.writes for access in found.accesses):
            self._head(region.before, found, 0)
        return found

    def of_function(self, gid: int) -> Reached:
        """What a function touches, whole."""
        scope = self._graph.linkage.scopes[gid]
        found = Reached()
        self._lines(gid, scope.line, scope.end_line, found, None)
        return found

    def _lines(
        self, gid: int, start: int, end: int, found: Reached, region: Region | None, skip: Step | None = None
    ) -> None:
        """The accesses between two lines of a function, and all of what is called there."""
        is_own = region is not None
        for access in self._touched.get(gid, ()):
            if start <= access.line <= end and (is_own or not self._boundaries.is_apart(gid, access.line)):
                found.accesses[access] = None
        pending: list[tuple[int, bool]] = []
        for step in self._graph.steps(gid):
            if start <= step.line <= end and step is not skip and (is_own or not self._is_apart(gid, step)):
                pending += self._followed(gid, step, found)
        self._everything(pending, {gid}, found)

    def _everything(self, pending: list[tuple[int, bool]], seen: set[int], found: Reached) -> None:
        """What functions touch; of those that commit, up to there, unless they are asked not to."""
        while pending:
            gid, is_whole = pending.pop()
            if gid in seen:
                continue
            seen.add(gid)
            end = self._graph.linkage.scopes[gid].end_line
            if not is_whole and gid in self._boundaries.committing:
                end = min((commit.line for commit in self._boundaries.commits(gid)), default=end)
            for access in self._touched.get(gid, ()):
                if access.line <= end and not self._boundaries.is_apart(gid, access.line):
                    found.accesses[access] = None
            for step in self._graph.steps(gid):
                if step.line <= end and not self._is_apart(gid, step):
                    pending += self._followed(gid, step, found, is_whole=is_whole)

    def _is_apart(self, gid: int, step: Step) -> bool:
        return self._boundaries.is_apart(gid, step.line)

    def _followed(self, gid: int, step: Step, found: Reached, *, is_whole: bool = False) -> Sequence[tuple[int, bool]]:
        """The functions that a call may run, and whether all of them belongs to the transaction."""
        if self._is_wrapped(gid, step):
            return ()  # what a decorator wraps has the region
        if len(step.callees) > _MOST_ALTERNATIVES:
            found.dispatched.update(dict.fromkeys(step.callees))
            return ()
        return [(callee, is_whole or step.defers) for callee in step.callees]

    def _is_wrapped(self, gid: int, step: Step) -> bool:
        captured = captured_parameters(self._graph.linkage, gid)
        return bool(captured) and any(
            op.target == step.target and op.func in captured for op in self._graph.linkage.of_type(gid, facts.Call)
        )

    def _head(self, step: Step, found: Reached, depth: int) -> None:
        """What a call does before its first commit."""
        for callee in step.callees if depth < _DEEPEST else ():
            commits = self._boundaries.commits(callee)
            scope = self._graph.linkage.scopes[callee]
            first = commits[0] if commits else None
            end = first.line if first is not None else scope.end_line
            call = first.call if first is not None else None
            self._lines(callee, scope.line, end, found, None, skip=call)
            if call is not None:
                self._head(call, found, depth + 1)

    def _tail(self, step: Step, found: Reached, depth: int) -> None:
        """What a call does after its last commit."""
        for callee in step.callees if depth < _DEEPEST else ():
            commits = self._boundaries.commits(callee)
            scope = self._graph.linkage.scopes[callee]
            if not commits:
                continue
            last = commits[-1]
            if last.call is not None:
                self._tail(last.call, found, depth + 1)
            self._lines(callee, last.line + 1, scope.end_line, found, None)
