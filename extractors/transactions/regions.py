"""Regions: the stretches of a function that run in one transaction.

A transaction that ``with`` or a decorator opens ends where the block ends. One that a session opens by itself
ends at the next commit: the function's own, or that of a function that it calls. What a callee did after its
last commit, and what the next one does before its first, belongs to the region between the two calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.transactions.callgraph import CallGraph, Step
from decompose.extractors.transactions.commits import begins_here, commits_here
from decompose.extractors.transactions.openings import Opening, Openings

_MAKES_SESSION = re.compile(r"session|connect|engine|begin", re.IGNORECASE)
_FEW_CALLEES = 2
"""Of so many callees, one that commits makes the call a commit; of more, all have to."""


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """Lines of a function, after those of the first and up to those of the last.

    Attributes:
        scope: the function.
        line: where the transaction is shown: the ``with``, the decorator, the commit.
        start, end: the first and last line inside.
        is_inferred: where it begins or ends is not written in this function.
        after: the call with whose last commit it begins.
        before: the call with whose first commit it ends.
    """

    scope: int
    line: int
    start: int
    end: int
    is_inferred: bool = False
    after: Step | None = None
    before: Step | None = None


@dataclass(frozen=True, slots=True, order=True)
class Commit:
    """A commit at a line of a function; by a call, if there is one."""

    line: int
    call: Step | None = None


class Boundaries:
    """Where transactions begin and end in each function."""

    def __init__(self, linkage: Linkage, graph: CallGraph) -> None:
        self._linkage = linkage
        self._graph = graph
        self._openings = Openings(linkage, graph)
        self._own: dict[int, list[int]] = {}
        self._blocks: dict[int, list[tuple[int, int, Opening]]] = {}
        self._independent: set[int] = set()
        for gid, scope in linkage.written_scopes():
            if scope.kind in {"function", "lambda"}:
                self._read(gid)
        self.committing = self._committing()

    def _read(self, gid: int) -> None:
        linkage = self._linkage
        own = commits_here(linkage, gid)
        if own:
            self._own[gid] = own
            if _owns_session(linkage, gid):
                self._independent.add(gid)
        blocks = [
            (op.line, op.end_line, opening)
            for op in linkage.of_type(gid, facts.Enter)
            if (opening := self._openings.of_value(gid, op.base))
        ]
        scope = linkage.scopes[gid]
        if scope.decorators and (opening := self._openings.of_decorators(gid)):
            blocks.append((scope.line, scope.end_line, opening))
        if blocks:
            self._blocks[gid] = sorted(set(blocks))

    def _committing(self) -> frozenset[int]:
        """The functions that commit what their callers began."""
        found = {gid for gid in self._own if gid not in self._independent}
        callers: dict[int, set[int]] = {}
        for gid in self._graph.functions():
            for step in self._graph.steps(gid):
                for callee in step.callees:
                    callers.setdefault(callee, set()).add(gid)
        pending = sorted(found)
        while pending:
            for caller in sorted(callers.get(pending.pop(), ())):
                if caller not in found and any(
                    self._commits(caller, step, found) for step in self._graph.steps(caller)
                ):
                    found.add(caller)
                    pending.append(caller)
        return frozenset(found)

    def _commits(self, gid: int, step: Step, committing: Iterable[int]) -> bool:
        """Whether a call commits what the callers of the function began."""
        return not self.is_apart(gid, step.line) and _may_commit(step, committing)

    def is_apart(self, gid: int, line: int) -> bool:
        """Whether a line runs in a transaction of its own, whatever is around the function."""
        return gid in self._independent or any(
            opening is Opening.INDEPENDENT and start <= line <= end for start, end, opening in self._blocks.get(gid, ())
        )

    def commits(self, gid: int) -> list[Commit]:
        """The commits of what callers began, in the order of the lines."""
        return [commit for commit in self._cuts(gid) if not self.is_apart(gid, commit.line)]

    def _cuts(self, gid: int) -> list[Commit]:
        """All commits of a function, those of transactions of its own included."""
        found = [Commit(line) for line in self._own.get(gid, ())]
        found += [
            Commit(step.line, step)
            for step in self._graph.steps(gid)
            if _may_commit(step, self.committing) and not set(step.callees) <= {gid}
        ]
        unique: dict[int, Commit] = {}
        for commit in sorted(found, key=lambda commit: (commit.line, commit.call is not None)):
            unique.setdefault(commit.line, commit)
        return list(unique.values())

    def regions(self) -> Iterator[Region]:
        """Every transaction of the program, by function."""
        for gid in sorted({*self._own, *self._blocks, *self.committing}):  # whoever begins, commits or both
            commits = self._cuts(gid)
            for start, end, _ in self._blocks.get(gid, ()):
                inside = [commit for commit in commits if start <= commit.line < end]
                yield from _split(gid, start, start, end, inside)
            covered = [(start, end) for start, end, _ in self._blocks.get(gid, ())]
            outside = [c for c in commits if not any(start <= c.line <= end for start, end in covered)]
            yield from self._between(gid, outside)

    def _between(self, gid: int, commits: list[Commit]) -> Iterator[Region]:
        begins = begins_here(self._linkage, gid) if gid in self._own else []
        start, after = self._linkage.scopes[gid].line, None
        for commit in commits:
            begun = [line for line in begins if start <= line <= commit.line]
            is_inferred = commit.call is not None or not (begun or gid in self._independent)
            first = max(begun, default=start)
            yield Region(gid, commit.line, first, commit.line, is_inferred, after, commit.call)
            start, after = commit.line + 1, commit.call


def _split(gid: int, line: int, start: int, end: int, commits: list[Commit]) -> Iterator[Region]:
    """A block, cut where somebody commits inside it."""
    after = None
    for commit in commits:
        yield Region(gid, line, start, commit.line, commit.call is not None, after, commit.call)
        start, after = commit.line + 1, commit.call
    yield Region(gid, line, start, end, bool(commits), after)


def _may_commit(step: Step, committing: Iterable[int]) -> bool:
    if step.defers:
        return False
    few = len(step.callees) <= _FEW_CALLEES
    return (any if few else all)(callee in committing for callee in step.callees)


def _owns_session(linkage: Linkage, gid: int) -> bool:
    """Whether a function commits a session or connection that it made itself."""
    named = {op.target: op.name for op in linkage.of_type(gid, facts.Load)}
    named |= {op.target: op.name for op in linkage.of_type(gid, facts.Import)}
    named |= {op.target: op.name for op in linkage.of_type(gid, facts.Attr)}
    made = {op.target for op in linkage.of_type(gid, facts.Call) if _MAKES_SESSION.search(named.get(op.func, ""))}
    copies = {op.target for op in linkage.of_type(gid, facts.Copy) if op.source in made}
    return any(op.base in made | copies for op in linkage.of_type(gid, facts.Attr) if op.name == "commit")
