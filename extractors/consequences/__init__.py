"""What a use of a mapped class touches besides the class's own table.

Lookups join (``filter(order__user__email=…)``), attributes load (``line.order``), deletions cascade.
Each module of this package knows one of these for one object mapper and registers itself. They run
when linking has settled, so that they see all models and receivers.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Access, Linkage

Consequence = Callable[[Linkage], Iterable[Access]]
_CONSEQUENCES: list[Consequence] = []
_SETTLED: list[Consequence] = []


def consequence(finder: Consequence) -> Consequence:
    """Register a finder of accesses that follow from others."""
    _CONSEQUENCES.append(finder)
    return finder


@dataclass(frozen=True, slots=True)
class Load:
    """An attribute of a row is read that another row has to be loaded for.

    Attributes:
        scope: where (a copy of a function passes for itself).
        op: the reading.
        owner: the mapped class (an object) of the row that is asked.
        mapped: that of the row that is loaded.
        is_there: the other row is likely to be there already.
    """

    scope: int
    op: facts.Attr
    owner: int
    mapped: int
    is_there: bool = False


Loading = Callable[[Linkage], Iterable[Load]]
_LOADING: list[Loading] = []


def loading(finder: Loading) -> Loading:
    """Register a finder of attributes that load rows."""
    _LOADING.append(finder)
    return finder


def find_loads(linkage: Linkage) -> Iterator[Load]:
    """The attributes that load rows, by finder."""
    _load()
    for finder in _LOADING:
        yield from finder(linkage)


Fetching = Callable[[Linkage], Iterable[tuple[int, str]]]
_FETCHING: list[Fetching] = []


def fetching(finder: Fetching) -> Fetching:
    """Register a finder of (mapped class, attribute) that some query of the program fetches along with its rows.

    A class of -1 stands for any class that has the attribute.
    """
    _FETCHING.append(finder)
    return finder


def find_fetched(linkage: Linkage) -> set[tuple[int, str]]:
    """What some query fetches along with its rows."""
    _load()
    return {found for finder in _FETCHING for found in finder(linkage)}


@lru_cache(maxsize=1)
def _load() -> None:
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        importlib.import_module(f"{__name__}.{module.name}")


def settled(finder: Consequence) -> Consequence:
    """Register a finder of accesses that the code itself makes, but that show only when linking has settled."""
    _SETTLED.append(finder)
    return finder


def find_settled(linkage: Linkage) -> Iterator[Access]:
    """The accesses that show when linking has settled, by finder."""
    _load()
    for finder in _SETTLED:
        yield from finder(linkage)


def find_consequences(linkage: Linkage) -> Iterator[Access]:
    """The accesses that follow from what the program does, by finder."""
    _load()
    for finder in _CONSEQUENCES:
        yield from finder(linkage)
