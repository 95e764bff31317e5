"""Placements to start a search from: by the data that commits together, and by the authors' packages."""

from __future__ import annotations

from collections import Counter, defaultdict

from decompose.clustering.atoms import Atoms
from decompose.clustering.evidence.relation import NodeKind, Part, table, unit
from decompose.clustering.network import numbered
from decompose.extractors.graph import EdgeKind

SWEEPING = 6
"""Who writes more tables than this (an import job, a test data loader) says nothing of aggregates."""
WIDTHS = range(1, 5)
WANTED_PACKAGES = 15


def data_first(atoms: Atoms) -> list[int]:
    """Aggregates (tables written together), the units that touch them, and what calls those.

    Returns:
        A group per atom; atoms far from all data are alone.
    """
    material, number = atoms.gathered.material, atoms.gathered.index
    written: dict[str, set[str]] = defaultdict(set)
    for writer, name in material.pairs[EdgeKind.WRITES]:
        written[writer].add(name)
    together = [sorted(tables) for tables in written.values()]
    together += [sorted(name for name in scope.writes if name in material.tables) for scope in material.scopes]
    groups = list(range(len(atoms.foes)))
    parent = {name: name for name in material.tables}
    for tables in together:
        if len(tables) <= SWEEPING:
            roots = {_root(parent, name) for name in tables}
            parent.update(dict.fromkeys(roots, min(roots, default="")))
    for name in material.tables:
        groups[atoms.of[number[table(name)]]] = atoms.of[number[table(_root(parent, name))]]
    return _followed(atoms, groups)


def _root(parent: dict[str, str], name: str) -> str:
    while parent[name] != name:
        name = parent[name]
    return name


def _followed(atoms: Atoms, groups: list[int]) -> list[int]:
    """Atoms without a table follow what they are tied to most: first data, then calls."""
    settled = {atoms.of[node] for node, held in enumerate(atoms.gathered.nodes) if held.kind is NodeKind.TABLE}
    for parts in ((Part.SHARED_DATA,), (Part.CHATTINESS,), (Part.CHATTINESS, Part.AFFINITY)):
        pull: dict[int, Counter[int]] = defaultdict(Counter)
        for tie in atoms.gathered.ties:
            ends = atoms.of[tie.a], atoms.of[tie.b]
            if tie.part in parts and min(ends) >= 0:
                for end, other in (ends, ends[::-1]):
                    if end not in settled and other in settled:
                        pull[end][groups[other]] += tie.mass  # type: ignore[assignment]
        for atom in sorted(pull):
            groups[atom] = min(pull[atom], key=lambda group: (-pull[atom][group], group))
            settled.add(atom)
    return groups


def by_package(atoms: Atoms) -> list[int]:
    """The packages at the depth where there are most nearly as many as services are wanted."""
    material, number = atoms.gathered.material, atoms.gathered.index
    modules = {name: held.module.split(".") for name, held in material.units.items()}
    depths = {width: len({tuple(parts[:width]) for parts in modules.values()}) for width in WIDTHS}
    width = min(depths, key=lambda w: (abs(depths[w] - WANTED_PACKAGES), w))
    groups = list(range(len(atoms.foes)))
    first: dict[tuple[str, ...], int] = {}
    for name, parts in modules.items():
        atom = atoms.of[number[unit(name)]]
        if atom >= 0:
            groups[atom] = first.setdefault(tuple(parts[:width]), len(groups) + len(first))
    return numbered(groups)[0]


def as_before(atoms: Atoms) -> list[int]:
    """The previous placement; what is new is alone."""
    groups = list(range(len(atoms.foes)))
    for atom, keeper in atoms.stays:
        groups[atom] = keeper
    return numbered(groups)[0]
