"""What code uses besides tables, in words: by kind, and by name where several services share it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from decompose.extractors.graph import ResourceKind, ResourceUse
from decompose.extractors.places import Place

_MOST_NAMES = 5
_OWN = frozenset({ResourceKind.FILE, ResourceKind.THREAD, ResourceKind.WAIT, ResourceKind.PROCESS})
"""Each service has these for itself: the same name does not tie two of them together."""


@dataclass(frozen=True, slots=True)
class SharedResource:
    """A resource that several services use by the same name.

    Attributes:
        kind, name: which.
        writers, readers: services, sorted.
        places: where it is used, sorted.
    """

    kind: ResourceKind
    name: str
    writers: tuple[str, ...]
    readers: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def services(self) -> tuple[str, ...]:
        """All services that use it, sorted."""
        return tuple(sorted({*self.writers, *self.readers}))


def resource_lines(uses: Iterable[ResourceUse]) -> list[str]:
    """One line for each kind: its names, and whether it is read or written."""
    by_kind: dict[ResourceKind, list[ResourceUse]] = {}
    for use in uses:
        by_kind.setdefault(use.kind, []).append(use)
    return [f"uses {kind.value}: {_listed(by_kind[kind])}" for kind in sorted(by_kind)]


def _listed(uses: list[ResourceUse]) -> str:
    named: dict[str, list[ResourceUse]] = {}
    for use in uses:
        named.setdefault(use.name, []).append(use)
    known = [f"{name} ({_does(named[name])})" for name in sorted(named) if name]
    more = [f"{len(known) - _MOST_NAMES:,} more"] if len(known) > _MOST_NAMES else []
    computed = (
        [f"{'computed names' if known else 'names computed or none'} ({_does(named[''])})"] if "" in named else []
    )
    return ", ".join([*known[:_MOST_NAMES], *more, *computed])


def _does(uses: Iterable[ResourceUse]) -> str:
    listed = list(uses)
    reads = "reads" if any(use.reads for use in listed) else ""
    writes = "writes" if any(use.writes for use in listed) else ""
    return " and ".join(word for word in (reads, writes) if word)


def is_shareable(use: ResourceUse) -> bool:
    """Whether services that use it by the same name use the same thing."""
    return bool(use.name) and use.kind not in _OWN


def shared_resources(uses: Iterable[ResourceUse], placed: Mapping[str, str]) -> list[SharedResource]:
    """The named resources that units of several services use; written ones first.

    Args:
        uses: of the whole graph.
        placed: unit → service.
    """
    by_name: dict[tuple[ResourceKind, str], list[ResourceUse]] = {}
    for use in uses:
        if is_shareable(use) and placed.get(use.unit):
            by_name.setdefault((use.kind, use.name), []).append(use)
    found = []
    for (kind, name), same in by_name.items():
        writers = tuple(sorted({placed[use.unit] for use in same if use.writes}))
        readers = tuple(sorted({placed[use.unit] for use in same if use.reads}))
        places = tuple(sorted({place for use in same for place in use.places}))
        found.append(SharedResource(kind, name, writers, readers, places))
    shared = [one for one in found if len(one.services) > 1]
    return sorted(shared, key=lambda one: (not one.writers, -len(one.services), one.kind, one.name))
