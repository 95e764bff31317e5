"""Drawings of the graph. ``formats/`` has one file a format, found by its presence.

Each has a docstring whose first line says what it is for, ``SUFFIXES`` of its files, and ``render(drawing)``, which
gives text that ends with a line break.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Protocol, cast

from decompose.reports.drawings import formats as _folder

if TYPE_CHECKING:
    from decompose.reports.drawings.drawing import Drawing


class DrawingFailedError(Exception):
    """It could not be drawn; the message says why.

    Attributes:
        hint: what to do.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class DrawingFormat(Protocol):
    """What a module of ``formats/`` has."""

    SUFFIXES: tuple[str, ...]

    def render(self, drawing: Drawing) -> str:
        """The file's text, the same for the same drawing."""


def drawing_formats() -> tuple[str, ...]:
    """All formats by name, without loading them."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(_folder.__path__)))


def drawing_format(name: str) -> DrawingFormat:
    """The module of a format."""
    return cast("DrawingFormat", importlib.import_module(f"{_folder.__name__}.{name}"))


def draw(drawing: Drawing, name: str) -> str:
    """A drawing in one format.

    Raises:
        DrawingFailedError: the format needs a program that is missing or failed.
    """
    return drawing_format(name).render(drawing)
