"""Tables claimed by their heaviest writers after the search: only the owner may write."""

from __future__ import annotations

from collections import Counter, defaultdict

from decompose.clustering.atoms import Atoms
from decompose.clustering.evidence.relation import NodeKind, table, unit
from decompose.clustering.owning import MODEL_VOTE, votes


def claimed(atoms: Atoms, labels: list[int]) -> list[int]:
    """The placement with each table (and the classes that map it) where those with most votes on it are.

    What the classes that map a table write themselves moves along with it and has no vote. Pinned tables,
    and those that the user tied to or parted from others, stay.

    Args:
        atoms: what is placed as one.
        labels: the service of each atom.
    """
    gathered, number = atoms.gathered, atoms.gathered.index
    tables_in = Counter(atoms.of[place] for place, node in enumerate(gathered.nodes) if node.kind is NodeKind.TABLE)
    labels, before = list(labels), labels
    for name, voters in votes(gathered.material).items():
        atom = atoms.of[number[table(name)]]
        if tables_in[atom] > 1 or atom in atoms.pins or set(atoms.foes[atom]) - atoms.frozen:
            continue
        claims: dict[int, float] = defaultdict(float, {before[atom]: MODEL_VOTE})
        for voter, vote in voters:
            place = atoms.of[number[unit(voter)]]
            if place not in (-1, atom) and place not in atoms.frozen:
                claims[before[place]] += vote
        labels[atom] = min(claims, key=lambda label: (-claims[label], label != before[atom], label))
    return labels
