"""The proposed architecture in the terms of the C4 model (Simon Brown): systems, containers, components, nodes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Service
from decompose.extractors.graph import ResourceKind, Unit
from decompose.recommenders.architecture import Front
from decompose.reports.analysed import Analysed
from decompose.reports.explaining import placement
from decompose.reports.formats._naming import apart, identifiers, quoted
from decompose.reports.formats._parts import asked, description, technology, told
from decompose.reports.terminal.targets import size_text

_MOST_COMPONENTS = 20
"""Of a service; more are no picture."""
_MOST_EXTERNALS = 15


@dataclass(frozen=True, slots=True)
class Component:
    """A package or module of a service."""

    id: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Container:
    """A service, database or queue; ``tag`` says which of the latter, empty for services."""

    id: str
    name: str
    about: str
    technology: str
    tag: str = ""
    components: tuple[Component, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """Who has what to do with whom, in words."""

    source: str
    target: str
    text: str
    technology: str = ""


@dataclass(frozen=True, slots=True)
class DeployedAt:
    """A container's place on a platform."""

    name: str
    about: str
    container: str


@dataclass(frozen=True, slots=True)
class Model:
    """All of it; ids are unique, names are unique among siblings, relations are told once."""

    name: str
    about: str
    containers: tuple[Container, ...]
    externals: tuple[tuple[str, str], ...]
    relations: tuple[Relation, ...]
    platforms: tuple[tuple[str, tuple[DeployedAt, ...]], ...]


def model(analysed: Analysed) -> Model:
    """The model of an analysis."""
    services = analysed.decomposition.services
    ids = {name: f"service_{made}" for name, made in identifiers(service.name for service in services).items()}
    names = apart([service.name for service in services])
    components = _Components(analysed, ids)
    containers: list[Container] = []
    for service in services:
        found = components.of(service)
        about, runs = description(service), technology(analysed, service.name)
        containers.append(Container(ids[service.name], names[service.name], about, runs, "", found))
    stores = [store for store in analysed.architecture.stores if store.service in ids]
    for store in stores:
        about = plural(len(store.tables), "table")
        name = f"{names[store.service]} database"
        containers.append(Container(f"{ids[store.service]}_data", name, about, store.engine.value, "Database"))
    externals = _externals(analysed)
    relations = [*_relations(analysed, ids), *components.relations(), *_asks(analysed, ids, externals)]
    return Model(
        analysed.graph.name or "system",
        f"{plural(len(services), 'service')}, proposed from {analysed.graph.coverage.lines:,} lines",
        _distinct(containers),
        tuple((id_, name) for name, id_ in externals.items()),
        tuple(
            {(one.source, one.target, quoted(one.text)): one for one in relations if one.source != one.target}.values()
        ),
        tuple(_platforms(analysed, ids, names)),
    )


def _distinct(containers: list[Container]) -> tuple[Container, ...]:
    """A database of one service may be called as another service is."""
    taken: set[str] = set()
    found = []
    for one in containers:
        name = one.name
        while name.lower() in taken:
            name += "'"
        taken.add(name.lower())
        found.append(Container(one.id, name, one.about, one.technology, one.tag, one.components))
    return tuple(found)


def _relations(analysed: Analysed, ids: dict[str, str]) -> Iterator[Relation]:
    workloads = analysed.architecture.workloads
    public = {one.service: one.front for one in workloads if one.front not in {Front.NONE, Front.INTERNAL}}
    for service, id_ in ids.items():
        if service in public:
            yield Relation("user", id_, "sends requests to", public[service].value)
    for store in analysed.architecture.stores:
        if store.service in ids:
            yield Relation(ids[store.service], f"{ids[store.service]}_data", "reads and writes", "SQL")
    for source, target, count in asked(analysed):
        text = f"asks {plural(count, 'function')} of" if count else "asks for rows of"
        yield Relation(ids[source], ids[target], text, "HTTPS")
    for source, receiver, event in told(analysed):
        if source in ids and receiver in ids:
            yield Relation(ids[source], ids[receiver], f"tells {event} to", "event")


def _externals(analysed: Analysed) -> dict[str, str]:
    """Other hosts that the code names, those that most functions ask first; host → id."""
    counts = Counter(one.name for one in analysed.graph.resources if one.kind is ResourceKind.HTTP and one.name)
    most = sorted(counts, key=lambda name: (-counts[name], name))[:_MOST_EXTERNALS]
    return {name: f"external_{made}" for name, made in identifiers(sorted(apart(most).values())).items()}


def _asks(analysed: Analysed, ids: dict[str, str], externals: dict[str, str]) -> Iterator[Relation]:
    placed = placement(analysed)
    for use in analysed.graph.resources:
        service = ids.get(placed.get(use.unit, ""))
        if use.kind is ResourceKind.HTTP and use.name in externals and service:
            yield Relation(service, externals[use.name], "asks", "HTTP")


def _platforms(
    analysed: Analysed, ids: dict[str, str], names: dict[str, str]
) -> Iterator[tuple[str, tuple[DeployedAt, ...]]]:
    held: dict[str, list[DeployedAt]] = defaultdict(list)
    for one in analysed.architecture.workloads:
        if one.service in ids:
            name = f"{names[one.service]} {one.name}"
            held[one.compute.value].append(DeployedAt(name, f"{one.kind.value}, {size_text(one)}", ids[one.service]))
    for store in analysed.architecture.stores:
        if store.service in ids:
            at = DeployedAt(f"{names[store.service]} data", store.engine.value, f"{ids[store.service]}_data")
            held["Amazon RDS"].append(at)
    for platform in sorted(held):
        called = apart([one.name for one in held[platform]])
        yield platform, tuple(DeployedAt(called[one.name], one.about, one.container) for one in held[platform])


class _Components:
    """The packages of each service, and the calls between them."""

    def __init__(self, analysed: Analysed, ids: dict[str, str]) -> None:
        self._graph, self._ids = analysed.graph, ids
        self._units = {unit.name: unit for unit in analysed.graph.units}
        self._component_of: dict[str, str] = {}

    def of(self, service: Service) -> tuple[Component, ...]:
        """The largest packages of a service; none where there would be one only."""
        units = [self._units[name] for name in service.units if name in self._units]
        lines: Counter[str] = Counter()
        counts: Counter[str] = Counter()
        level = _level(units)
        for unit in units:
            lines[level[unit.name]] += unit.lines
            counts[level[unit.name]] += 1
        kept = sorted(lines, key=lambda name: (-lines[name], name))[:_MOST_COMPONENTS]
        if len(kept) < 2:
            return ()
        called = apart(sorted(kept))
        made = identifiers(called)
        prefix = self._ids[service.name]
        for unit in units:
            if level[unit.name] in made:
                self._component_of[unit.name] = f"{prefix}__{made[level[unit.name]]}"
        return tuple(
            Component(f"{prefix}__{id_}", called[name], f"{plural(counts[name], 'unit')}, {lines[name]:,} lines")
            for name, id_ in made.items()
        )

    def relations(self) -> Iterator[Relation]:
        """Calls between components of one service."""
        pairs: Counter[tuple[str, str]] = Counter()
        for edge in self._graph.edges:
            if edge.kind.value == "calls":
                source, target = self._component_of.get(edge.source), self._component_of.get(edge.target)
                if source and target and source != target and _owner(source) == _owner(target):
                    pairs[source, target] += 1
        for (source, target), count in sorted(pairs.items()):
            yield Relation(source, target, f"calls ({count:,})")


def _owner(component: str) -> str:
    return component.rpartition("__")[0]


def _level(units: list[Unit]) -> dict[str, str]:
    """Unit → its package, or its module where all are in one package."""
    packages = {unit.name: unit.module.rpartition(".")[0] or unit.module for unit in units}
    if len(set(packages.values())) > 1:
        return packages
    return {unit.name: unit.module for unit in units}
