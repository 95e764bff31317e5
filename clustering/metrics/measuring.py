"""Finds the metrics and takes them all: every module of this package that defines ``MEASURES``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from math import isfinite
from pkgutil import iter_modules

from decompose.clustering import metrics
from decompose.clustering.decomposition import Metric
from decompose.clustering.metrics.cut import Cut


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric that can be taken of any cut.

    Attributes:
        name: short name.
        of: the formula; its docstring names the variant and the source.
        higher_is_better: the direction.
        meaning: one line for the reader of a report.
    """

    name: str
    of: Callable[[Cut], float]
    higher_is_better: bool
    meaning: str


@cache
def measures() -> tuple[Measure, ...]:
    """All metrics, sorted by name."""
    names = sorted(module.name for module in iter_modules(metrics.__path__))
    modules = [import_module(f"{metrics.__name__}.{name}") for name in names]
    found = [measure for module in modules for measure in getattr(module, "MEASURES", ())]
    return tuple(sorted(found, key=lambda measure: measure.name))


def measured(cut: Cut) -> tuple[Metric, ...]:
    """All metrics of a cut; what is not a finite number there is 0."""
    found = [(measure, measure.of(cut)) for measure in measures()]
    return tuple(Metric(m.name, value if isfinite(value) else 0.0, m.higher_is_better, m.meaning) for m, value in found)
