"""Folders: what its authors put side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import sqrt
from pathlib import PurePosixPath

from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.modules import tie
from decompose.clustering.evidence.relation import Link, Part, Relation, anchor, unit
from decompose.clustering.options import Evidence

FOLDER_SHARE = 2.0
"""A file's tie to its folder, relative to a unit's tie to its file: much, since a folder that the rest of the
evidence does not bear out loses nearly all of it (``trusting.py``)."""
USUAL = 12
"""A folder of more entries than this is about more than one thing: its ties weaken."""


def links(material: Material) -> Iterable[Link]:
    """Anchors for files and folders: units tied to their file, files to their folder, folders to theirs.

    A folder of many files, or a file of many units, ties each of them less.
    """
    paths = [unit_.path for unit_ in material.units.values() if unit_.path]
    in_file = Counter(paths)
    for unit_ in material.units.values():
        if unit_.path:
            yield Link(anchor(f"file {unit_.path}"), unit(unit_.name), tie(in_file[unit_.path]))
    yield from _tree(in_file)


def _tree(in_file: Counter[str]) -> Iterable[Link]:
    members: dict[str, set[str]] = {}
    mass = Counter(in_file)
    for path, units in in_file.items():
        child = path
        for parent in map(str, PurePosixPath(path).parents):
            members.setdefault(parent, set()).add(child)
            mass[parent] += units
            child = parent
    for folder in sorted(members):
        children = sorted(members[folder])
        for child in children:
            weight = FOLDER_SHARE * sqrt(mass[child]) * min(1.0, sqrt(USUAL / len(children)))
            yield Link(anchor(f"file {folder}"), anchor(f"file {child}"), weight)


RELATIONS = (Relation(Evidence.FOLDERS, Part.AFFINITY, 0.6, links, is_scaled=False),)
