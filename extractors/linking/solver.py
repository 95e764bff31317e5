"""A points-to solver: which abstract objects may each value be?

Inclusion constraints (Andersen, 1994) over integers, solved by a worklist with difference
propagation: a node hands on only what is new. Constraints that depend on the objects themselves
(attributes, calls) are *uses*; they wait until all plain copies have settled, so that they see
classes with their bases and as many objects at once as possible.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Use = tuple[Callable[[Any, frozenset[int] | set[int]], None], Any]
"""What to do with new objects of a node: a function, and what it is to know."""

MOST_OBJECTS = 64
"""A node that may be more things than these tells little; further ones are dropped and counted."""
MOST_DEFINITIONS = 1_000
"""The same for functions, classes and modules: registries hold many, and each matters."""


class Solver:
    """Nodes, their objects, and the constraints between them."""

    def __init__(self, definitions: Sequence[bool]) -> None:
        self._definitions = definitions
        self.objects_of: list[set[int] | None] = []
        self.targets: list[list[int] | None] = []
        self.uses: list[list[Use] | None] = []
        self._pending: dict[int, set[int]] = {}
        self._queue: deque[int] = deque()
        self._waiting: deque[tuple[Use, set[int]]] = deque()
        self.saturated: set[int] = set()

    def new_nodes(self, count: int) -> int:
        """Add nodes; the number of the first."""
        start = len(self.objects_of)
        self.objects_of.extend([None] * count)
        self.targets.extend([None] * count)
        self.uses.extend([None] * count)
        return start

    def new_node(self) -> int:
        """Add one node."""
        return self.new_nodes(1)

    def get(self, node: int) -> set[int]:
        """The objects of a node (not to be changed)."""
        return self.objects_of[node] or _NOTHING

    def add(self, node: int, thing: int) -> None:
        """The node may be this object."""
        known = self.objects_of[node]
        if known is None or thing not in known:
            self._add_new(node, {thing})

    def add_all(self, node: int, things: Iterable[int]) -> None:
        """The node may be each of these objects."""
        new = set(things) - self.get(node)
        if new:
            self._add_new(node, new)

    def copy(self, source: int, target: int) -> None:
        """The target may be whatever the source may be."""
        if source == target:
            return
        targets = self.targets[source]
        if targets is None:
            self.targets[source] = [target]
        else:
            targets.append(target)
        known = self.objects_of[source]
        if known:
            self.add_all(target, known)

    def use(self, node: int, function: Callable[[Any, Any], None], payload: object) -> None:
        """Call ``function(payload, objects)`` with all objects of the node, now and later."""
        entry: Use = (function, payload)
        uses = self.uses[node]
        if uses is None:
            self.uses[node] = [entry]
        else:
            uses.append(entry)
        known = self.objects_of[node]
        if known:
            already_pending = self._pending.get(node)
            settled = known - already_pending if already_pending else set(known)
            if settled:
                self._waiting.append((entry, settled))

    def solve(self) -> None:
        """Propagate until nothing changes."""
        while self._queue or self._waiting:
            while self._queue:
                self._propagate(self._queue.popleft())
            if self._waiting:
                (function, payload), things = self._waiting.popleft()
                function(payload, things)

    def _add_new(self, node: int, new: set[int]) -> None:
        known = self.objects_of[node]
        if known is None:
            self.objects_of[node] = set(new)
        else:
            if len(known) >= MOST_OBJECTS:
                self.saturated.add(node)
                new = {thing for thing in new if self._definitions[thing]}
                if not new or len(known) >= MOST_DEFINITIONS:
                    return
            known |= new
        pending = self._pending.get(node)
        if pending is None:
            self._pending[node] = new
            self._queue.append(node)
        else:
            pending |= new

    def _propagate(self, node: int) -> None:
        new = self._pending.pop(node)
        uses = self.uses[node]
        if uses is not None:
            self._waiting.extend((entry, new) for entry in uses)
        targets = self.targets[node]
        if targets is None:
            return
        objects_of = self.objects_of
        for target in targets:
            known = objects_of[target]
            fresh = new if known is None else new - known
            if fresh:
                self._add_new(target, set(fresh))


_NOTHING: set[int] = set()
