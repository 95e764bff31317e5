"""From a decomposition to boundaries that people can read: few names, deep ones where services share a folder."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from decompose.clustering.constraints import SHARED
from decompose.clustering.decomposition import Decomposition
from decompose.clustering.guarding.options import Boundaries, Boundary
from decompose.clustering.guarding.placing import NOWHERE, Placed, placed
from decompose.extractors.graph import DependencyGraph


def boundaries_of(decomposition: Decomposition) -> Boundaries:
    """The boundaries that place everything where the decomposition has it, and new code beside its neighbours."""
    services = {unit: service.name for service in decomposition.services for unit in service.units}
    services |= dict.fromkeys(decomposition.shared, SHARED)
    entries = _fewest_names(services)
    found = {
        service.name: Boundary(tuple(entries.get(service.name, ())), tuple(sorted(service.tables)))
        for service in decomposition.services
    }
    if decomposition.shared:
        found[SHARED] = Boundary(tuple(entries.get(SHARED, ())))
    return Boundaries(found)


def extended(boundaries: Boundaries, where: Placed, adopted: Mapping[str, str]) -> Boundaries:
    """The same boundaries with what belonged to nobody added where it is judged to belong."""
    units: dict[str, list[str]] = defaultdict(list)
    tables: dict[str, list[str]] = defaultdict(list)
    for name in where.unplaced_tables:
        tables[adopted.get(name, NOWHERE)].append(name)
    homeless = {name: adopted[name] for name in where.unplaced_units if name in adopted}
    taken = {name for name, service in where.services.items() if service != NOWHERE}
    for service, names in _fewest_names(homeless, taken).items():
        units[service] += names
    services = dict(boundaries.services)
    for service in sorted((units.keys() | tables.keys()) - {NOWHERE}):
        held = services.get(service, Boundary())
        services[service] = Boundary((*held.units, *units[service]), (*held.tables, *tables[service]), held.public)
    return Boundaries(services, boundaries.reference_tables)


def pins_of(graph: DependencyGraph, boundaries: Boundaries) -> dict[str, str]:
    """Unit or table → the service that it is declared to belong to; tables follow the classes that map them."""
    where = placed(graph, boundaries)
    pins = {name: service for name, service in where.services.items() if service != NOWHERE}
    for table in graph.tables:
        service = where.owners[table.name]
        if service != NOWHERE and all(pins.get(model, service) == service for model in table.models):
            pins[table.name] = service
    return pins


def _fewest_names(services: Mapping[str, str], taken: Iterable[str] = ()) -> dict[str, list[str]]:
    """Service → the dotted names that mean its units, closer names going before those above them.

    A name above stands for most of what is below it; what lies elsewhere is named again, deeper.

    Args:
        services: unit → service.
        taken: units that belong somewhere already; no name may be above one of them.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    children: dict[str, set[str]] = defaultdict(set)
    blocked: set[str] = set()
    for unit, service in services.items():
        name = unit
        votes[name][service] += 1
        while name:
            above = name.rpartition(".")[0]
            children[above].add(name)
            votes[above][service] += 1
            name = above
    for unit in taken:
        name = unit
        while name and name not in blocked:
            blocked.add(name)
            name = name.rpartition(".")[0]
    found: dict[str, list[str]] = defaultdict(list)
    pending = [(name, NOWHERE) for name in sorted(children.get("", ()))]
    while pending:
        name, inherited = pending.pop()
        service = services.get(name, NOWHERE)
        if service == NOWHERE and name not in blocked:
            service = _most(votes[name], inherited)
        below = sorted(children.get(name, ()))
        if service not in (NOWHERE, inherited) and _is_worth_naming(service, votes[name], below):
            found[service].append(name)
            inherited = service
        elif name in services and services[name] != inherited:
            found[services[name]].append(name)
            inherited = services[name]
        pending += [(child, inherited) for child in below]
    names = {name for held in found.values() for name in held}
    needed = {_closest(unit, names) for unit in services}
    kept = {service: sorted(needed.intersection(held)) for service, held in sorted(found.items())}
    return {service: held for service, held in kept.items() if held}


def _closest(unit: str, names: Collection[str]) -> str:
    """The name that a unit is found by."""
    while unit and unit not in names:
        unit = unit.rpartition(".")[0]
    return unit


def _most(votes: Counter[str], inherited: str) -> str:
    return min(votes, key=lambda service: (-votes[service], service != inherited, service))


def _is_worth_naming(service: str, votes: Counter[str], below: list[str]) -> bool:
    """Whether a folder or module stands for a service: most of what it holds belongs there."""
    if not below:
        return True
    return 2 * votes[service] > votes.total()
