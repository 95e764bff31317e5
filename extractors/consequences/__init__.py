"""What a use of a mapped class touches besides the class's own table.

Lookups join (``filter(order__user__email=…)``), attributes load (``line.order``), deletions cascade.
Each module of this package knows one of these for one object mapper and registers itself. They run
when linking has settled, so that they see all models and receivers.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from decompose.extractors.linking.linkage import Access, Linkage

Consequence = Callable[[Linkage], Iterable[Access]]
_CONSEQUENCES: list[Consequence] = []
_SETTLED: list[Consequence] = []


def consequence(finder: Consequence) -> Consequence:
    """Register a finder of accesses that follow from others."""
    _CONSEQUENCES.append(finder)
    return finder


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
