"""What speaks for and against a target, one topic a module; each argument registers itself.

An argument has points: a target is chosen that nothing excludes and that has most of them. Amazon ECS on AWS Fargate
starts with two, since parts of a legacy application move to containers more easily than to functions (AWS/APN e-book),
and everything else with none.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from decompose.extractors.places import Place
from decompose.recommenders.architecture import Compute
from decompose.recommenders.compute.drafting import Draft

EXCLUDES = -1000
"""Points of what a target cannot do at all."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One thing that speaks for or against a target.

    Attributes:
        compute: the target.
        points: for it (above 0), against it, or ``EXCLUDES``.
        text: what, in words that end a sentence; with the limit, where there is one.
        places: where it stands in the code.
    """

    compute: Compute
    points: int
    text: str
    places: tuple[Place, ...] = ()


Arguing = Callable[[Draft], Iterable[Argument]]


@dataclass(frozen=True, slots=True)
class ArgumentRule:
    """A rule that argues.

    Attributes:
        id: stable name, ``compute.target.name``.
        looks_for: the evidence, in words.
        says: what it concludes, in words.
        source: the document that it comes from.
        argue: applies it.
    """

    id: str
    looks_for: str
    says: str
    source: str
    argue: Arguing


_ARGUMENTS: dict[str, ArgumentRule] = {}


def argues(id_: str, *, looks_for: str, says: str, source: str) -> Callable[[Arguing], Arguing]:
    """Register what argues."""

    def register(argue: Arguing) -> Arguing:
        _ARGUMENTS[id_] = ArgumentRule(id_, looks_for, says, source, argue)
        return argue

    return register


@lru_cache(maxsize=1)
def all_arguments() -> tuple[ArgumentRule, ...]:
    """Every argument of this package, by id."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(_ARGUMENTS[id_] for id_ in sorted(_ARGUMENTS))
