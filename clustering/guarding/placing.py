"""Which declared service each unit and table belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from decompose.clustering.constraints import SHARED
from decompose.clustering.guarding.options import Boundaries, Boundary
from decompose.extractors.graph import DependencyGraph

NOWHERE = ""
"""The service of what belongs to no declared one."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Two services that name the same thing equally closely."""

    name: str
    kind: str
    services: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where everything belongs.

    Attributes:
        services: unit → service, ``shared``, or nowhere.
        owners: table → service, or nowhere.
        claims: what two services claim; the first of them by name has it.
        unmatched: (service, entry) of declarations that match nothing.
    """

    services: dict[str, str]
    owners: dict[str, str]
    claims: tuple[Claim, ...] = ()
    unmatched: tuple[tuple[str, str], ...] = ()

    @property
    def unplaced_units(self) -> tuple[str, ...]:
        """Units of no service, sorted."""
        return tuple(sorted(name for name, service in self.services.items() if service == NOWHERE))

    @property
    def unplaced_tables(self) -> tuple[str, ...]:
        """Tables of no service, sorted."""
        return tuple(sorted(name for name, service in self.owners.items() if service == NOWHERE))


def placed(graph: DependencyGraph, boundaries: Boundaries, also: Mapping[str, str] | None = None) -> Placed:
    """Match every unit and table with the declared boundaries.

    Args:
        graph: the code.
        boundaries: as declared.
        also: unit or table → its name before or after a rename: where that is named more closely, it counts. A
            boundary that only such a name matches still matches nothing.
    """
    units = _Matching("unit", boundaries.services, lambda boundary: boundary.units, ways_up)
    tables = _Matching("table", boundaries.services, lambda boundary: boundary.tables, lambda name: (name,))
    other = also or {}
    services = {unit.name: units.service_of(unit.name, other.get(unit.name, "")) for unit in graph.units}
    owners = {table.name: tables.service_of(table.name, other.get(table.name, "")) for table in graph.tables}
    return Placed(
        services,
        {name: NOWHERE if owner == SHARED else owner for name, owner in owners.items()},
        (*units.claims.values(), *tables.claims.values()),
        tuple(sorted({*units.unmatched(), *tables.unmatched()})),
    )


def is_named(name: str, entries: Iterable[str]) -> bool:
    """Whether an entry of ``units`` or ``public`` means a symbol: itself, something above it, or a pattern."""
    above = ways_up(name)
    return any(entry in above or ("*" in entry and fnmatchcase(name, entry)) for entry in entries)


def ways_up(name: str) -> tuple[str, ...]:
    """A dotted name, and all that it is below of, closest first."""
    parts = name.split(".")
    return tuple(".".join(parts[:count]) for count in range(len(parts), 0, -1)) if name else ()


@dataclass(slots=True)
class _Matching:
    """The declarations of one kind, looked up by name."""

    kind: str
    boundaries: Mapping[str, Boundary]
    entries: Callable[[Boundary], tuple[str, ...]]
    levels: Callable[[str], tuple[str, ...]]
    claims: dict[str, Claim] = field(default_factory=dict)
    _exact: dict[str, list[str]] = field(default_factory=dict)
    _patterns: list[tuple[int, str, str]] = field(default_factory=list)
    _used: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for service in sorted(self.boundaries):
            for entry in dict.fromkeys(self.entries(self.boundaries[service])):
                if "*" in entry:
                    self._patterns.append((len(entry.replace("*", "")), entry, service))
                else:
                    self._exact.setdefault(entry, []).append(service)
        self._patterns.sort(key=lambda pattern: (-pattern[0], pattern[1:]))

    def service_of(self, name: str, other: str = "") -> str:
        """The service that names it, or what it is called otherwise, most closely."""
        found = self._closest(name)
        renamed = self._closest(other) if other else []
        if _depth(renamed) > _depth(found):
            return renamed[0][0]
        self._used.update(found)
        rivals = list(dict.fromkeys(service for service, _ in found))
        if len(rivals) > 1:
            self.claims[name] = Claim(name, self.kind, (rivals[0], rivals[1]))
        return rivals[0] if rivals else NOWHERE

    def unmatched(self) -> Iterable[tuple[str, str]]:
        """(service, entry) that no name matched."""
        for service in sorted(self.boundaries):
            for entry in self.entries(self.boundaries[service]):
                if (service, entry) not in self._used:
                    yield service, entry

    def _closest(self, name: str) -> list[tuple[str, str]]:
        """(service, entry) of the entries that name it most closely."""
        exact = next((level for level in self.levels(name) if level in self._exact), "")
        fitting = [p for p in self._patterns if p[0] > len(exact) and exact != name and fnmatchcase(name, p[1])]
        if fitting:  # the longest first
            return [(service, entry) for length, entry, service in fitting if length == fitting[0][0]]
        return [(service, exact) for service in self._exact.get(exact, ())]


def _depth(found: list[tuple[str, str]]) -> int:
    """How closely entries name something: the dotted parts of the first."""
    return len(found[0][1].split(".")) if found else 0
