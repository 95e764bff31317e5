"""The loops of one function: what they go over, and which values are made of their elements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from decompose.extractors import facts
from decompose.extractors.facts import AnyOp
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_SAME = frozenset({"enumerate", "sorted", "reversed", "list", "tuple", "set", "iter", "zip", "filter"})
_VIEWS = frozenset({"items", "keys", "values", "copy"})
_FIXED = frozenset({"range", "xrange"})
_DEEPEST = 8
_MOST_THINGS = 16


class Loops:
    """The loops of a function.

    Attributes:
        scope: the function.
        lines: element (a value) → the line of its loop, for loops over rows or over collections of any size.
        rows: element → tables whose rows the loop goes over.
        parents: element → mapped classes (objects) of the row through which the loop's rows were fetched.
    """

    def __init__(self, linkage: Linkage, scope: int, names: Mapping[int, str]) -> None:
        self.scope = scope
        self._linkage = linkage
        self._makers: dict[int, list[AnyOp]] = defaultdict(list)
        loops = linkage.of_type(scope, facts.Iterate)
        self.lines: dict[int, int] = {}
        self.rows: dict[int, tuple[str, ...]] = {}
        self.parents: dict[int, set[int]] = {}
        if not loops:
            return
        for op in linkage.ops(scope):
            if hasattr(op, "target"):
                self._makers[op.target].append(op)
        for loop in loops:
            if not self._is_fixed(loop.base, 0):
                self.lines[loop.target] = loop.line
                self.rows[loop.target] = self._rows(loop.target, names)
                self.parents[loop.target] = self._parents(loop.base, names, 0)

    def element_of(self, value: int, depth: int = 0) -> int:
        """The element of a loop that a value is, or was asked of; -1 if it is none."""
        for op in self._makers.get(value, ()) if depth <= _DEEPEST else ():
            match op:
                case facts.Iterate(target=element) if element in self.lines:
                    return element
                case facts.Copy(source=source) | facts.Narrow(source=source) if source != value:
                    found = self.element_of(source, depth + 1)
                case facts.Attr(base=source) | facts.Item(base=source) | facts.Delegate(base=source):
                    found = self.element_of(source, depth + 1)
                case facts.Call(func=source):
                    found = self.element_of(source, depth + 1)
                case _:
                    found = -1
            if found >= 0:
                return found
        return -1

    def _rows(self, element: int, names: Mapping[int, str]) -> tuple[str, ...]:
        """The tables of the rows that an element may be; a part of a tuple that it is counts, too."""
        linkage, objects = self._linkage, self._linkage.objects
        things = linkage.solver.get(linkage.node(self.scope, element))
        if len(things) > _MOST_THINGS:
            return ()
        held = {
            part
            for thing in things
            if objects.kinds[thing] is Kind.CONTAINER
            for node in linkage.elements_in_order(thing)[:2]
            for part in linkage.solver.get(node)
        }
        found = {
            names[objects.first[thing]]
            for thing in things | held
            if objects.kinds[thing] is Kind.INSTANCE and objects.first[thing] in names
        }
        return tuple(sorted(found))

    def _parents(self, base: int, names: Mapping[int, str], depth: int) -> set[int]:
        """The classes of ``order`` in ``order.lines.all()``."""
        objects = self._linkage.objects
        for op in self._makers.get(base, ()) if depth < _DEEPEST else ():
            match op:
                case facts.Call(args=[value, *_]) if self._called(op) in _SAME:
                    found = self._parents(value, names, depth + 1)
                case facts.Call(func=value) | facts.Copy(source=value) if value != base:
                    found = self._parents(value, names, depth + 1)
                case facts.Attr(base=value):
                    things = self._linkage.solver.get(self._linkage.node(self.scope, value))
                    owners = {objects.first[thing] for thing in things if objects.kinds[thing] is Kind.INSTANCE}
                    found = owners & names.keys() or self._parents(value, names, depth + 1)
                case _:
                    found = set()
            if found:
                return found
        return set()

    def _is_fixed(self, base: int, depth: int) -> bool:
        """Whether the code itself says how many elements there are."""
        linkage, objects = self._linkage, self._linkage.objects
        made = self._makers.get(base, [])
        if depth < _DEEPEST and len(made) == 1:
            (op,) = made
            if isinstance(op, facts.Copy):
                return self._is_fixed(op.source, depth + 1)
            if isinstance(op, facts.Slice) and op.stop >= 0:
                return True  # the first few
            if isinstance(op, facts.Call):
                name = self._called(op)
                if name in _FIXED:
                    return True
                if name in _SAME and op.args:
                    return self._is_fixed(op.args[0], depth + 1)
                for attribute in self._makers.get(op.func, ()):
                    if isinstance(attribute, facts.Attr) and attribute.name in _VIEWS:
                        return self._is_fixed(attribute.base, depth + 1)
        things = linkage.solver.get(linkage.node(self.scope, base))
        return bool(things) and all(self._is_written_out(thing) or objects.kinds[thing] in _NO_DATA for thing in things)

    def _called(self, op: facts.Call) -> str:
        for thing in self._linkage.solver.get(self._linkage.node(self.scope, op.func)):
            dotted = self._linkage.objects.external_name(thing) or ""
            if dotted.startswith("<builtin>."):
                return dotted.removeprefix("<builtin>.")
        return ""

    def _is_written_out(self, thing: int) -> bool:
        """Whether a collection has constant positions or keys alone."""
        objects = self._linkage.objects
        if objects.kinds[thing] is Kind.EXTERNAL:
            return ".settings." in objects.text(thing)
        if objects.kinds[thing] is not Kind.CONTAINER:
            return False
        keys = [key for key, node in self._linkage.elements_by_key(thing) if self._linkage.solver.get(node)]
        return bool(keys) and None not in keys


_NO_DATA = frozenset({Kind.CLASS, Kind.STRING, Kind.TEXT, Kind.MODULE, Kind.FUNCTION})
