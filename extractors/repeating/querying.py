"""Calls that run a query then and there, and do not only put one together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from decompose.extractors import facts
from decompose.extractors.accesses import TableAccess
from decompose.extractors.linking.libraries.django_managers import LAZY, QUERYSET, SILENT, VALUES
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.resolution import ResolvedCall
from decompose.extractors.places import Confidence
from decompose.extractors.repeating.shapes import Query

_ROW = re.compile(r"(?:django\.db\.models|django\.contrib\..*)\.\w+\.(?:save|delete|refresh_from_db)")
_UNIT_OF_WORK = re.compile(r"sqlalchemy|sqlmodel|flask_sqlalchemy|sqlalchemy_utils")
_RUNS = frozenset(
    [
        *("all", "first", "one", "one_or_none", "get", "get_or_404", "first_or_404", "one_or_404", "get_one"),
        *("scalar", "scalars", "scalar_one", "scalar_one_or_none", "count", "execute", "exec", "paginate"),
    ]
)
_SILENT = LAZY | SILENT | VALUES | {"as_manager", "from_queryset", "through", "model", "query"}
_BATCHED = ("__in", "__contained_by")
_BULK = frozenset({"bulk_create", "bulk_update", "in_bulk", "abulk_create", "abulk_update", "executemany"})
_WRITING = frozenset({"save", "delete", "create", "update", "adelete", "acreate", "aupdate", "add", "remove", "clear"})
_FETCHED_WHOLE = frozenset({"all", "count"})
"""Methods of a relation that look at the rows that were fetched along; others query again."""
_CONSUMING = frozenset({"list", "tuple", "set", "len", "sorted", "sum", "min", "max", "any", "dict", "bool", "next"})
_DEEPEST = 5


def calling_queries(
    linkage: Linkage,
    calls: Sequence[ResolvedCall],
    accesses: Iterable[TableAccess],
    fetched: Collection[tuple[int, str]],
) -> Iterator[Query]:
    """The queries that calls run, in loops and outside of them.

    Args:
        linkage: the program.
        calls: its calls.
        accesses: of tables.
        fetched: (mapped class, attribute) that some query of the program fetches along.
    """
    queries = _Queries(linkage, accesses, fetched)
    for call in calls:
        if isinstance(call.op, facts.Call) and (call.scope, call.line) in queries.touched:
            query = queries.of_call(call, call.op)
            if query is not None:
                yield query
    for scope in sorted({scope for scope, _ in queries.touched}):
        yield from queries.gone_through(scope)


class _Queries:
    def __init__(self, linkage: Linkage, accesses: Iterable[TableAccess], fetched: Collection[tuple[int, str]]) -> None:
        self._linkage = linkage
        self._fetched = fetched
        self.touched: dict[tuple[int, int], list[TableAccess]] = defaultdict(list)
        for access in accesses:
            if access.confidence is not Confidence.HEURISTIC:
                self.touched[access.scope, access.line].append(access)
        self._statements = {(statement.scope, statement.line) for statement in linkage.statements}
        self._named = {(call.scope, call.line) for call in linkage.named_calls}

    def of_call(self, call: ResolvedCall, op: facts.Call) -> Query | None:
        """The query that a call runs; None if it runs none."""
        names = [callee.name for callee in call.callees if callee.scope < 0]
        runs = [name for name in names if self._runs(name)]
        here = (call.scope, call.line)
        if not runs and not (here in self._statements or here in self._named):
            return None
        if any(name.rpartition(".")[2] in _BULK for name in names) or self._is_batch(call.scope, op, 0):
            return None
        only_writes = bool(runs) and all(name.rpartition(".")[2] in _WRITING for name in runs)
        writes_late = any(_UNIT_OF_WORK.match(name) for name in names)
        touched = [access for access in self.touched[here] if access.writes or not only_writes]
        touched = [access for access in touched if not (access.writes and writes_late)]
        tables = tuple(sorted({access.table for access in touched}))
        kind = "query" if any(not access.writes for access in touched) else "write"
        is_sure = not self._is_fetched(call.scope, op)
        return Query(call.scope, call.line, op.loop, tables, kind, is_sure) if tables else None

    def _is_fetched(self, scope: int, op: facts.Call) -> bool:
        """Whether ``order.lines.all()`` asks for rows that some query fetches along with the orders."""
        attributes = {attribute.target: attribute for attribute in self._attributes(scope)}
        method = attributes.get(op.func)
        relation = attributes.get(method.base) if method is not None and method.name in _FETCHED_WHOLE else None
        if relation is None:
            return False
        objects, things = self._linkage.objects, self._linkage.solver.get(self._linkage.node(scope, relation.base))
        owners = {objects.first[thing] for thing in things if objects.kinds[thing] is Kind.INSTANCE}
        return any((owner, relation.name) in self._fetched for owner in owners)

    def _is_batch(self, scope: int, op: facts.Call, depth: int) -> bool:
        """Whether the rows of many elements are fetched at once: ``filter(order__in=batch).count()``."""
        if any(word.endswith(_BATCHED) for word, _ in op.keywords):
            return True
        bases = [attribute.base for attribute in self._attributes(scope) if attribute.target == op.func]
        calls = self._linkage.of_type(scope, facts.Call) if bases and depth < _DEEPEST else ()
        return any(self._is_batch(scope, call, depth + 1) for call in calls if call.target in bases)

    def _attributes(self, scope: int) -> tuple[facts.Attr, ...]:
        return self._linkage.of_type(scope, facts.Attr)

    @staticmethod
    def _runs(dotted: str) -> bool:
        owner, _, name = dotted.rpartition(".")
        if owner == QUERYSET:
            return name not in _SILENT
        if _UNIT_OF_WORK.match(dotted):
            return name in _RUNS
        return _ROW.fullmatch(dotted) is not None

    def gone_through(self, scope: int) -> Iterator[Query]:
        """Lazy queries that are put together and gone through inside of the same loop."""
        linkage = self._linkage
        built = {
            op.target: op
            for op in linkage.of_type(scope, facts.Call)
            if (scope, op.line) in self.touched and self._is_lazy(scope, op) and not self._is_batch(scope, op, 0)
        }
        if not built:
            return
        sources: dict[int, list[int]] = defaultdict(list)
        for copy in linkage.of_type(scope, facts.Copy):
            sources[copy.target].append(copy.source)
        used = [(loop.base, loop.loop) for loop in linkage.of_type(scope, facts.Iterate)]
        calls = linkage.of_type(scope, facts.Call)
        used += [(call.args[0], call.loop) for call in calls if call.args and self._consumes(scope, call)]
        for value, loop in used:
            for op in _made_by(value, sources, built, 0):
                if op.loop >= 0 and loop >= 0:
                    here = self.touched[scope, op.line]
                    tables = tuple(sorted({access.table for access in here if not access.writes}))
                    if tables:
                        yield Query(scope, op.line, op.loop, tables, "query", not self._is_fetched(scope, op))

    def _is_lazy(self, scope: int, op: facts.Call) -> bool:
        objects = self._linkage.objects
        for thing in self._linkage.solver.get(self._linkage.node(scope, op.func)):
            callee = objects.first[thing] if objects.kinds[thing] is Kind.BOUND else thing
            owner, _, name = (objects.external_name(callee) or "").rpartition(".")
            if owner == QUERYSET and name in LAZY | VALUES and name not in SILENT:
                return True
        return False

    def _consumes(self, scope: int, call: facts.Call) -> bool:
        for thing in self._linkage.solver.get(self._linkage.node(scope, call.func)):
            dotted = self._linkage.objects.external_name(thing) or ""
            if dotted.removeprefix("<builtin>.") in _CONSUMING:
                return True
        return False


def _made_by(value: int, sources: dict[int, list[int]], built: dict[int, facts.Call], depth: int) -> list[facts.Call]:
    if value in built:
        return [built[value]]
    if depth > _DEEPEST:
        return []
    return [op for source in sources.get(value, ()) for op in _made_by(source, sources, built, depth + 1)]
