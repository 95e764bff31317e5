"""Calls inside of loops that lead to a query in another function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.resolution import ResolvedCall
from decompose.extractors.places import Confidence
from decompose.extractors.repeating.loops import Loops
from decompose.extractors.repeating.shapes import Query

_MOST_CALLEES = 2
_FARTHEST = 3
"""Functions between a loop and a query: beyond these, the query hangs on too many conditions."""
_DEEPEST = 8
_Way = tuple[Query, tuple[int, ...]]


class Nearest:
    """For each function, the query that it leads to by the fewest calls, and the rows that it loads."""

    def __init__(self, linkage: Linkage, calls: Sequence[ResolvedCall], direct: Mapping[int, Sequence[Query]]) -> None:
        self._linkage = linkage
        self._direct = direct
        self._found: dict[int, _Way] = {}
        callers: dict[int, dict[int, None]] = defaultdict(dict)
        for call in calls:
            for callee in _called(linkage, call):
                callers[callee][call.scope] = None
        layer: dict[int, _Way] = {}
        for scope, queries in sorted(direct.items()):
            proper = [query for query in queries if query.row < 0]
            if proper:
                layer[scope] = (min(proper, key=lambda query: (query.line, query.tables)), (scope,))
        for _ in range(_FARTHEST):
            self._found = {**layer, **self._found}
            following: dict[int, _Way] = {}
            for scope, (query, via) in sorted(layer.items()):
                for caller in callers.get(scope, ()) if not _remembers(linkage, scope) else ():
                    if caller not in self._found:
                        following.setdefault(caller, (query, (caller, *via)))
            layer = following

    def of_call(self, call: ResolvedCall, loops: Loops) -> _Way | None:
        """The query that a call in a loop leads to, and the functions on the way; None if it leads to none."""
        callees = _called(self._linkage, call)
        if not callees or any(_remembers(self._linkage, callee) for callee in callees):
            return None
        ways = [self._found.get(callee) or self._loads(callee, call, loops) for callee in callees]
        known = [way for way in ways if way is not None]
        return min(known, key=lambda way: (len(way[1]), way[1])) if len(known) == len(ways) else None

    def _loads(self, callee: int, call: ResolvedCall, loops: Loops) -> _Way | None:
        """A row that a function loads of what it is given, where that is an element of the loop."""
        for query in self._direct.get(callee, ()):
            if query.row >= 0 and loops.element_of(self._given(callee, query.row, call)) >= 0:
                return query, (callee,)
        return None

    def _given(self, callee: int, value: int, call: ResolvedCall) -> int:
        """What a call gives for the parameter that a value was asked of; -1 if that is not seen."""
        params = self._linkage.scopes[callee].params
        position = next((index for index, param in enumerate(params) if param.value == self._root(callee, value)), -1)
        if position < 0:
            return -1
        if self._linkage.class_of_method(callee) >= 0:
            if position == 0:
                return _receiver(self._linkage, call)
            position -= 1
        if not isinstance(call.op, facts.Call):
            return -1
        if position < len(call.op.args):
            return call.op.args[position]
        names = {param.name for param in params if param.value == self._root(callee, value)}
        return next((given for name, given in call.op.keywords if name in names), -1)

    def _root(self, scope: int, value: int) -> int:
        sources = {op.target: op.base for op in self._linkage.of_type(scope, facts.Attr)}
        sources |= {op.target: op.source for op in self._linkage.of_type(scope, facts.Copy)}
        for _ in range(_DEEPEST):
            if value not in sources:
                break
            value = sources[value]
        return value


def _receiver(linkage: Linkage, call: ResolvedCall) -> int:
    if isinstance(call.op, facts.Attr):
        return call.op.base
    func = call.op.func if isinstance(call.op, facts.Call) else -1
    return next((op.base for op in linkage.of_type(call.scope, facts.Attr) if op.target == func), -1)


def _called(linkage: Linkage, call: ResolvedCall) -> list[int]:
    if call.confidence is Confidence.HEURISTIC or not isinstance(call.op, facts.Call | facts.Attr):
        return []
    inside = [callee.scope for callee in call.callees if callee.scope >= 0 and not callee.is_hidden]
    functions = [scope for scope in inside if linkage.scopes[scope].kind == "function"]
    return functions if len(functions) <= _MOST_CALLEES else []


def _remembers(linkage: Linkage, scope: int) -> bool:
    """Whether a decorator keeps what a function returned, for the same arguments."""
    if linkage.class_of_method(scope) >= 0 or not linkage.scopes[scope].decorators:
        return False
    around = linkage.parent_of[scope]
    names: dict[int, str] = {op.target: op.name for op in linkage.of_type(around, facts.Load)}
    names |= {op.target: op.name for op in linkage.of_type(around, facts.Attr)}
    names |= {op.target: op.name for op in linkage.of_type(around, facts.Import)}
    names |= {op.target: names.get(op.func, "") for op in linkage.of_type(around, facts.Call)}
    called = [names.get(value, "") for value in linkage.scopes[scope].decorators]
    return any("cache" in name or "memo" in name for name in called)
