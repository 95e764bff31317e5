"""The rules, one topic a module; each registers itself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from decompose.recommenders.plan import Recommendation, Topic
from decompose.recommenders.profile import ServiceProfile

Finder = Callable[[ServiceProfile], Iterable[Recommendation]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it looks for, what it recommends, and who says so.

    Attributes:
        id: stable name, ``topic.name``.
        topic: what it is about.
        looks_for: the evidence, in words.
        recommends: the target, in words.
        source: the document that it comes from.
        find: applies it to a service.
    """

    id: str
    topic: Topic
    looks_for: str
    recommends: str
    source: str
    find: Finder


_RULES: dict[str, Rule] = {}


def rule(id_: str, topic: Topic, *, looks_for: str, recommends: str, source: str) -> Callable[[Finder], Finder]:
    """Register a rule."""

    def register(find: Finder) -> Finder:
        _RULES[id_] = Rule(id_, topic, looks_for, recommends, source, find)
        return find

    return register


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by id."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(_RULES[id_] for id_ in sorted(_RULES))
