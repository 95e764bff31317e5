"""Settings: what the program's own modules of settings tell of its surroundings.

Each module of this package knows one topic and registers itself. Settings are read from the linked program, with the
defaults that stand in for variables of the environment.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeAlias

from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.marks import Mark
from decompose.extractors.traits import Watched

Finder: TypeAlias = Callable[[Watched], Iterable[Mark]]
_FINDERS: list[Finder] = []
_TESTING = re.compile(r"(?:.*_)?(?:tests?|testing|testutils?|testsettings|settings_?tests?)(?:_.*)?")


def finder(function: Finder) -> Finder:
    """Register what finds settings."""
    _FINDERS.append(function)
    return function


def is_for_tests(linkage: Linkage, gid: int) -> bool:
    """Whether a scope stands in a module that serves tests, by its name."""
    return any(_TESTING.fullmatch(part) for part in linkage.sources[linkage.file_of[gid]].module.lower().split("."))


@lru_cache(maxsize=1)
def _load() -> None:
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        importlib.import_module(f"{__name__}.{module.name}")


def find_settings(watched: Watched) -> list[Mark]:
    """All marks of settings, sorted and without repetition."""
    _load()
    return sorted({mark for function in _FINDERS for mark in function(watched)})
