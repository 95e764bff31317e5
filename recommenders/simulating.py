"""How things stand after each step: what crosses, what is gone, what is still inside the monolith.

What has not left yet is one service, the monolith. The shared library is a package before the first step. So after
the last step exactly the couplings of the decomposition cross.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from decompose.clustering.constraints import SHARED
from decompose.clustering.decomposition import Coupling, Decomposition
from decompose.extractors.graph import EdgeKind
from decompose.recommenders.plan import Stop, Tally

TRAVELLING = frozenset({EdgeKind.CALLS, EdgeKind.EVENT, EdgeKind.READS, EdgeKind.WRITES})
"""Kinds of couplings that go on over a network; accesses to tables as calls of their owner. Others are taken away."""
_MONOLITH = "\0monolith"


class Simulation:
    """The states that a migration goes through."""

    def __init__(self, decomposition: Decomposition) -> None:
        self._couplings = decomposition.couplings
        self._owners = {table: service.name for service in decomposition.services for table in service.tables}
        self._written: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
        for scope in decomposition.spanning_transactions:
            self._written[scope.symbol, str(scope.place)].append(scope.tables)

    def crossing(self, out: Iterable[str]) -> list[Coupling]:
        """The couplings that cross when these services are out, and all others still one."""
        gone = {*out, SHARED}
        return [coupling for coupling in self._couplings if self._crosses(coupling, gone)]

    def _crosses(self, coupling: Coupling, gone: set[str]) -> bool:
        ends = [end if end in gone else _MONOLITH for end in (coupling.source_service, coupling.target_service)]
        if ends[0] == ends[1]:
            return False
        if coupling.kind is not EdgeKind.TRANSACTION:
            return True
        scopes = [tables for place in coupling.places for tables in self._written[coupling.source, str(place)]]
        return not scopes or any(self._spans(tables, gone) for tables in scopes)

    def _spans(self, tables: Sequence[str], gone: set[str]) -> bool:
        """Whether a transaction still writes to more than one database."""
        owners = {self._owners.get(table, "") for table in tables}
        return len({owner if owner in gone else _MONOLITH for owner in owners}) > 1

    def after(self, out: Iterable[str]) -> Stop:
        """How things stand when these services are out; without a score."""
        crossing = self.crossing(out)
        counts = Counter(coupling.kind for coupling in crossing)
        inside = Counter(coupling.kind for coupling in self._couplings) - counts
        return Stop(
            tuple(Tally(kind, count) for kind, count in sorted(counts.items()) if kind in TRAVELLING),
            tuple(Tally(kind, count) for kind, count in sorted(counts.items()) if kind not in TRAVELLING),
            tuple(Tally(kind, count) for kind, count in sorted(inside.items())),
        )
