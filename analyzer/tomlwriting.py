"""Writes declared boundaries into a configuration file; what else stands in it, comments and order, stays."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from typing import Any

import tomlkit
from tomlkit.items import Array, Table

from decompose.clustering.guarding.options import Boundaries, Boundary

_INTRODUCTION = (
    "The services of this code base, as `decompose check` guards them. A name stands for all that is below it,",
    "the closest name counts; * matches anything. Edit them: `decompose accept` only adds what is new.",
)


def with_boundaries(text: str, boundaries: Boundaries, above: tuple[str, ...] = ()) -> str:
    """The text of a configuration file with the boundaries in it.

    Args:
        text: of the file as it is; valid TOML.
        boundaries: each service that is not in the file is added, and each name that a service there lacks.
        above: the tables that the configuration stands in: ``tool``, ``decompose`` in ``pyproject.toml``.
    """
    document = tomlkit.parse(text)
    held: Any = document
    for key in above:
        held = held.setdefault(key, tomlkit.table(is_super_table=True))
    declared: Any = held.get("boundaries")
    if declared is None:
        declared = tomlkit.table(is_super_table=True)
        if not above:
            _introduce(document)
        held["boundaries"] = declared
    for name, boundary in sorted(boundaries.services.items()):
        if name in declared:
            _extend(declared[name], boundary)
        else:
            declared[name] = _table(boundary)
    return tomlkit.dumps(document)


def _introduce(document: tomlkit.TOMLDocument) -> None:
    if document.body:
        document.add(tomlkit.nl())
    for line in _INTRODUCTION:
        document.add(tomlkit.comment(line))


def _table(boundary: Boundary) -> Table:
    table = tomlkit.table()
    table["units"] = _array(boundary.units)
    if boundary.tables:
        table["tables"] = _array(boundary.tables)
    if boundary.public:
        table["public"] = _array(boundary.public)
    return table


def _extend(table: MutableMapping[str, Any], boundary: Boundary) -> None:
    for key, names in (("units", boundary.units), ("tables", boundary.tables)):
        missing = [name for name in names if name not in table.get(key, ())]
        if not missing:
            continue
        if key not in table:
            table[key] = _array(missing)
        else:
            for name in missing:
                table[key].append(name)


def _array(names: Iterable[str]) -> Array:
    """One name a line, so that a change is a line of the difference."""
    array = tomlkit.array()
    array.extend(names)
    return array.multiline(len(array) > 1)
