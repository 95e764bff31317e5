"""What a service looks like to the rules: counts and places, gathered once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Coupling, Decomposition, Service, SpanningTransaction, TableUse
from decompose.extractors.graph import (
    ANSWERED,
    DependencyGraph,
    EdgeKind,
    EntryKind,
    EntryPoint,
    ResourceKind,
    ResourceUse,
    Table,
    Unit,
)
from decompose.extractors.marks import Mark, MarkKind, Trait, TraitKind
from decompose.extractors.places import Confidence, Place
from decompose.recommenders.architecture import Workload
from decompose.recommenders.certain import possible_transactions, sure_table_uses, sure_transactions
from decompose.recommenders.plan import Evidence

_FEW = 3


@dataclass(frozen=True, slots=True)
class ServiceProfile:
    """One service with everything that rules ask about.

    Attributes:
        service: as proposed.
        units: its units.
        tables: the tables that it owns.
        entries: its entry points, functions that a queue is given by name among them.
        leaving, arriving: couplings from it and to it, heaviest first; guesses are left out, here and below. An event
            whose sender uses what its receivers return is a call.
        table_uses: tables with other users, that it owns or touches.
        transactions: transactions that it opens and that write tables of others for sure.
        possible: transactions that it may open, by functions whose bounds are not written.
        packages: installed packages that the whole code base imports.
        frameworks: frameworks of the code base.
        resources: what its units use besides tables.
        traits: what its functions do that decides where they can run.
        marks: what the repository tells of how the whole is built and run.
        workloads: that it becomes, where they are known by now.
        signals: receivers of signals in the whole system, by their function.
    """

    service: Service
    units: tuple[Unit, ...]
    tables: tuple[Table, ...]
    entries: tuple[EntryPoint, ...]
    leaving: tuple[Coupling, ...]
    arriving: tuple[Coupling, ...]
    table_uses: tuple[TableUse, ...]
    transactions: tuple[SpanningTransaction, ...]
    packages: frozenset[str]
    frameworks: tuple[str, ...]
    resources: tuple[ResourceUse, ...] = ()
    traits: tuple[Trait, ...] = ()
    marks: tuple[Mark, ...] = ()
    possible: tuple[SpanningTransaction, ...] = ()
    workloads: tuple[Workload, ...] = ()
    signals: Mapping[str, tuple[EntryPoint, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The service's name."""
        return self.service.name

    def entries_of(self, *kinds: EntryKind) -> tuple[EntryPoint, ...]:
        """Its entry points of these kinds."""
        return tuple(entry for entry in self.entries if entry.kind in kinds)

    def uses_of(self, *kinds: ResourceKind) -> tuple[ResourceUse, ...]:
        """Its uses of resources of these kinds."""
        return tuple(use for use in self.resources if use.kind in kinds)

    def leaving_by_service(self, kind: EdgeKind) -> dict[str, list[Coupling]]:
        """Its couplings of one kind into others, by the service that they reach, sorted."""
        found: dict[str, list[Coupling]] = defaultdict(list)
        for coupling in self.leaving:
            if coupling.kind is kind:
                found[coupling.target_service].append(coupling)
        return dict(sorted(found.items()))

    def traits_of(self, *kinds: TraitKind) -> tuple[Trait, ...]:
        """Its traits of these kinds."""
        return tuple(trait for trait in self.traits if trait.kind in kinds)

    def marks_of(self, *kinds: MarkKind) -> tuple[Mark, ...]:
        """The repository's marks of these kinds; what speaks of a program beside the code is none of its own."""
        beside = {mark.subject for mark in self.marks if mark.kind is MarkKind.MIDDLEWARE} - {""}
        return tuple(
            mark
            for mark in self.marks
            if mark.kind in kinds and (mark.kind is MarkKind.MIDDLEWARE or mark.subject not in beside)
        )


def whole(graph: DependencyGraph, decomposition: Decomposition) -> ServiceProfile:
    """The whole system, as if it were one service without a name: nothing crosses its boundary."""
    lines = sum(unit.lines for unit in graph.units)
    return ServiceProfile(
        Service("", tuple(unit.name for unit in graph.units), tuple(table.name for table in graph.tables), lines=lines),
        graph.units,
        graph.tables,
        graph.entry_points,
        (),
        (),
        sure_table_uses(graph, decomposition),
        sure_transactions(graph, decomposition),
        frozenset(graph.dependencies),
        graph.frameworks,
        tuple(filter(_is_sure, graph.resources)),
        tuple(filter(_is_sure, graph.traits)),
        graph.marks,
    )


def profiles(graph: DependencyGraph, decomposition: Decomposition) -> list[ServiceProfile]:
    """The profiles of all services, by name."""
    units = {unit.name: unit for unit in graph.units}
    tables = {table.name: table for table in graph.tables}
    home = {unit: service.name for service in decomposition.services for unit in service.units}
    entries: dict[str, list[EntryPoint]] = defaultdict(list)
    for entry in (*graph.entry_points, *_handed_over(graph)):
        entries[home.get(entry.unit, "")].append(entry)
    resources: dict[str, list[ResourceUse]] = defaultdict(list)
    for use in filter(_is_sure, graph.resources):
        resources[home.get(use.unit, "")].append(use)
    traits: dict[str, list[Trait]] = defaultdict(list)
    for trait in filter(_is_sure, graph.traits):
        traits[home.get(trait.unit, "")].append(trait)
    signals: dict[str, tuple[EntryPoint, ...]] = {}
    for entry in graph.entry_points:
        if entry.kind is EntryKind.SIGNAL:
            signals[entry.symbol] = (*signals.get(entry.symbol, ()), entry)
    leaving: dict[str, list[Coupling]] = defaultdict(list)
    arriving: dict[str, list[Coupling]] = defaultdict(list)
    uses = sure_table_uses(graph, decomposition)
    spanning = sure_transactions(graph, decomposition)
    possible = possible_transactions(graph, decomposition)
    answered = {
        (edge.source_symbol, edge.target_symbol)
        for edge in graph.edges
        if edge.kind is EdgeKind.EVENT and ANSWERED in edge.operations
    }
    for coupling in filter(_is_sure, decomposition.couplings):
        is_call = coupling.kind is EdgeKind.EVENT and (coupling.source, coupling.target) in answered
        told = msgspec.structs.replace(coupling, kind=EdgeKind.CALLS) if is_call else coupling
        leaving[told.source_service].append(told)
        arriving[told.target_service].append(told)
    return [
        ServiceProfile(
            service,
            tuple(units[name] for name in service.units if name in units),
            tuple(tables[name] for name in service.tables if name in tables),
            tuple(sorted(entries[service.name])),
            tuple(leaving[service.name]),
            tuple(arriving[service.name]),
            tuple(use for use in uses if service.name in {use.owner, *use.writers, *use.readers}),
            tuple(found for found in spanning if found.service == service.name),
            frozenset(graph.dependencies),
            graph.frameworks,
            tuple(resources[service.name]),
            tuple(traits[service.name]),
            graph.marks,
            tuple(found for found in possible if found.service == service.name),
            signals=signals,
        )
        for service in sorted(decomposition.services)
    ]


def _handed_over(graph: DependencyGraph) -> list[EntryPoint]:
    """Functions that somebody hands to a queue and that nothing declares as tasks."""
    known = {entry.symbol for entry in graph.entry_points}
    found: dict[str, EntryPoint] = {}
    for edge in graph.edges:
        if edge.kind is EdgeKind.EVENT and edge.target_symbol not in known and edge.places:
            name = edge.target_symbol
            found.setdefault(name, EntryPoint(name, EntryKind.TASK, name, edge.target, edge.places[0], "queue", False))
    return list(found.values())


def _is_sure(found: Trait | ResourceUse | Coupling) -> bool:
    return found.confidence is not Confidence.HEURISTIC


def evidence(text: str, places: list[Place] | tuple[Place, ...] = ()) -> Evidence:
    """An observation with its first places."""
    return Evidence(text, tuple(sorted(set(places))[:_FEW]))


def entry_evidence(entries: tuple[EntryPoint, ...], what: str) -> Evidence:
    """How many entry points, and where the first ones are."""
    counted = what.removesuffix("s") if len(entries) == 1 else what
    return evidence(f"{len(entries)} {counted}", [entry.place for entry in entries])


def acting(count: int, noun: str, one: str, many: str) -> str:
    """``1 route carries``, ``2 routes carry``."""
    return f"{plural(count, noun)} {one if count == 1 else many}"
