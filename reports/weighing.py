"""What findings cost, in the costs of ``clustering.coupling``: so every report lists them in the same order.

Code that only runs when somebody starts it by hand counts less: it can be run again, at night, step by step.
"""

from __future__ import annotations

from collections import defaultdict

from decompose.clustering.coupling import COST, severity
from decompose.clustering.decomposition import Coupling, SpanningTransaction
from decompose.extractors.graph import EdgeKind, EntryKind
from decompose.reports.analysed import Analysed

_BY_HAND = 0.2
"""What counts of code that is started by hand."""


class Weighing:
    """Weighs the findings of an analysis."""

    def __init__(self, analysed: Analysed) -> None:
        kinds: dict[str, set[EntryKind]] = defaultdict(set)
        for point in analysed.graph.entry_points:
            kinds[point.unit].add(point.kind)
        self._by_hand = frozenset(unit for unit, held in kinds.items() if held == {EntryKind.COMMAND})
        self._writes = defaultdict[str, float](float)
        for coupling in analysed.decomposition.couplings:
            if coupling.kind is EdgeKind.WRITES:
                self._writes[coupling.target] += self.coupling(coupling)

    def coupling(self, found: Coupling) -> float:
        """How bad it is."""
        return severity(found) * self._share(found.source)

    def transaction(self, found: SpanningTransaction) -> float:
        """What depends on it."""
        spanned = COST[EdgeKind.TRANSACTION] * (len(found.services) - 1) + len(found.tables)
        return spanned * self._share(found.symbol)

    def writes(self, table: str) -> float:
        """How much others than its owner write a table."""
        return self._writes.get(table, 0.0)

    def _share(self, symbol: str) -> float:
        """What counts of what a function does: it is a unit that handles nothing but commands, or a method of one."""
        return _BY_HAND if self._by_hand & {symbol, symbol.rpartition(".")[0]} else 1.0
