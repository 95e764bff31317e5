"""Two versions of one file's facts: the later one, in the numbers of the earlier one as far as they go.

Values and scopes are numbered through a file, so that every edit shifts them. What stayed keeps its number here, so
that what linking knows of it stays true; what is new gets numbers beyond all others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import get_args

import msgspec

from decompose.extractors.facts import AnyOp, FileFacts, MakeClass, MakeFunction, Op, Scope

_MOST_COMPARISONS = 4_000_000
"""Between two versions of one scope; larger ones are only compared from both ends."""
_VALUE, _VALUES, _NAMED_VALUES = "Value", "tuple[Value, ...]", "tuple[tuple[str, Value], ...]"
_ScopeKey = tuple[int, str, str, int]


@dataclass(frozen=True, slots=True)
class Aligned:
    """The later version of a file.

    Attributes:
        facts: in the numbers of the earlier one.
        numbers: of its scopes, in their order.
        added: how many scopes are new.
        new_values: how many values are.
        gone: numbers of the scopes that only the earlier version has.
    """

    facts: FileFacts
    numbers: tuple[int, ...]
    added: int
    new_values: int
    gone: tuple[int, ...]


def align(earlier: FileFacts, later: FileFacts, next_scope: int, next_value: int) -> Aligned:
    """Number the later version of a file like the earlier one.

    Args:
        earlier: the version whose numbers count.
        later: the other one.
        next_scope: the first number for scopes that are new.
        next_value: the first number for values that are.
    """
    scopes, gone = _matched_scopes(earlier.scopes, later.scopes)
    added = 0
    numbers = []
    for known in scopes:
        numbers.append(next_scope + added if known is None else known)
        added += known is None
    values = _Values(next_value)
    pairs: list[tuple[AnyOp, AnyOp]] = []
    for scope, known in zip(later.scopes, scopes, strict=True):
        if known is not None:
            pairs += _match_values(earlier.scopes[known], scope, values, numbers)
    for old, new in pairs:
        _match_operands(old, new, values)
    renumbered = tuple(_renumbered_scope(scope, values, numbers) for scope in later.scopes)
    facts = msgspec.structs.replace(later, scopes=renumbered)
    return Aligned(facts, tuple(numbers), added, values.next - next_value, gone)


class _Values:
    """Later value → earlier value."""

    def __init__(self, first_new: int) -> None:
        self.next = first_new
        self._numbers: dict[int, int] = {-1: -1}
        self._taken: set[int] = set()

    def match(self, later: int, earlier: int) -> None:
        """They are the same, unless one of them is something else already."""
        if later >= 0 and earlier >= 0 and later not in self._numbers and earlier not in self._taken:
            self._numbers[later] = earlier
            self._taken.add(earlier)

    def __getitem__(self, later: int) -> int:
        found = self._numbers.get(later)
        if found is None:
            found = self._numbers[later] = self.next
            self.next += 1
        return found


def _matched_scopes(earlier: Sequence[Scope], later: Sequence[Scope]) -> tuple[list[int | None], tuple[int, ...]]:
    """For each later scope the earlier one of the same name in the same scope; and the earlier ones that are left."""
    by_key = {key: index for index, key in enumerate(_keys(earlier, list(range(len(earlier)))))}
    matched: list[int | None] = []
    for key in _keys(later, matched):
        matched.append(by_key.pop(key, None))  # noqa: PERF401 - what stands inside asks for what is around it
    return matched, tuple(sorted(by_key.values()))


def _keys(scopes: Sequence[Scope], numbers: Sequence[int | None]) -> Iterator[_ScopeKey]:
    """What tells a scope apart: where it stands, what it is called, and the how manyeth of that name it is there."""
    seen: dict[tuple[int, str, str], int] = defaultdict(int)
    for index, scope in enumerate(scopes):
        parent = numbers[scope.parent] if scope.parent >= 0 else -1
        place = (-2 - index if parent is None else parent, scope.kind, scope.name)
        yield (*place, seen[place])
        seen[place] += 1


def _match_values(earlier: Scope, later: Scope, values: _Values, numbers: Sequence[int]) -> list[tuple[AnyOp, AnyOp]]:
    """Match what two versions of a scope define; the operations that do the same in both."""
    by_name = {param.name: param.value for param in earlier.params}
    for param in later.params:
        values.match(param.value, by_name.get(param.name, -1))
    values.match(later.returned, earlier.returned)
    values.match(later.yielded, earlier.yielded)
    values.match(later.sent, earlier.sent)
    pairs = list(_matched_ops(earlier.ops, later.ops, numbers))
    for old, new in pairs:
        values.match(getattr(new, "target", -1), getattr(old, "target", -1))
    return pairs


def _match_operands(old: AnyOp, new: AnyOp, values: _Values) -> None:
    """Values that no operation makes, such as None, are the same where the same is done with them."""
    earlier, later = list(operands(old)), list(operands(new))
    if len(earlier) == len(later):
        for was, value in zip(earlier, later, strict=True):
            values.match(value, was)


def _matched_ops(
    earlier: Sequence[AnyOp], later: Sequence[AnyOp], numbers: Sequence[int]
) -> Iterator[tuple[AnyOp, AnyOp]]:
    """Operations that do the same in the same order, whatever their values are."""
    old = [_shape(op) for op in earlier]
    new = [_shape(op, numbers) for op in later]
    least = min(len(old), len(new))
    start = next((index for index in range(least) if old[index] != new[index]), least)
    left = least - start
    end = next((index for index in range(left) if old[-1 - index] != new[-1 - index]), left)
    yield from zip(earlier[:start], later[:start], strict=True)
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    if len(old) * len(new) <= _MOST_COMPARISONS:
        for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
            first, second = start + block.a, start + block.b
            yield from zip(earlier[first : first + block.size], later[second : second + block.size], strict=True)
    if end:
        yield from zip(earlier[-end:], later[-end:], strict=True)


@lru_cache(maxsize=64)
def _fields(kind: type[Op]) -> tuple[tuple[str, str], ...]:
    """The fields of a kind of operation, and how their types are written."""
    return tuple((name, kind.__annotations__[name]) for name in kind.__struct_fields__)


_ELSEWHERE = frozenset({"line", "end_line", "scope", "keys", "depth"})
"""Fields by which operations may differ that make the same thing."""
_SHAPES = {
    kind: tuple(name for name, written in _fields(kind) if "Value" not in written and name not in _ELSEWHERE)
    for kind in get_args(AnyOp)
}


def _shape(op: AnyOp, numbers: Sequence[int] | None = None) -> tuple[object, ...]:
    if isinstance(op, (MakeFunction, MakeClass)):
        return (type(op), op.scope if numbers is None else numbers[op.scope])
    return (type(op), *[getattr(op, name) for name in _SHAPES[type(op)]])


def _renumbering(kind: type[Op]) -> Callable[[Op, _Values, Sequence[int]], Op]:
    fields = _fields(kind)

    def renumbered(op: Op, values: _Values, scopes: Sequence[int]) -> Op:
        given: list[object] = []
        for name, written in fields:
            field = getattr(op, name)
            if written == _VALUE:
                field = values[field]
            elif written == _VALUES:
                field = tuple([values[value] for value in field])
            elif written == _NAMED_VALUES:
                field = tuple([(word, values[value]) for word, value in field])
            elif name == "scope":
                field = scopes[field]
            given.append(field)
        return kind(*given)

    return renumbered


def operands(op: AnyOp) -> Iterator[int]:
    """The values that an operation reads."""
    for name, written in _fields(type(op)):
        if name != "target" and written == _VALUE:
            yield getattr(op, name)
        elif written == _VALUES:
            yield from getattr(op, name)
        elif written == _NAMED_VALUES:
            yield from (value for _, value in getattr(op, name))


_RENUMBERINGS = {kind: _renumbering(kind) for kind in get_args(AnyOp)}


def _renumbered_scope(scope: Scope, values: _Values, numbers: Sequence[int]) -> Scope:
    return msgspec.structs.replace(
        scope,
        parent=numbers[scope.parent] if scope.parent >= 0 else -1,
        params=tuple([msgspec.structs.replace(param, value=values[param.value]) for param in scope.params]),
        ops=tuple([_RENUMBERINGS[type(op)](op, values, numbers) for op in scope.ops]),
        returned=values[scope.returned],
        yielded=values[scope.yielded],
        sent=values[scope.sent],
        bases=tuple([values[value] for value in scope.bases]),
        metaclass=values[scope.metaclass],
        decorators=tuple([values[value] for value in scope.decorators]),
        keywords=tuple([(word, values[value]) for word, value in scope.keywords]),
    )
