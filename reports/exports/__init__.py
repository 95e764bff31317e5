"""The proposed services in the notations of other tools: one format a module, found by its presence.

A module has ``NAME`` (of the option), ``FILE`` (that it is usually called) and ``render(analysed) -> str``.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from typing import Protocol, cast

from decompose.reports.analysed import Analysed


class Export(Protocol):
    """What a module of this package has."""

    NAME: str
    FILE: str

    def render(self, analysed: Analysed) -> str:
        """The file's text, the same for the same analysis."""


@lru_cache(maxsize=1)
def exports() -> dict[str, Export]:
    """All formats by name."""
    found = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        if not module.name.startswith("_"):
            made = cast("Export", importlib.import_module(f"{__name__}.{module.name}"))
            found[made.NAME] = made
    return found
