"""Resources: what the code uses besides tables and its own functions.

Each module of this package knows one topic (caches, mail, object storage …) and registers what uses it: functions
of installed packages, elements of their mappings, attributes that are read. What a call really calls is asked of the
linked program, so that ``self.client.get(key)`` counts wherever the client was made.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from decompose.extractors.frameworks import Entry, Event
from decompose.extractors.graph import ResourceKind
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.resolution import ResolvedCall
from decompose.extractors.places import Confidence

Namer: TypeAlias = Callable[[Linkage, CallSite], Iterable[str]]
"""(linkage, call) → what the resource is called; nothing where that is not known."""


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """A scope uses a resource at a line; see ``graph.ResourceUse``."""

    scope: int
    line: int
    kind: ResourceKind
    name: str
    reads: bool
    writes: bool
    operation: str = ""
    confidence: Confidence = Confidence.INFERRED


def called(name: str) -> Namer:
    """The resource has always this name."""
    return lambda _linkage, _site: (name,)


unnamed: Namer = lambda _linkage, _site: ()  # noqa: E731 - as typed as the others
"""The resource has no name in the code."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a call of a library function does to a resource."""

    kind: ResourceKind
    reads: bool
    writes: bool
    named: Namer = unnamed


Family: TypeAlias = Callable[[str], Meaning | None]
"""Dotted name → what a call of it does; for libraries with very many functions."""


@dataclass(frozen=True, slots=True)
class Wired:
    """The linked program with its entry points and events."""

    linkage: Linkage
    calls: Sequence[ResolvedCall]
    entries: Sequence[Entry]
    events: Sequence[Event]


Finder: TypeAlias = Callable[[Wired], Iterable[Use]]

_FUNCTIONS: dict[str, Meaning] = {}
_FAMILIES: dict[str, Family] = {}
_ELEMENTS: dict[str, ResourceKind] = {}
_FINDERS: list[Finder] = []


def uses(
    kind: ResourceKind,
    owners: Iterable[str],
    *,
    reads: str = "",
    writes: str = "",
    both: str = "",
    named: Namer = unnamed,
) -> None:
    """Register functions of modules or classes.

    Args:
        kind: what they use.
        owners: dotted names of the modules or classes that have them.
        reads: names of functions that read, separated by blanks; ``*`` for any that is not named.
        writes: … that write.
        both: … that do both, or of which that is not known.
        named: what the resource is called.
    """
    groups = ((reads, True, False), (writes, False, True), (both, True, True))
    for owner in owners:
        for names, is_read, is_written in groups:
            for name in names.split():
                _FUNCTIONS[f"{owner}.{name}"] = Meaning(kind, is_read, is_written, named)


def family(prefix: str) -> Callable[[Family], Family]:
    """Register what functions of a package (a top-level name) mean, where no exact name is known."""

    def register(function: Family) -> Family:
        _FAMILIES[prefix] = function
        return function

    return register


def holds(kind: ResourceKind, *mappings: str) -> None:
    """Register mappings of installed packages whose elements are kept in a resource."""
    _ELEMENTS.update(dict.fromkeys(mappings, kind))


def finder(function: Finder) -> Finder:
    """Register what finds uses by itself."""
    _FINDERS.append(function)
    return function


def kind_of_elements(dotted: str) -> ResourceKind | None:
    """Where the elements of a mapping are kept."""
    return _ELEMENTS.get(dotted)


def meaning_of(dotted: str) -> Meaning | None:
    """What a call of an installed function does to a resource; None if nothing is known of it."""
    found = _FUNCTIONS.get(dotted)
    if found is not None:
        return found
    owner, _, _ = dotted.rpartition(".")
    found = _FUNCTIONS.get(f"{owner}.*")
    function = _FAMILIES.get(dotted.partition(".")[0])
    return found if found is not None or function is None else function(dotted)


@lru_cache(maxsize=1)
def _load() -> None:
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        importlib.import_module(f"{__name__}.{module.name}")


def find_resources(wired: Wired) -> list[Use]:
    """All uses of resources, sorted and without repetition."""
    _load()
    return sorted({use for function in _FINDERS for use in _found(function, wired)})


def _found(function: Finder, wired: Wired) -> Iterator[Use]:
    yield from function(wired)
