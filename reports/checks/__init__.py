"""The answer of ``decompose check`` in the formats that people and machines read.

``formats()`` lists what is in ``formats/``: one file per format, found by its presence. Each has a docstring whose
first line says what it is for, and ``render(report, setting)``, a pure function to text.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from decompose.clustering.guarding.findings import CheckReport
from decompose.reports.checks import formats as _folder
from decompose.reports.checks.setting import Setting

Render = Callable[[CheckReport, Setting], str]


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes:
        name: what options call it; the name of its module.
        about: what it is for, in one sentence.
        render: the report as text that ends with a line break, if it is not empty.
    """

    name: str
    about: str
    render: Render


def format_names() -> tuple[str, ...]:
    """All formats, without loading them."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(_folder.__path__)))


@cache
def formats() -> dict[str, Format]:
    """All formats by name, sorted."""
    return {name: _loaded(name) for name in format_names()}


def render(report: CheckReport, name: str, setting: Setting | None = None) -> str:
    """A report in one format; only that one is loaded.

    Raises:
        KeyError: there is no such format.
    """
    if name not in format_names():
        raise KeyError(name)
    return _loaded(name).render(report, setting or Setting())


def _loaded(name: str) -> Format:
    module = importlib.import_module(f"{_folder.__name__}.{name}")
    return Format(name, (module.__doc__ or "").partition("\n")[0], module.render)
