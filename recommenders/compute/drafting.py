"""What enters a service in one way, with what it makes run inside the service: what a target is chosen for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from decompose.clustering.decomposition import Decomposition
from decompose.extractors.graph import (
    DependencyGraph,
    EdgeKind,
    EntryKind,
    EntryPoint,
    RepeatedQuery,
    ResourceKind,
    ResourceUse,
    UnitKind,
)
from decompose.extractors.marks import Trait, TraitKind
from decompose.extractors.places import Confidence
from decompose.recommenders.architecture import WorkloadKind
from decompose.recommenders.profile import ServiceProfile

_KINDS = {
    **dict.fromkeys((EntryKind.HTTP, EntryKind.ADMIN, EntryKind.WEBSOCKET, EntryKind.RPC), WorkloadKind.WEB),
    **dict.fromkeys((EntryKind.TASK, EntryKind.MESSAGE), WorkloadKind.WORKER),
    EntryKind.SCHEDULE: WorkloadKind.JOB,
    EntryKind.COMMAND: WorkloadKind.COMMAND,
}
"""Signals, hooks, middleware and start-up run inside of the others."""
_INSTANTIATED = frozenset({"run", "handle", "execute", "__call__"})
"""Methods of classes of tasks and commands, of which a framework makes an instance for each run."""

_Used = TypeVar("_Used", ResourceUse, Trait, RepeatedQuery)


@dataclass(frozen=True, slots=True)
class Draft:
    """Entry points of one kind, and what they make run inside their service.

    Attributes:
        profile: the service.
        kind: how work comes.
        entries: sorted; empty for what only other services call.
        lines: of the units that run.
        methods: handlers that are methods of an object that the process keeps.
        resources, traits, repeated: of the functions that run; traits of a module count for all of its functions.
    """

    profile: ServiceProfile
    kind: WorkloadKind
    entries: tuple[EntryPoint, ...]
    lines: int
    resources: tuple[ResourceUse, ...] = ()
    traits: tuple[Trait, ...] = ()
    repeated: tuple[RepeatedQuery, ...] = ()
    methods: frozenset[str] = frozenset()

    def traits_of(self, *kinds: TraitKind) -> tuple[Trait, ...]:
        """Its traits of these kinds."""
        return tuple(trait for trait in self.traits if trait.kind in kinds)

    def uses_of(self, *kinds: ResourceKind) -> tuple[ResourceUse, ...]:
        """Its uses of resources of these kinds."""
        return tuple(use for use in self.resources if use.kind in kinds)

    def packages(self, *names: str) -> tuple[Trait, ...]:
        """Its uses of installed packages with these import names."""
        return tuple(trait for trait in self.traits_of(TraitKind.PACKAGE) if trait.name in names)


class Drafting:
    """Drafts over one dependency graph and its decomposition."""

    def __init__(self, graph: DependencyGraph, decomposition: Decomposition) -> None:
        self._home = {unit: service.name for service in decomposition.services for unit in service.units}
        self._shared = frozenset(decomposition.shared)
        self._classes = {unit.name for unit in graph.units if unit.kind is UnitKind.CLASS}
        self._lines = {unit.name: unit.lines for unit in graph.units}
        self._sent = {edge.target_symbol for edge in graph.edges if edge.kind is EdgeKind.EVENT}
        self._unit: dict[str, str] = {}
        self._callees: dict[str, list[str]] = defaultdict(list)
        for edge in (*graph.edges, *graph.inner_calls):
            if edge.kind is EdgeKind.CALLS:
                self._callees[edge.source_symbol].append(edge.target_symbol)
                self._unit[edge.source_symbol], self._unit[edge.target_symbol] = edge.source, edge.target
        self._resources = _by_symbol(graph.resources)
        self._traits = _by_symbol(graph.traits)
        self._repeated = _by_symbol(graph.repeated)
        self._methods: dict[str, list[str]] = defaultdict(list)
        for symbol in sorted({*self._unit, *self._resources, *self._traits, *self._repeated}):
            self._methods[symbol.rpartition(".")[0]].append(symbol)

    def single(self, profile: ServiceProfile) -> Iterator[Draft]:
        """A draft for each entry point of a service that starts work, and one for what only others call."""
        scheduled = {entry.symbol for entry in profile.entries_of(EntryKind.SCHEDULE)}
        for entry in profile.entries:
            kind = _KINDS.get(entry.kind)
            if kind is WorkloadKind.WORKER and entry.symbol in scheduled - self._sent:
                continue  # a task that nothing but the clock sends
            if kind is not None:
                yield self._draft(profile, kind, (entry,), (entry.symbol, *self._methods[entry.symbol]))
        called = {c.target for c in profile.arriving if c.kind is EdgeKind.CALLS}
        if called and not any(_KINDS.get(entry.kind) is WorkloadKind.WEB for entry in profile.entries):
            yield self._draft(profile, WorkloadKind.WEB, (), sorted(called))

    def joined(self, drafts: Sequence[Draft]) -> Draft:
        """Drafts of one service and kind as one; what several make run counts once."""
        entries = tuple(sorted({entry for draft in drafts for entry in draft.entries}))
        called = [c.target for c in drafts[0].profile.arriving if c.kind is EdgeKind.CALLS] if not entries else []
        starts = [name for entry in entries for name in (entry.symbol, *self._methods[entry.symbol])]
        return self._draft(drafts[0].profile, drafts[0].kind, entries, [*starts, *called])

    def _draft(
        self, profile: ServiceProfile, kind: WorkloadKind, entries: tuple[EntryPoint, ...], starts: Iterable[str]
    ) -> Draft:
        own = {entry.symbol: entry.unit for entry in entries}
        symbols = self._reached(profile.name, starts)
        units = {self._unit.get(symbol, own.get(symbol, "")) for symbol in symbols} - {""}
        modules = {unit.rpartition(".")[0] for unit in units} | units
        return Draft(
            profile,
            kind,
            entries,
            sum(self._lines.get(unit, 0) for unit in units),
            tuple(use for symbol in sorted(symbols) for use in self._resources.get(symbol, ())),
            tuple(trait for symbol in sorted(symbols | modules) for trait in self._traits.get(symbol, ())),
            tuple(found for symbol in sorted(symbols) for found in self._repeated.get(symbol, ())),
            frozenset(entry.symbol for entry in entries if is_living(entry, self._classes)),
        )

    def _reached(self, service: str, starts: Iterable[str]) -> set[str]:
        """What runs in the process of the service: what others do is behind their interface then."""
        found = set(starts)
        waiting = sorted(found)
        while waiting:
            for callee in self._callees.get(waiting.pop(), ()):
                if callee not in found and self._runs_in(service, callee):
                    found.add(callee)
                    waiting.append(callee)
        return found

    def _runs_in(self, service: str, symbol: str) -> bool:
        unit = self._unit[symbol]
        return self._home.get(unit) == service or unit in self._shared


def is_living(entry: EntryPoint, classes: Collection[str]) -> bool:
    """Whether an entry point is a method of an object that its process keeps, and not what a framework instantiates.

    Args:
        entry: the entry point.
        classes: names of the units that are classes.
    """
    is_method = entry.unit in classes and entry.symbol != entry.unit
    return is_method and entry.symbol.rpartition(".")[2] not in _INSTANTIATED


def _by_symbol(values: Iterable[_Used]) -> Mapping[str, list[_Used]]:
    """Those that are sure, by their function."""
    found: dict[str, list[_Used]] = defaultdict(list)
    for value in values:
        if value.confidence is not Confidence.HEURISTIC:
            found[value.symbol].append(value)
    return dict(found)
