"""The nodes of a dependency graph in JSON: told apart by kind, duplicates merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath

from decompose.extractors.exchange_shapes import NodeShape
from decompose.extractors.graph import EntryKind, UnitKind

_ENTRY_KINDS: dict[str, EntryKind] = {kind.value: kind for kind in EntryKind}


class NodeKind(StrEnum):
    """What a node is. A unit and a table may have the same name."""

    UNIT = "unit"
    TABLE = "table"
    ENTRY_POINT = "entrypoint"


def entry_kind(shape: NodeShape) -> EntryKind:
    """How work enters; by HTTP where the document does not say, or says something unknown."""
    return _ENTRY_KINDS.get(shape.entry_kind or "", EntryKind.HTTP)


@dataclass(frozen=True, slots=True)
class Nodes:
    """All nodes, and what had to be noted: (code, what) → the names or places it is about."""

    shapes: dict[tuple[NodeKind, str, str], NodeShape] = field(default_factory=dict)
    kinds: dict[str, set[NodeKind]] = field(default_factory=lambda: defaultdict(set))
    notes: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def of(self, kind: NodeKind) -> list[NodeShape]:
        """The nodes of one kind."""
        return [shape for (its_kind, _, _), shape in self.shapes.items() if its_kind is kind]

    def has(self, kind: NodeKind, name: str) -> bool:
        """Whether there is such a node."""
        return kind in self.kinds.get(name, ())

    def add(self, kind: NodeKind, shape: NodeShape) -> None:
        """Add a node, or what it says to one of the same name and kind."""
        key = (kind, shape.name, entry_kind(shape).value if kind is NodeKind.ENTRY_POINT else "")
        known = self.shapes.get(key)
        self.shapes[key] = known.completed_by(shape) if known else shape
        self.kinds[shape.name].add(kind)

    def require(self, kind: NodeKind, name: str) -> bool:
        """See that a node exists: a name that is in no node becomes one.

        Returns:
            False where the name is there, but only as something else.
        """
        if self.has(kind, name):
            return True
        if self.kinds.get(name):
            return False
        self.add(kind, NodeShape(name, kind.value))
        self.notes["node-added", f"{kind.value} nodes that only edges name were added"].append(name)
        return True


def gather(shapes: Iterable[NodeShape]) -> Nodes:
    """Sort the nodes of a document by kind; those of unknown kind are left out and noted."""
    nodes = Nodes()
    kinds = {kind.value: kind for kind in NodeKind} | dict.fromkeys(UnitKind, NodeKind.UNIT)
    for position, shape in enumerate(shapes):
        kind = kinds.get(shape.kind)
        if kind is None:
            what = f"nodes of unknown kind {shape.kind[:40]!r} were left out"
            nodes.notes["node-kind-unknown", what].append(f"nodes[{position}]")
        else:
            nodes.add(kind, shape)
    for shape in nodes.of(NodeKind.ENTRY_POINT):
        if shape.unit:
            nodes.require(NodeKind.UNIT, shape.unit)
    return nodes


def clean_path(path: str | None) -> str:
    """The path as one below the root: whoever opens it must not leave the code base."""
    parts = PurePosixPath((path or "").replace("\\", "/").replace("\0", "")).parts
    return "/".join(part for part in parts if part not in {"..", "/", "//"})
