"""Changes that a person tries on a placement: moves, merges, splits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from decompose.clustering.atoms import Atoms, atoms
from decompose.clustering.constraints import SHARED, ConstraintError, Constraints, matching, valid_name
from decompose.clustering.describing import Placement, balance_of
from decompose.clustering.evidence.relation import Node, NodeKind, table, unit
from decompose.clustering.gathering import Gathered
from decompose.clustering.naming import Members, named
from decompose.clustering.network import part_of
from decompose.clustering.options import Weights
from decompose.clustering.searching import exactly, grains


@dataclass(frozen=True, slots=True)
class Merge:
    """Put services together, into the first."""

    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Cut a service in two where that costs least; the larger half keeps the name."""

    service: str


@dataclass(frozen=True, slots=True)
class Move:
    """Put the units and tables of a name or ``*`` pattern into a service, which may be a new one or ``shared``.

    A table goes along with the classes that map it, and they with their table: whoever owns the table owns them.
    """

    pattern: str
    service: str


Edit = Merge | Split | Move


def edited(gathered: Gathered, placement: Placement, edits: Iterable[Edit], weights: Weights) -> Placement:
    """The placement after the edits, one after the other.

    Raises:
        ConstraintError: an edit names what is not there, or cannot be done.
    """
    for edit in edits:
        match edit:
            case Merge(services):
                placement = _merged(placement, services)
            case Split(service):
                placement = _split(gathered, placement, service, weights)
            case Move(pattern, service):
                placement = _moved(gathered, placement, pattern, service)
    return placement


def _merged(placement: Placement, services: Sequence[str]) -> Placement:
    known = _known(placement)
    for name in services:
        _check_known(name, known, "merge")
    if len(set(services)) < 2:
        raise ConstraintError(f"merge {','.join(services)!r}: name two services or more, as in A,B")
    into, rest = services[0], set(services[1:])
    return replace(
        placement,
        services={name: into if held in rest else held for name, held in placement.services.items()},
        owners={name: into if held in rest else held for name, held in placement.owners.items()},
    )


def _moved(gathered: Gathered, placement: Placement, pattern: str, service: str) -> Placement:
    if service not in _known(placement):
        valid_name(f"move {pattern!r}", service)
    nodes = dict.fromkeys(matching(gathered.material, pattern, "move"))
    for name, held in gathered.material.tables.items():
        both = [table(name), *(unit(model) for model in held.models if model in gathered.material.units)]
        if any(node in nodes for node in both):
            nodes |= dict.fromkeys(both)
    tables = [node.name for node in nodes if node.kind is NodeKind.TABLE]
    if service == SHARED and tables:
        raise ConstraintError(f"move {pattern!r} = 'shared': the shared library owns no tables, such as {tables[0]!r}")
    units = {node.name: service for node in nodes if node.kind is NodeKind.UNIT}
    return replace(
        placement,
        services={**placement.services, **units},
        owners={**placement.owners, **dict.fromkeys(tables, service)},
    )


def _split(gathered: Gathered, placement: Placement, service: str, weights: Weights) -> Placement:
    _check_known(service, _known(placement), "split")
    shared = frozenset(name for name, held in placement.services.items() if held == SHARED)
    held = atoms(gathered, Constraints({}, shared, (), ()), shared)
    net = held.network(weights)
    inside = _inside(held, placement, service, weights)
    part = part_of(net, inside)
    balance = balance_of(gathered.material, weights)
    labels = exactly(grains(part, balance), balance, 2)
    if labels is None:
        raise ConstraintError(f"split {service!r}: it cannot be cut in two, since it holds one thing only")
    half = dict(zip(inside, labels, strict=True))
    lines: dict[int, int] = defaultdict(int)
    for atom, label in half.items():
        lines[label] += net.lines[atom] + net.tables[atom]
    largest = min(lines, key=lambda label: (-lines[label], label))
    leaving = [
        node
        for number, node in enumerate(gathered.nodes)
        if node.kind is not NodeKind.ANCHOR
        and _place(placement, node) == service
        and half.get(held.of[number], largest) != largest
    ]
    return _given_away(gathered, placement, leaving)


def _inside(held: Atoms, placement: Placement, service: str, weights: Weights) -> list[int]:
    """The atoms of a service, and the anchors that are tied to it most."""
    gathered, votes = held.gathered, defaultdict[int, dict[str, float]](lambda: defaultdict(float))
    places = [None if node.kind is NodeKind.ANCHOR else _place(placement, node) for node in gathered.nodes]
    for tie in gathered.ties:
        for end, other in ((tie.a, tie.b), (tie.b, tie.a)):
            place = places[other]
            if places[end] is None and place is not None:
                votes[end][place] += tie.mass * float(getattr(weights, tie.part.value))
    found = {held.of[number] for number, place in enumerate(places) if place == service}
    found |= {held.of[end] for end, vote in votes.items() if min(vote, key=lambda s: (-vote[s], s)) == service}
    return sorted(found - {-1})


def _given_away(gathered: Gathered, placement: Placement, leaving: Sequence[Node]) -> Placement:
    """The placement with these nodes in a service of their own, named after what is in it."""
    fresh = ""
    services = {**placement.services, **{node.name: fresh for node in leaving if node.kind is NodeKind.UNIT}}
    owners = {**placement.owners, **{node.name: fresh for node in leaving if node.kind is NodeKind.TABLE}}
    units: dict[str, list[str]] = defaultdict(list)
    tables: dict[str, list[str]] = defaultdict(list)
    for name, service in services.items():
        units[service].append(name)
    for name, service in owners.items():
        tables[service].append(name)
    names = sorted({*units, *tables} - {SHARED})
    given = {number: name for number, name in enumerate(names) if name != fresh}
    groups = [Members(units[name], tables[name]) for name in names]
    chosen = named(gathered.material, groups, given)[names.index(fresh)]
    return Placement(
        {key: held or chosen.name for key, held in services.items()},
        {key: held or chosen.name for key, held in owners.items()},
        {**placement.named_after, chosen.name: chosen.named_after},
    )


def _place(placement: Placement, node: Node) -> str:
    return (placement.owners if node.kind is NodeKind.TABLE else placement.services)[node.name]


def _known(placement: Placement) -> set[str]:
    return {*placement.services.values(), *placement.owners.values(), SHARED}


def _check_known(name: str, known: Iterable[str], what: str) -> None:
    services = sorted({*known} - {SHARED})
    if name not in services:
        near = get_close_matches(name, services, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"services: {', '.join(services)}"
        raise ConstraintError(f"{what}: no service is called {name!r}; {hint}")
