"""The solver, continued: what has settled lies dormant until something new arrives."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from decompose.extractors.linking.relinking.uses import UseReader
from decompose.extractors.linking.solver import Solver

Dormant = list[list[tuple[int, msgspec.Raw]] | None]


class RestoredSolver(Solver):
    """A solver in an earlier state; the uses of a node are read when it gets new objects."""

    def __init__(
        self,
        definitions: Sequence[bool],
        objects_of: list[set[int] | None],
        targets: list[list[int] | None],
        saturated: set[int],
        dormant: Dormant,
        reader: UseReader,
    ) -> None:
        super().__init__(definitions)
        self.objects_of = objects_of
        self.targets = targets
        self.saturated = saturated
        self.uses = [None] * len(objects_of)
        self._dormant = dormant
        self._reader = reader
        self.grown: set[int] = set()
        """Nodes that got new objects since."""

    def forget_constraints(self, node: int) -> None:
        """What was loaded for a node no longer counts."""
        self.targets[node] = None
        self.uses[node] = None
        if node < len(self._dormant):
            self._dormant[node] = None

    def is_used(self, node: int) -> bool:
        """Whether something is made of a node's objects, besides handing them on."""
        return bool(self.uses[node] or (node < len(self._dormant) and self._dormant[node]))

    def _propagate(self, node: int) -> None:
        self.grown.add(node)
        dormant = self._dormant[node] if node < len(self._dormant) else None
        if dormant is not None:
            self._dormant[node] = None
            woken = [self._reader.read(number, payload) for number, payload in dormant]
            self.uses[node] = woken + (self.uses[node] or [])
        super()._propagate(node)
