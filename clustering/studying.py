"""One code base under study: shared library and search in turns, then any number of decompositions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from decompose.clustering.atoms import atoms
from decompose.clustering.claiming import claimed
from decompose.clustering.comparing import placed as placed_in
from decompose.clustering.constraints import SHARED, ConstraintError, Constraints
from decompose.clustering.decomposition import Decomposition, Doubt, Stability
from decompose.clustering.describing import Placement, balance_of, described
from decompose.clustering.evidence.relation import table, unit
from decompose.clustering.gathering import Gathered
from decompose.clustering.homing import homed
from decompose.clustering.naming import Members, named
from decompose.clustering.objective import RESOLUTION, Balance, cost
from decompose.clustering.options import ClusteringOptions, Evidence
from decompose.clustering.perturbing import firmness
from decompose.clustering.searching import exactly, grains, number_of_services, polished, searched
from decompose.clustering.seeding import as_before, by_package, data_first
from decompose.clustering.sharing import shared_units, uses

LIBRARY_ROUNDS = 2
"""How often the shared library is judged against a fresh placement."""


class Study:
    """The search for placements of one code base: a label per atom, to be described when one is wanted.

    Raises:
        ConstraintError: the constraints contradict each other.
    """

    def __init__(self, gathered: Gathered, constraints: Constraints, options: ClusteringOptions) -> None:
        self._gathered, self._options, self._constraints = gathered, options, constraints
        self._prepare(constraints, constraints.shared)
        self._settle_library(constraints)

    def at(self, resolution: float, *, thorough: bool = True) -> list[int]:
        """The best placement found at a resolution, relative to the recommended one's."""
        return self._searched(RESOLUTION * resolution, thorough=thorough)

    def settled(self, placements: Sequence[list[int]]) -> list[int]:
        """The best of the placements by the recommended one's measure, as they are or after moves and merges."""
        net, balance = self._grains.net, self._balance(RESOLUTION)
        settled = (self._homed(polished(net, labels, balance)) for labels in placements)
        return min(settled, key=lambda found: cost(net, found, balance))

    def of_size(self, services: int) -> list[int]:
        """The best placement found with exactly so many services.

        Raises:
            ConstraintError: what must be together or apart does not allow that number.
        """
        labels = exactly(self._grains, self._balance(RESOLUTION), services, self._seeds)
        if labels is None:
            most = sum(1 for lines, tables in zip(self._grains.net.lines, self._grains.net.tables, strict=True)
                       if lines or tables)  # fmt: skip
            cause = self._constraints.keeping_together() if services > most else self._constraints.keeping_apart()
            raise ConstraintError(f"services = {services} clashes with {cause}, which does not allow that number")
        return labels

    def services_in(self, labels: list[int]) -> int:
        """The number of services of a placement."""
        return number_of_services(self._grains.net, labels)

    def described(self, labels: list[int], label: str) -> Decomposition:
        """A placement with names, couplings, score and metrics."""
        return described(self._gathered, self._placement(claimed(self._atoms, labels)), self._options, label)

    def firm(self, labels: list[int], found: Decomposition) -> Decomposition:
        """The described placement with how firmly it stands."""
        balance, weights = self._balance(RESOLUTION), self._options.weights
        placed = claimed(self._atoms, labels)
        held = firmness(self._atoms, self._grains, placed, weights, balance)
        named_at = {member: service for member, service in placed_in(found).items() if service != SHARED}
        names: dict[int, str] = {}
        members: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for number, node in enumerate(self._gathered.nodes):
            atom = self._atoms.of[number]
            if (node.kind.value, node.name) in named_at and atom >= 0:
                names[placed[atom]] = named_at[node.kind.value, node.name]
                members[atom].append((node.kind.value, node.name))
        doubts = [
            Doubt(
                round(one.share, 3), name, kind, names[placed[atom]], names[one.rival],
                one.part.value.replace("_", " ") if one.part else "", round(one.factor, 3),
            )
            for atom, one in held.wavering.items()
            for kind, name in members[atom]
        ]  # fmt: skip
        stability = Stability(held.runs, round(held.agreement, 4), tuple(sorted(doubts)))
        return msgspec.structs.replace(found, stability=stability)

    def _prepare(self, constraints: Constraints, shared: frozenset[str]) -> None:
        self._atoms = atoms(self._gathered, constraints, shared)
        self._grains = grains(self._atoms.network(self._options.weights), self._balance(RESOLUTION))
        self._seeds = [data_first(self._atoms)] if Evidence.DATA in self._options.evidence else []
        if Evidence.FOLDERS in self._options.evidence:
            self._seeds.append(by_package(self._atoms))
        if self._atoms.stays:
            self._seeds.append(as_before(self._atoms))
        self._freed = self._atoms.of_units(constraints.library)

    def _settle_library(self, constraints: Constraints) -> None:
        """Find the shared library, judged against placements that are themselves sought without it."""
        bound = {node.name for node in constraints.pins}
        bound |= {node.name for pair in constraints.together for node in pair}
        found = uses(self._gathered.material)
        free = replace(found, stateless=tuple(name for name in found.stateless if name not in bound))
        library = constraints.shared
        for _ in range(LIBRARY_ROUNDS):
            labels = self._searched(RESOLUTION, thorough=False)
            services = {
                name: str(labels[atom])
                for name in self._gathered.material.units
                if (atom := self._atoms.of[self._gathered.index[unit(name)]]) >= 0
            }
            better = shared_units(free, services, constraints.shared)
            if better == library:
                break
            library = better
            self._prepare(constraints, library)

    def _balance(self, resolution: float) -> Balance:
        return balance_of(self._gathered.material, self._options.weights, resolution)

    def _searched(self, resolution: float, *, thorough: bool) -> list[int]:
        return self._homed(searched(self._grains, self._balance(resolution), self._seeds, thorough=thorough))

    def _homed(self, labels: list[int]) -> list[int]:
        return homed(self._grains.net, labels, self._freed, self._atoms.keepers)

    def _names(self) -> dict[int, str]:
        """Atom → the service that its group is named after, the one that counts last: pins, larger ones."""
        stays = Counter(keeper for _, keeper in self._atoms.stays)
        keepers = sorted(self._atoms.keepers, key=lambda keeper: (stays[keeper], keeper))
        return {**{keeper: self._atoms.keepers[keeper] for keeper in keepers}, **self._atoms.pins}

    def _placement(self, labels: list[int]) -> Placement:
        material = self._gathered.material
        units: dict[int, list[str]] = defaultdict(list)
        tables: dict[int, list[str]] = defaultdict(list)
        for name in material.units:
            atom = self._atoms.of[self._gathered.index[unit(name)]]
            if atom >= 0:
                units[labels[atom]].append(name)
        for name in material.tables:
            tables[labels[self._atoms.of[self._gathered.index[table(name)]]]].append(name)
        groups = sorted({*units, *tables}, key=lambda group: (units.get(group, []), tables.get(group, [])))
        pinned = {labels[atom]: service for atom, service in self._names().items()}
        given = {number: pinned[group] for number, group in enumerate(groups) if group in pinned}
        names = named(material, [Members(units.get(g, []), tables.get(g, [])) for g in groups], given)
        services = dict.fromkeys(material.units, SHARED)
        owners: dict[str, str] = {}
        for group, found in zip(groups, names, strict=True):
            services |= dict.fromkeys(units.get(group, []), found.name)
            owners |= dict.fromkeys(tables.get(group, []), found.name)
        kept = set(self._atoms.keepers.values()) - set(self._atoms.pins.values())
        named_after = {held.name: ("previous",) if held.name in kept else held.named_after for held in names}
        return Placement(services, owners, named_after)
