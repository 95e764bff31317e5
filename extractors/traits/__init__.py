"""Traits: what functions do that decides where, and how, they can run.

Each module of this package knows one topic (retries, streams, secrets …) and registers what finds it. What a call
really calls is asked of the linked program, as for ``resources``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TypeAlias

from decompose.extractors import facts
from decompose.extractors.accesses import Accesses
from decompose.extractors.frameworks import Entry, Event
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.loading import call_site
from decompose.extractors.linking.resolution import ResolvedCall
from decompose.extractors.marks import TraitKind
from decompose.extractors.places import Confidence
from decompose.extractors.resources import Use
from decompose.extractors.tables import MappedTable

_MOST_CALLEES = 4
"""A call that may be of more functions than these tells little of each."""


@dataclass(frozen=True, slots=True)
class Found:
    """A trait of a scope at a line; see ``marks.Trait``."""

    kind: TraitKind
    scope: int
    line: int
    name: str = ""
    value: float | None = None
    detail: str = ""
    confidence: Confidence = Confidence.INFERRED


@dataclass(frozen=True, slots=True)
class OutsideCall:
    """A call of something outside of the program.

    Attributes:
        scope, line: where.
        name: the dotted name of what is called.
        op: the operation: a call, or a decorator that is applied.
        confidence: how sure it is that this is called.
        depth: how many loops enclose it.
    """

    scope: int
    line: int
    name: str
    op: facts.AnyOp | None
    confidence: Confidence
    depth: int

    @property
    def last(self) -> str:
        """What is called, without the path to it; a class that is instantiated by its own name."""
        return self.name.removesuffix(".__init__").rpartition(".")[2]


@dataclass(frozen=True)
class Watched:
    """The linked program with what was read off it."""

    linkage: Linkage
    calls: Sequence[ResolvedCall]
    entries: Sequence[Entry] = ()
    events: Sequence[Event] = ()
    tables: Sequence[MappedTable] = ()
    accesses: Accesses = field(default_factory=Accesses)
    uses: Sequence[Use] = ()

    @cached_property
    def outside(self) -> Mapping[str, Sequence[OutsideCall]]:
        """Calls of what lies outside of the program, by the top-level name of its package."""
        found: dict[str, list[OutsideCall]] = {}
        for call in self.calls:
            if len(call.callees) > _MOST_CALLEES or not isinstance(call.op, (facts.Call, facts.Decorate)):
                continue
            confidence = call.confidence if len(call.callees) == 1 else Confidence.HEURISTIC
            for callee in call.callees:
                if callee.scope < 0:
                    made = OutsideCall(call.scope, call.line, callee.name, call.op, confidence, call.depth)
                    found.setdefault(callee.name.partition(".")[0], []).append(made)
        return found

    def calls_of(self, *packages: str) -> Iterator[OutsideCall]:
        """The calls of functions of some packages (top-level names)."""
        for package in packages:
            yield from self.outside.get(package, ())

    def site(self, call: OutsideCall) -> CallSite | None:
        """The call with its arguments; None for a decorator that is applied."""
        return call_site(self.linkage, call.scope, call.op) if isinstance(call.op, facts.Call) else None

    def decorated(self, call: OutsideCall) -> int:
        """The function that a decorator is applied to, or that the result of the call decorates; else the scope."""
        linkage = self.linkage
        target = call.op.function if isinstance(call.op, facts.Decorate) else -1
        if isinstance(call.op, facts.Call):
            applied = (op for op in linkage.of_type(call.scope, facts.Decorate) if op.decorator == call.op.target)
            target = next((op.function for op in applied), -1)
        made = self._made(call.scope)
        return made.get(target, call.scope)

    def _made(self, gid: int) -> dict[int, int]:
        """Value → the function or class of the program that it is, through decorators."""
        linkage = self.linkage
        found: dict[int, int] = {}
        for op in linkage.ops(gid):
            if isinstance(op, (facts.MakeFunction, facts.MakeClass)):
                found[op.target] = linkage.scope_offset[linkage.file_of[gid]] + op.scope
            elif isinstance(op, facts.Decorate) and op.function in found:
                found[op.target] = found[op.function]
        return found


Finder: TypeAlias = Callable[[Watched], Iterable[Found]]
_FINDERS: list[Finder] = []


def finder(function: Finder) -> Finder:
    """Register what finds a trait."""
    _FINDERS.append(function)
    return function


@lru_cache(maxsize=1)
def _load() -> None:
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        importlib.import_module(f"{__name__}.{module.name}")


def find_traits(watched: Watched) -> list[Found]:
    """All traits, in the order of their finders and of the source."""
    _load()
    return [found for function in _FINDERS for found in function(watched)]
