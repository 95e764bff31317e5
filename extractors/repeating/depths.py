"""How many loops enclose what touches a table."""

from __future__ import annotations

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage


class Depths:
    """The loops around accesses, which are known by their line."""

    def __init__(self, linkage: Linkage) -> None:
        self._linkage = linkage
        self._queries = {(query.scope, query.op_node) for query in linkage.queries}
        self._of_scope: dict[int, dict[int, int]] = {}

    def at(self, scope: int, line: int) -> int:
        """How many loops of its function enclose what happens at a line.

        Of several calls there, queries decide; and else the outermost, since a comprehension has what it goes over on
        the same line as what it repeats.
        """
        known = self._of_scope.get(scope)
        if known is None:
            known = self._of_scope[scope] = self._depths(scope)
        return known.get(line, 0)

    def _depths(self, scope: int) -> dict[int, int]:
        queries: dict[int, int] = {}
        others: dict[int, int] = {}
        for op in self._linkage.of_type(scope, facts.Call):
            if (scope, self._linkage.node(scope, op.target)) in self._queries:
                queries[op.line] = max(op.depth, queries.get(op.line, 0))
            else:
                others[op.line] = min(op.depth, others.get(op.line, op.depth))
        return others | queries
