"""Units and tables as numbered nodes, each in a module; tables are in the module without a path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import msgspec

from decompose.clustering.evidence.material import Material
from decompose.extractors.graph import Unit
from decompose.reports.html.embedding.packing import Column, packed


class Modules(msgspec.Struct, frozen=True):
    """Files: their paths, and their dotted names. The first one stands for the tables."""

    path: list[str]
    dotted: list[str]


class Nodes(msgspec.Struct, frozen=True):
    """Units, then tables, each sorted by name.

    Attributes:
        units: how many of them are units.
        label: the last part of a unit's name (empty for a module's body), or a table's name.
        module, line, lines: packed.
        models: for each table, the numbers of the units that map it.
    """

    units: int
    label: list[str]
    module: Column
    line: Column
    lines: Column
    models: list[list[int]]


@dataclass(frozen=True)
class Numbering:
    """The numbers of nodes and modules.

    Attributes:
        material: the code base, in the order that clustering gives it.
    """

    material: Material

    @cached_property
    def units(self) -> dict[str, int]:
        """Unit → number."""
        return {name: number for number, name in enumerate(self.material.units)}

    @cached_property
    def tables(self) -> dict[str, int]:
        """Table → number."""
        return {name: len(self.units) + number for number, name in enumerate(self.material.tables)}

    @cached_property
    def _modules(self) -> dict[tuple[str, str], int]:
        keys = sorted({(unit.path, _dotted(unit)) for unit in self.material.units.values()})
        return {key: number for number, key in enumerate(keys, start=1)}

    @cached_property
    def files(self) -> Mapping[str, int]:
        """Path → number of its (first) module."""
        found: dict[str, int] = {}
        for (path, _), number in self._modules.items():
            found.setdefault(path, number)
        return found

    def modules(self) -> Modules:
        """All modules."""
        return Modules(["", *(path for path, _ in self._modules)], ["", *(dotted for _, dotted in self._modules)])

    def nodes(self) -> Nodes:
        """All nodes."""
        units, tables = self.material.units.values(), self.material.tables.values()
        labels = [unit.name[len(_dotted(unit)) :].removeprefix(".") for unit in units]
        places = [0 if table.place is None else table.place.line for table in tables]
        return Nodes(
            len(self.units),
            [*labels, *self.tables],
            packed([*(self._modules[unit.path, _dotted(unit)] for unit in units), *(0 for _ in tables)]),
            packed([*(unit.line for unit in units), *places]),
            packed([*(unit.lines for unit in units), *(0 for _ in tables)]),
            [[self.units[model] for model in table.models if model in self.units] for table in tables],
        )


def _dotted(unit: Unit) -> str:
    """The module's dotted name, where the unit's name begins with it."""
    return unit.module if unit.name.startswith(unit.module) else ""
