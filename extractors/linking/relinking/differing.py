"""Two versions of one scope: which operations stayed, came and went, and where its lines are now."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from decompose.extractors.facts import AnyOp, Scope
from decompose.extractors.linking.relinking.aligning import operands

LATER = 10_000_000
"""Added to the lines of what is loaded anew, which tells them from lines of the earlier version."""
_LINES = ("line", "end_line")


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of a scope.

    Attributes:
        earlier, later: its two versions, in the same numbers.
        came: operations of the later version that the earlier one lacks.
        went: operations of the earlier version that the later one lacks.
        moved: earlier lines and what they are now, sorted.
    """

    earlier: Scope
    later: Scope
    came: tuple[AnyOp, ...]
    went: tuple[AnyOp, ...]
    moved: tuple[tuple[int, int], ...]

    def solved_as(self) -> Scope:
        """What stands for the scope until everything is solved: lines tell which version they belong to."""
        ops = self.loaded() if self.went else (*self.earlier.ops, *self.loaded())
        start, end = self.earlier.line, self.earlier.end_line
        return msgspec.structs.replace(self.later, ops=ops, line=start, end_line=end)

    def loaded(self) -> tuple[AnyOp, ...]:
        """The operations whose constraints are added."""
        return tuple(shifted(op, LATER) for op in (self.later.ops if self.went else self.came))

    def line(self, line: int) -> int:
        """Where a line is now."""
        if line >= LATER:
            return line - LATER
        index = bisect_right(self.moved, (line, LATER)) - 1
        before, after = self.moved[max(index, 0)]
        return line + after - before

    def told(self) -> list[AnyOp]:
        """The operations of the earlier version that are not the same any more."""
        made = self._made()
        return [*self.went, *(op for op in self.earlier.ops if not made.isdisjoint(operands(op)))]

    def touched(self) -> set[int]:
        """The values of the earlier version of which what went away, or what depended on it, told others something."""
        told = self._made()
        for op in self.told():
            told.update(operands(op))
        return told - {-1}

    def _made(self) -> set[int]:
        """The values that what went away made, and those that were made of them."""
        made = values_of(self.went)
        growing = True
        while growing:
            size = len(made)
            for op in self.earlier.ops:
                if not made.isdisjoint(operands(op)) and (target := _target(op)) >= 0:
                    made.add(target)
            growing = len(made) > size
        return made


def difference(earlier: Scope, later: Scope) -> Difference:
    """Compare two versions of a scope in the same numbers."""
    known: dict[tuple[object, ...], deque[AnyOp]] = defaultdict(deque)
    for op in earlier.ops:
        known[_bare(op)].append(op)
    came: list[AnyOp] = []
    moved = {earlier.line: later.line}
    for op in later.ops:
        same = known.get(_bare(op))
        if same:
            old = same.popleft()
            for name in _LINES:
                if hasattr(op, name):
                    moved.setdefault(getattr(old, name), getattr(op, name))
        else:
            came.append(op)
    moved.setdefault(earlier.end_line, later.end_line)
    left = {id(op) for ops in known.values() for op in ops}
    went = tuple(op for op in earlier.ops if id(op) in left)
    return Difference(earlier, later, tuple(came), went, tuple(sorted(moved.items())))


def shifted(op: AnyOp, lines: int) -> AnyOp:
    """An operation some lines further down."""
    changed = {name: getattr(op, name) + lines for name in _LINES if hasattr(op, name)}
    return msgspec.structs.replace(op, **changed) if changed else op


def values_of(ops: Iterable[AnyOp]) -> set[int]:
    """The values that operations make."""
    return {_target(op) for op in ops} - {-1}


def _target(op: AnyOp) -> int:
    target: int = getattr(op, "target", -1)
    return target


def _bare(op: AnyOp) -> tuple[object, ...]:
    fields: Sequence[str] = type(op).__struct_fields__
    return (type(op), *[getattr(op, name) for name in fields if name not in _LINES])
