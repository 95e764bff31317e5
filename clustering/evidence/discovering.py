"""Finds the relations: every module of this package that defines ``RELATIONS``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from decompose.clustering import evidence
from decompose.clustering.evidence.relation import Relation


@cache
def relations() -> tuple[Relation, ...]:
    """All relations, in the order of their modules' names."""
    names = sorted(module.name for module in iter_modules(evidence.__path__))
    modules = [import_module(f"{evidence.__name__}.{name}") for name in names]
    return tuple(relation for module in modules for relation in getattr(module, "RELATIONS", ()))
