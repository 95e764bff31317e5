"""Atoms: nodes that are placed as one, because the user or the data model says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from decompose.clustering.constraints import ConstraintError, Constraints
from decompose.clustering.evidence.relation import Node, NodeKind, table, unit
from decompose.clustering.gathering import Gathered, weighted
from decompose.clustering.network import Network, network, numbered
from decompose.clustering.options import Weights


@dataclass(frozen=True, slots=True)
class Atoms:
    """The nodes grouped into atoms.

    Attributes:
        gathered: the evidence.
        of: atom of each node, numbered from 0 without gaps; -1 for units of the shared library.
        pins: atom → service that it is pinned to.
        foes: per atom, the atoms that must not be in its service, sorted.
        keepers: atom → the previous service that it stands for; without nodes of its own unless that is pinned.
        stays: (atom, keeper) for each node that was in a previous service.
        frozen: atoms that nothing may join.
    """

    gathered: Gathered
    of: list[int]
    pins: dict[int, str]
    foes: list[tuple[int, ...]]
    keepers: dict[int, str] = field(default_factory=dict)
    stays: list[tuple[int, int]] = field(default_factory=list)
    frozen: frozenset[int] = frozenset()

    def of_units(self, names: Iterable[str]) -> frozenset[int]:
        """The atoms of units, those of the shared library left out."""
        return frozenset(self.of[self.gathered.index[unit(name)]] for name in names) - {-1}

    def network(self, weights: Weights) -> Network:
        """The network of the atoms: all evidence but that on the shared library."""
        lines, tables, units = [0] * len(self.foes), [0] * len(self.foes), [0] * len(self.foes)
        for name, unit_ in self.gathered.material.units.items():
            atom = self.of[self.gathered.index[unit(name)]]
            if atom >= 0:
                lines[atom] += max(1, unit_.lines)
                units[atom] += 1
        for name in self.gathered.material.tables:
            tables[self.of[self.gathered.index[table(name)]]] += 1
        ties = [
            (self.of[tie.a], self.of[tie.b], weighted(tie, weights))
            for tie in self.gathered.ties
            if self.of[tie.a] >= 0 <= self.of[tie.b]
        ]
        return network([*ties, *held_back(ties, self.stays)], lines, tables, units, self.foes)


STAY = 0.3
"""A unit leaves its previous service for one that draws it more by this share of all that ties it."""


def held_back(
    ties: Iterable[tuple[int, int, float]], stays: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, float]]:
    """Ties to the previous service, in proportion to what else ties an atom."""
    stays = list(stays)
    volume: dict[int, float] = defaultdict(float)
    for a, b, weight in ties if stays else ():
        volume[a] += weight
        volume[b] += weight
    for atom, keeper in stays:
        yield atom, keeper, STAY * volume[atom]


def atoms(gathered: Gathered, constraints: Constraints, shared: frozenset[str]) -> Atoms:
    """The atoms of a code base whose shared library is known.

    A table and the classes that map it are one atom, unless the constraints part them: whoever owns the
    table owns its model.

    Raises:
        ConstraintError: two constraints contradict each other.
    """
    joining = _Joining(gathered, constraints)
    joining.demand(constraints)
    for name, held in gathered.material.tables.items():
        for model in held.models:
            if model in gathered.material.units and model not in shared:
                joining.join_if_allowed(gathered.index[table(name)], gathered.index[unit(model)])
    roots = [joining.root(number) for number in range(len(gathered.nodes))]
    absent = {gathered.index[unit(name)] for name in shared}
    labels, _ = numbered([root for number, root in enumerate(roots) if number not in absent])
    kept = iter(labels)
    of = [-1 if number in absent else next(kept) for number in range(len(gathered.nodes))]
    return _fenced(gathered, of, constraints)


def _fenced(gathered: Gathered, of: list[int], constraints: Constraints) -> Atoms:
    pins = {of[gathered.index[node]]: service for node, service in constraints.pins.items()}
    foes: list[set[int]] = [set() for _ in range(max(of, default=-1) + 1)]
    for a, b in constraints.apart:
        ends = of[gathered.index[a]], of[gathered.index[b]]
        if min(ends) >= 0:
            foes[ends[0]].add(ends[1])
            foes[ends[1]].add(ends[0])
    for atom in pins:
        foes[atom].update(other for other in pins if other != atom)
    keepers = {atom: service for atom, service in pins.items() if service in constraints.previous.values()}
    for service in sorted(set(constraints.previous.values()) - set(keepers.values())):
        keepers[len(foes)] = service
        foes.append(set())
    for atom in keepers if not constraints.may_merge else ():
        foes[atom] |= keepers.keys() - {atom}
    frozen = {atom for atom, service in pins.items() if service in constraints.frozen}
    for atom in frozen:
        others = {of[number] for number, node in enumerate(gathered.nodes) if node.kind is not NodeKind.ANCHOR}
        others = (others | keepers.keys()) - {atom, -1}
        foes[atom] |= others
        for other in others:
            foes[other].add(atom)
    keeper = {service: atom for atom, service in keepers.items()}
    stays = [
        (of[gathered.index[node]], keeper[service])
        for node, service in constraints.previous.items()
        if of[gathered.index[node]] not in (-1, keeper[service])
    ]
    return Atoms(
        gathered, of, pins, [tuple(sorted(held)) for held in foes], keepers, sorted(set(stays)), frozenset(frozen)
    )


class _Joining:
    """Union-find over the nodes that knows what must stay apart."""

    def __init__(self, gathered: Gathered, constraints: Constraints) -> None:
        self.gathered = gathered
        self.parent = list(range(len(gathered.nodes)))
        self.pin = {gathered.index[node]: (service, node) for node, service in constraints.pins.items()}
        self.apart = [(gathered.index[a], gathered.index[b]) for a, b in constraints.apart]

    def root(self, number: int) -> int:
        while self.parent[number] != number:
            self.parent[number] = self.parent[self.parent[number]]
            number = self.parent[number]
        return number

    def demand(self, constraints: Constraints) -> None:
        """Join what the user wants together: pins to one service, and must-links."""
        first: dict[str, Node] = {}
        same_pin = [(first.setdefault(service, node), node) for node, service in constraints.pins.items()]
        for a, b in constraints.together:
            for end, other in ((a, b), (b, a)):
                if end.name in constraints.shared and other.name not in constraints.shared:
                    raise ConstraintError(
                        f"must_link ({a.name!r}, {b.name!r}) clashes with 'shared', which takes {end.name!r} alone"
                    )
        demands = [*same_pin, *constraints.together]
        for a, b in demands:
            self._join_demanded(a, b)
        self._check_apart(demands)

    def join_if_allowed(self, a: int, b: int) -> None:
        """Join two nodes unless a constraint parts them."""
        roots = self.root(a), self.root(b)
        pins = [self.pin[root][0] for root in roots if root in self.pin]
        parted = self.apart and any({self.root(x), self.root(y)} == set(roots) for x, y in self.apart)
        if len(set(pins)) < 2 and not parted:
            self._join(*roots)

    def _join_demanded(self, a: Node, b: Node) -> None:
        roots = self.root(self.gathered.index[a]), self.root(self.gathered.index[b])
        pins = [self.pin[root] for root in roots if root in self.pin]
        if len(pins) == 2 and pins[0][0] != pins[1][0]:
            (one, node), (other, partner) = pins
            raise ConstraintError(
                f"must_link ({a.name!r}, {b.name!r}) clashes with the pins"
                f" {node.name!r} = {one!r} and {partner.name!r} = {other!r}"
            )
        self._join(*roots)

    def _check_apart(self, demands: list[tuple[Node, Node]]) -> None:
        for x, y in self.apart:
            root = self.root(x)
            if root == self.root(y):
                names = [self.gathered.nodes[number].name for number in (x, y)]
                a, b = next(pair for pair in demands if self.root(self.gathered.index[pair[0]]) == root)
                raise ConstraintError(
                    f"cannot_link ({names[0]!r}, {names[1]!r}) clashes with what keeps the two together:"
                    f" the pin or must_link of {a.name!r} and {b.name!r}"
                )

    def _join(self, a: int, b: int) -> None:
        if a != b:
            self.parent[max(a, b)] = min(a, b)
            pin = self.pin.get(a) or self.pin.get(b)
            if pin:
                self.pin[min(a, b)] = pin
