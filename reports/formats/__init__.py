"""The formats of a report on an analysis: one file a format, found by its presence.

Each has a docstring whose first line says what it is for, ``FILE`` that it is usually called, ``SUFFIXES`` of files
that are meant to be of this format, and ``render(analysed)``, a pure function to text that ends with a line break.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from decompose.reports.analysed import Analysed


class ReportFormat(Protocol):
    """What a module of this package has."""

    FILE: str
    SUFFIXES: tuple[str, ...]

    def render(self, analysed: Analysed) -> str:
        """The file's text, the same for the same analysis."""


def report_formats() -> tuple[str, ...]:
    """All formats by name, without loading them."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_")))


def report_format(name: str) -> ReportFormat:
    """The module of a format."""
    return cast("ReportFormat", importlib.import_module(f"{__name__}.{name}"))
