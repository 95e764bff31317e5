"""The calls of each function as transactions look at them: in order, without those that leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry, Event
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.resolution import ResolvedCall
from decompose.extractors.transactions.leaving import Leaving


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """A function calls others at a line.

    Attributes:
        line: where.
        callees: functions of the program (scopes), sorted; one of them runs.
        target: the value that the call makes, in its function; -1 for calls that nobody wrote.
        defers: the call asks its callee not to commit.
    """

    line: int
    callees: tuple[int, ...]
    target: int = -1
    defers: bool = False


class CallGraph:
    """Steps by function."""

    def __init__(
        self, linkage: Linkage, calls: Sequence[ResolvedCall], entries: Iterable[Entry], events: Iterable[Event]
    ) -> None:
        self.linkage = linkage
        self._steps: dict[int, list[Step]] = defaultdict(list)
        self._by_target: dict[tuple[int, int], Step] = {}
        leaving = Leaving(linkage)
        left = {(call.scope, call.line) for call in calls if leaving.takes(call)}
        for call in calls:
            if leaving.takes(call) or (call.op is None and (call.scope, call.line) in left):
                continue
            scopes = {callee.scope for callee in call.callees if _is_function(linkage, callee.scope)}
            if scopes:
                self._add(call.scope, _step(linkage, call, tuple(sorted(scopes))))
        receivers = {entry.scope for entry in entries if entry.kind is EntryKind.SIGNAL}
        for event in events:
            if event.target in receivers and (event.source, event.line) not in left:
                self._add(event.source, Step(event.line, (event.target,)))
        for steps in self._steps.values():
            steps.sort()

    def _add(self, scope: int, step: Step) -> None:
        self._steps[scope].append(step)
        if step.target >= 0:
            self._by_target[scope, step.target] = step

    def functions(self) -> list[int]:
        """Those that call others, sorted."""
        return sorted(self._steps)

    def steps(self, scope: int) -> Sequence[Step]:
        """The calls that a function makes, by line."""
        return self._steps.get(scope, ())

    def making(self, scope: int, value: int) -> tuple[int, ...]:
        """The functions one of which made a value."""
        step = self._by_target.get((scope, value))
        return step.callees if step is not None else ()


def _is_function(linkage: Linkage, scope: int) -> bool:
    return scope >= 0 and linkage.scopes[scope].kind in {"function", "lambda"}


def _step(linkage: Linkage, call: ResolvedCall, callees: tuple[int, ...]) -> Step:
    if not isinstance(call.op, facts.Call):
        return Step(call.line, callees)
    return Step(call.line, callees, call.op.target, _defers(linkage, call.scope, call.op))


def _defers(linkage: Linkage, gid: int, op: facts.Call) -> bool:
    """``save(commit=False)``, ``create(defer_commit=True)``."""
    flags = {value: name for name, value in op.keywords if "commit" in name}
    if not flags:
        return False
    constants = {const.target: const.text for const in linkage.of_type(gid, facts.Const)}
    return any(
        constants.get(value) == ("True" if "defer" in name or "no" in name.split("_") else "False")
        for value, name in flags.items()
    )
