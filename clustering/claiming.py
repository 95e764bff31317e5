"""Tables claimed by their heaviest writers after the search: only the owner may write."""

from __future__ import annotations

from collections import Counter

from decompose.clustering.atoms import Atoms
from decompose.clustering.evidence.relation import NodeKind, table, unit
from decompose.extractors.graph import EdgeKind


def claimed(atoms: Atoms, labels: list[int]) -> list[int]:
    """The placement with each table (and the classes that map it) where its heaviest writers are.

    What the classes that map a table write themselves moves along with it and has no vote. Pinned tables,
    and those that the user tied to or parted from others, stay.

    Args:
        atoms: what is placed as one.
        labels: the service of each atom.
    """
    gathered, number = atoms.gathered, atoms.gathered.index
    writers: dict[str, Counter[int]] = {name: Counter() for name in gathered.material.tables}
    for (writer, name), weight in gathered.material.pairs[EdgeKind.WRITES].items():
        atom = atoms.of[number[unit(writer)]]
        if atom >= 0 and atom != atoms.of[number[table(name)]]:
            writers[name][labels[atom]] += weight  # type: ignore[assignment]
    tables_in = Counter(atoms.of[place] for place, node in enumerate(gathered.nodes) if node.kind is NodeKind.TABLE)
    labels = list(labels)
    for name, votes in writers.items():
        atom = atoms.of[number[table(name)]]
        if votes and tables_in[atom] == 1 and atom not in atoms.pins and not atoms.foes[atom]:
            best = min(votes, key=lambda label: (-votes[label], label))
            if votes[best] > votes[labels[atom]]:
                labels[atom] = best
    return labels
