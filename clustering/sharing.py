"""The shared library: what belongs in no service.

A unit is shared if it holds no data, is used from several services without any of them being its main
user, and depends on nothing that belongs in a service. A helper that one service uses belongs to that
service; one that only shared units use is shared as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import PurePosixPath

from decompose.clustering.evidence.material import Material
from decompose.extractors.graph import EdgeKind, EntryKind, UnitKind

MAIN_USER = 0.6
"""A service with more than this share of a unit's users is its main user."""
SPREAD = 0.2
"""Users must lie in more than this share of the services …"""
LEAST_SPREAD = 3
"""… and in at least so many services, where there are so many."""
MOST_SHARED = 0.2
"""A folder with more than this share of the stateless code is no toolbox."""
HEARSAY = 0.5
"""Dependencies weaker than this (one guessed call) do not keep a unit out of the library."""

IN_PASSING = (EntryKind.HOOK, EntryKind.MIDDLEWARE)
"""Entry points that run within work which entered elsewhere, as template filters do: what is shared has them, too."""
USES = (EdgeKind.CALLS, EdgeKind.INHERITS, EdgeKind.IMPORTS)


@dataclass(frozen=True)
class Uses:
    """Who uses whom, and who can be shared at all.

    Attributes:
        users: unit → units that call, import or inherit from it.
        used: unit → units that it depends on.
        stateless: units that touch no table, map none, open no transaction and let no work in, sorted; none where
            nothing is known of data, since nobody differs from the others then.
        bodies: module bodies → the other units of their file.
        groups: the units of each file, and of each folder (with what is below it), sorted.
    """

    users: dict[str, list[str]]
    used: dict[str, list[str]]
    stateless: tuple[str, ...]
    bodies: dict[str, list[str]]
    groups: tuple[tuple[str, ...], ...]


def uses(material: Material) -> Uses:
    """The uses between units, from the dependency graph."""
    users: dict[str, set[str]] = defaultdict(set)
    used: dict[str, set[str]] = defaultdict(set)
    for kind in USES:
        for (source, target), weight in material.pairs[kind].items():
            users[target].add(source)
            if weight >= HEARSAY:
                used[source].add(target)
    data = {unit for kind in (EdgeKind.READS, EdgeKind.WRITES) for unit, _ in material.pairs[kind]}
    data |= {model for table in material.tables.values() for model in table.models}
    data |= {scope.unit for scope in material.scopes}
    data |= {point.unit for point in material.entry_points if point.kind not in IN_PASSING}
    mates: dict[str, list[str]] = defaultdict(list)
    for name, unit in material.units.items():
        for path in (unit.path, *map(str, PurePosixPath(unit.path).parents)):
            mates[path].append(name)
    return Uses(
        {name: sorted(held) for name, held in users.items()},
        {name: sorted(held) for name, held in used.items()},
        tuple(name for name in material.units if name not in data) if material.tables or material.is_read else (),
        {
            name: [mate for mate in mates[unit.path] if mate != name]
            for name, unit in material.units.items()
            if unit.kind is UnitKind.MODULE
        },
        tuple(tuple(mates[path]) for path in sorted(mates)),
    )


def shared_units(found: Uses, services: Mapping[str, str], forced: Collection[str]) -> frozenset[str]:
    """The units of the shared library, judged against a placement.

    Args:
        found: uses between units.
        services: unit → the service where it is now, or would be if it were not shared.
        forced: units that the user puts into the library; they stay whatever they touch.
    """
    number = len(set(services.values()))
    least = max(min(LEAST_SPREAD, number), ceil(SPREAD * number))
    if number < 2:
        return frozenset(forced)
    candidates = dict.fromkeys(forced)
    candidates |= dict.fromkeys(name for name in found.stateless if _is_spread((name,), found, services, least))
    candidates |= dict.fromkeys(_toolboxes(found, services, least))
    stateless = frozenset(found.stateless)
    while True:
        before = len(candidates)
        for name in list(candidates):
            for helper in found.used.get(name, ()):
                if helper in stateless and all(user in candidates for user in found.users[helper]):
                    candidates[helper] = None
        if len(candidates) == before:
            break
    return _closed(candidates, found, frozenset(forced))


def _is_spread(names: Collection[str], found: Uses, services: Mapping[str, str], least: int) -> bool:
    """Whether the users of these units, taken together, lie in many services without a main one."""
    own = set(names)
    outside = (user for name in names for user in found.users.get(name, ()) if user not in own)
    users = Counter(services[user] for user in outside if user in services)
    return len(users) >= least and max(users.values()) <= MAIN_USER * users.total()


def _toolboxes(found: Uses, services: Mapping[str, str], least: int) -> Iterable[str]:
    """The units of files and folders that hold nothing but stateless code and are widely used as a whole.

    They are kept and shipped as one, even where a single function has one user only. What has fewer users than
    units is a subsystem that a few others start, rather than a box of tools.
    """
    stateless = frozenset(found.stateless)
    for group in found.groups:
        is_small = 1 < len(group) <= MOST_SHARED * len(stateless)
        if is_small and stateless.issuperset(group) and _is_spread(group, found, services, least):
            users = {user for name in group for user in found.users.get(name, ())} - set(group)
            if len(users) >= len(group):
                yield from group


def _closed(candidates: dict[str, None], found: Uses, forced: frozenset[str]) -> frozenset[str]:
    """The candidates without those that depend on something outside, and with the bodies of their files."""
    kept = dict(candidates)
    while True:
        out = [
            name
            for name in kept
            if name not in forced and any(target not in kept for target in found.used.get(name, ()))
        ]
        if not out:
            break
        for name in out:
            del kept[name]
    for body, mates in found.bodies.items():
        dependencies = found.used.get(body, ())
        if mates and all(m in kept for m in mates) and all(d in kept for d in dependencies):
            kept[body] = None
    return frozenset(kept)
