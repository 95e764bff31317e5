"""Functions that nothing reaches: neither an entry point, nor the body of a module, nor what those call.

A function counts as reached if a reached one calls it, sends it an event, or names it as a value; a method
also if it overrides a reached one, may be called from an installed base class of its class, or if its class or
an instance is handed to code outside of the program. What a constant string names by its dotted path is reached
where the string is, as settings do. Importing runs the bodies of all modules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from decompose.extractors import facts
from decompose.extractors.facts import AnyOp
from decompose.extractors.frameworks import Entry, Event, classes_made_by_settings
from decompose.extractors.linking.forwarding import operands
from decompose.extractors.linking.hierarchy import descendants, external_ancestors, project_ancestors
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.resolution import ResolvedCall

_MOST_VALUES = 8
"""A value that may be more things than these names none of them."""


def unreached(
    linkage: Linkage, calls: Sequence[ResolvedCall], entries: Iterable[Entry], events: Iterable[Event]
) -> tuple[list[int], set[str]]:
    """The functions that nothing reaches, in the order of the source, and the names that are asked for of unknowns."""
    search = _Search(linkage, calls, events)
    search.reach(gid for gid, scope in linkage.written_scopes() if scope.kind == "module")
    for cls in classes_made_by_settings(linkage):
        search.reach([cls, *_methods(linkage, cls)])
    for entry in entries:
        search.reach([entry.scope, *_methods(linkage, entry.scope), *_class_of(linkage, entry.scope)])
    lost = [
        gid
        for gid, scope in linkage.written_scopes()
        if scope.kind == "function" and gid not in search.reached and not _stands_inside(linkage, gid, search.reached)
    ]
    return lost, _asked_of_unknowns(linkage, calls)


def _class_of(linkage: Linkage, gid: int) -> list[int]:
    cls = linkage.class_of_method(gid)
    return [cls] if cls >= 0 else []


def _methods(linkage: Linkage, gid: int) -> list[int]:
    return [child for child in linkage.children_of(gid) if linkage.scopes[child].kind == "function"]


def _stands_inside(linkage: Linkage, gid: int, reached: set[int]) -> bool:
    """Whether a function is part of one that is not reached either, which is listed in its place."""
    parent = linkage.parent_of[gid]
    return parent >= 0 and linkage.scopes[parent].kind == "function" and parent not in reached


class _Search:
    """What is reached so far, and what follows from reaching a scope."""

    def __init__(self, linkage: Linkage, calls: Sequence[ResolvedCall], events: Iterable[Event]) -> None:
        self._linkage = linkage
        self.reached: set[int] = set()
        self._next: dict[int, set[int]] = defaultdict(set)
        self._handed_over: dict[int, list[facts.Call]] = defaultdict(list)
        for call in calls:
            self._next[call.scope].update(callee.scope for callee in call.callees if callee.scope >= 0)
            if not any(callee.scope >= 0 for callee in call.callees) and isinstance(call.op, facts.Call):
                self._handed_over[call.scope].append(call.op)
        for event in events:
            self._next[event.source].add(event.target)
        self._symbols = {linkage.names[gid]: gid for gid in linkage.as_written()}

    def reach(self, scopes: Iterable[int]) -> None:
        """These scopes run, and all that follows from that."""
        stack = list(scopes)
        while stack:
            gid = stack.pop()
            if gid not in self.reached:
                self.reached.add(gid)
                stack += self._next[gid]
                stack += self._named(gid)
                stack += self._given_away(gid)
                stack += self._in_strings(gid)
                stack += self._of_class(gid) if gid in self._linkage.classes else self._overriding(gid)

    def _named(self, gid: int) -> Iterator[int]:
        """Functions and classes that a scope makes use of: calls, hands on, decorates, returns, derives from."""
        linkage, objects = self._linkage, self._linkage.objects
        offset = linkage.node(gid, 0)
        used = {value for op in linkage.ops(gid) for value in _used(op) if value >= 0}
        used.update(value for child in self._linkage.children_of(gid) for value in linkage.scopes[child].bases)
        for value in used:
            things = linkage.solver.get(offset + value)
            for thing in things if len(things) <= _MOST_VALUES else ():
                named = objects.unwrapped(thing)
                if objects.kinds[named] is Kind.BOUND:
                    named = objects.unwrapped(objects.first[named])
                if objects.kinds[named] in {Kind.CLASS, Kind.FUNCTION}:
                    yield objects.first[named]

    def _given_away(self, gid: int) -> Iterator[int]:
        """All methods of classes that code outside of the program is given, or instances of them."""
        linkage, objects = self._linkage, self._linkage.objects
        for op in self._handed_over[gid]:
            for value in (*op.args, *(value for _, value in op.keywords)):
                things = linkage.solver.get(linkage.node(gid, value))
                for thing in things if len(things) <= _MOST_VALUES else ():
                    cls = objects.first[thing] if objects.kinds[thing] is Kind.INSTANCE else thing
                    if objects.kinds[cls] is Kind.CLASS:
                        yield from _methods(linkage, objects.first[cls])

    def _in_strings(self, gid: int) -> Iterator[int]:
        for op in self._linkage.of_type(gid, facts.Const):
            if op.kind == "str" and "." in op.text and op.text in self._symbols:
                yield self._symbols[op.text]
                yield from _methods(self._linkage, self._symbols[op.text])

    def _of_class(self, gid: int) -> list[int]:
        """Methods of a class that are called by what it derives from, or by the language."""
        linkage = self._linkage
        outside = [base for base in external_ancestors(linkage, gid) if base not in _PLAIN]
        if outside:  # which may call methods of mixins, too
            return [method for base in project_ancestors(linkage, gid) for method in _methods(linkage, base)]
        return [
            method
            for method in _methods(linkage, gid)
            if linkage.scopes[method].name.startswith("__") or self._overrides_reached(gid, method)
        ]

    def _overrides_reached(self, cls: int, method: int) -> bool:
        name = self._linkage.scopes[method].name
        return any(
            self._linkage.scopes[other].name == name and other in self.reached
            for base in project_ancestors(self._linkage, cls)[1:]
            for other in _methods(self._linkage, base)
        )

    def _overriding(self, gid: int) -> list[int]:
        """Methods of subclasses in place of a method, and those classes: which one runs is often configured."""
        linkage = self._linkage
        cls = linkage.class_of_method(gid)
        name = linkage.scopes[gid].name
        if cls < 0 or name == "__init__":
            return []
        overriding = [
            (child, method)
            for child in descendants(linkage, cls)[1:]
            for method in _methods(linkage, child)
            if linkage.scopes[method].name == name
        ]
        return [scope for both in overriding for scope in both]


_PLAIN = frozenset({"<builtin>.object", "typing.Generic", "typing.Protocol", "abc.ABC", "enum.Enum", "enum.IntEnum"})


def _used(op: AnyOp) -> Iterator[int]:
    """The values that an operation makes use of, other than by binding a name to them."""
    match op:
        case facts.Bind():
            pass
        case facts.Copy():
            yield op.source
        case facts.Decorate():
            yield op.decorator
            yield op.function
        case _:
            yield from operands(op)


def _asked_of_unknowns(linkage: Linkage, calls: Sequence[ResolvedCall]) -> set[str]:
    """Names of attributes that are read of receivers of which nothing is known, and words in constant strings."""
    unknown = {(call.scope, getattr(call.op, "func", -1)) for call in calls if not call.callees and call.is_explicit}
    found = {
        op.name
        for gid in linkage.as_written()
        for op in linkage.of_type(gid, facts.Attr)
        if (gid, op.target) in unknown or not linkage.solver.get(linkage.node(gid, op.base))
    }
    objects = linkage.objects
    texts = (objects.text(thing) for thing, kind in enumerate(objects.kinds) if kind is Kind.STRING)
    return found | {text.rpartition(".")[2] for text in texts if text.replace(".", "_").isidentifier()}
