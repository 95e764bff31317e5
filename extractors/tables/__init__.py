"""The inventory of tables: what the classes and table objects of the program are in the database."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from decompose.extractors.graph import Table
from decompose.extractors.linking.linkage import Linkage


@dataclass(frozen=True, slots=True)
class MappedTable:
    """A table, and the objects of the program that stand for it.

    Attributes:
        table: as declared.
        mapped: class, table and field objects whose use is a use of this table.
    """

    table: Table
    mapped: tuple[int, ...]


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
    return [found for source in _SOURCES for found in source(linkage)]
