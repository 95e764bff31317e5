"""One code base under study: shared library and search in turns, then any number of decompositions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from decompose.clustering.atoms import Atoms, atoms
from decompose.clustering.claiming import claimed
from decompose.clustering.constraints import SHARED, ConstraintError, Constraints
from decompose.clustering.decomposition import Decomposition
from decompose.clustering.describing import Placement, balance_of, described
from decompose.clustering.evidence.relation import table, unit
from decompose.clustering.gathering import Gathered
from decompose.clustering.naming import Members, named
from decompose.clustering.network import numbered
from decompose.clustering.options import ClusteringOptions, Evidence
from decompose.clustering.searching import Grains, exactly, grains, searched
from decompose.clustering.seeding import by_package, data_first
from decompose.clustering.sharing import shared_units, uses

RESOLUTION = 1.0
"""At which the recommended decomposition is sought."""
LIBRARY_ROUNDS = 2
"""How often the shared library is judged against a fresh placement."""


class Study:
    """The search for decompositions of one code base.

    Raises:
        ConstraintError: the constraints contradict each other.
    """

    def __init__(self, gathered: Gathered, constraints: Constraints, options: ClusteringOptions) -> None:
        self._gathered, self._options = gathered, options
        self._atoms, self._grains = self._prepared(constraints, constraints.shared)
        self._shared = self._library(constraints)

    def at(self, resolution: float, label: str) -> Decomposition:
        """The best decomposition found at a resolution, relative to the recommended one's."""
        return self._decomposition(self._search(RESOLUTION * resolution), label)

    def of_size(self, services: int, label: str) -> Decomposition:
        """The best decomposition found with exactly so many services.

        Raises:
            ConstraintError: what must be together or apart does not allow that number.
        """
        balance = balance_of(self._gathered.material, self._options.weights, RESOLUTION)
        labels = exactly(self._grains, balance, services, self._seeds())
        if labels is None:
            raise ConstraintError(
                f"services = {services} clashes with must_link, cannot_link or shared, which do not allow that number"
            )
        return self._decomposition(labels, label)

    def _prepared(self, constraints: Constraints, shared: frozenset[str]) -> tuple[Atoms, Grains]:
        held = atoms(self._gathered, constraints, shared)
        weights = self._options.weights
        return held, grains(held.network(weights), balance_of(self._gathered.material, weights))

    def _library(self, constraints: Constraints) -> frozenset[str]:
        """The shared library, judged against placements that are themselves sought without it."""
        bound = {node.name for node in constraints.pins}
        bound |= {node.name for pair in constraints.together for node in pair}
        found = uses(self._gathered.material)
        free = replace(found, stateless=tuple(name for name in found.stateless if name not in bound))
        library = constraints.shared
        for _ in range(LIBRARY_ROUNDS):
            labels = self._search(RESOLUTION)
            services = {
                name: str(labels[atom])
                for name in self._gathered.material.units
                if (atom := self._atoms.of[self._gathered.index[unit(name)]]) >= 0
            }
            better = shared_units(free, services, constraints.shared)
            if better == library:
                break
            library = better
            self._atoms, self._grains = self._prepared(constraints, library)
        return library

    def _search(self, resolution: float) -> list[int]:
        weights = self._options.weights
        return searched(self._grains, balance_of(self._gathered.material, weights, resolution), self._seeds())

    def _seeds(self) -> list[list[int]]:
        seeds = [data_first(self._atoms)] if Evidence.DATA in self._options.evidence else []
        return [*seeds, by_package(self._atoms)] if Evidence.FOLDERS in self._options.evidence else seeds

    def _decomposition(self, labels: list[int], label: str) -> Decomposition:
        return described(self._gathered, self._placement(claimed(self._atoms, labels)), self._options, label)

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
        pinned = {labels[atom]: service for atom, service in self._atoms.pins.items()}
        given = {number: pinned[group] for number, group in enumerate(groups) if group in pinned}
        names = named(material, [Members(units.get(g, []), tables.get(g, [])) for g in groups], given)
        services = dict.fromkeys(material.units, SHARED)
        owners: dict[str, str] = {}
        for group, found in zip(groups, names, strict=True):
            services |= dict.fromkeys(units.get(group, []), found.name)
            owners |= dict.fromkeys(tables.get(group, []), found.name)
        return Placement(services, owners, {name.name: name.named_after for name in names})
