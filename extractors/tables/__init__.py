"""The inventory of tables: what the classes and table objects of the program are in the database."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import msgspec

from decompose.extractors.graph import Table
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.tables.names import Names


@dataclass(frozen=True, slots=True)
class MappedTable:
    """A table, and the objects of the program that stand for it.

    Attributes:
        table: as declared.
        mapped: class, table and field objects whose use is a use of this table.
        is_last_resort: it counts only where nothing else tells of a table of that name.
    """

    table: Table
    mapped: tuple[int, ...]
    is_last_resort: bool = False


TableSource = Callable[[Linkage], Iterable[MappedTable]]
_SOURCES: list[TableSource] = []


def table_source(source: TableSource) -> TableSource:
    """Register a function that finds the tables that one library declares."""
    _SOURCES.append(source)
    return source


@lru_cache(maxsize=1)
def _load() -> None:
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        importlib.import_module(f"{__name__}.{module.name}")


def find_tables(linkage: Linkage) -> list[MappedTable]:
    """All tables that the program declares, by source."""
    _load()
    found = _aligned([found for source in _SOURCES for found in source(linkage)])
    told = Names(mapped.table.name for mapped in found if not mapped.is_last_resort)
    return [mapped for mapped in found if not (mapped.is_last_resort and mapped.table.name in told)]


def _aligned(tables: list[MappedTable]) -> list[MappedTable]:
    """Tables that no class maps take the name of the mapped one that they are: the same but for case or schema."""
    names = Names(found.table.name for found in tables if found.mapped)
    return [found if found.mapped else replace(found, table=_renamed(found.table, names)) for found in tables]


def _renamed(table: Table, names: Names) -> Table:
    keys = tuple(msgspec.structs.replace(key, table=names.real(key.table)) for key in table.foreign_keys)
    return msgspec.structs.replace(table, name=names.real(table.name), foreign_keys=keys)
