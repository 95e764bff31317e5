"""The rules, one topic a module; each registers itself.

Most are data (``declare``): a condition, what it recommends, why, and who says so. Those that have to compute something
are functions (``@rule``). Users add rules of the first kind in their configuration, and switch off any.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from decompose.recommenders.conditions import When, evidence_of
from decompose.recommenders.options import DataRule, Scope
from decompose.recommenders.plan import Recommendation, Strength, Topic
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
        find: applies it to a service, or to the whole system.
        scope: to which of the two.
    """

    id: str
    topic: Topic
    looks_for: str
    recommends: str
    source: str
    find: Finder
    scope: Scope = Scope.SERVICE


_RULES: dict[str, Rule] = {}


def rule(
    id_: str, topic: Topic, *, looks_for: str, recommends: str, source: str, scope: Scope = Scope.SERVICE
) -> Callable[[Finder], Finder]:
    """Register a rule that a function decides."""

    def register(find: Finder) -> Finder:
        _RULES[id_] = Rule(id_, topic, looks_for, recommends, source, find, scope)
        return find

    return register


def declare(
    id_: str,
    topic: Topic,
    *,
    looks_for: str,
    target: str,
    reason: str,
    source: str,
    when: When | tuple[When, ...],
    unless: tuple[When, ...] = (),
    strength: Strength = Strength.RECOMMENDED,
    scope: Scope = Scope.SERVICE,
) -> None:
    """Register a rule that is data; see ``DataRule``."""
    alternatives = when if isinstance(when, tuple) else (when,)
    data = DataRule(id_, topic, target, reason, alternatives, unless, source, strength, scope, looks_for)
    _RULES[id_] = rule_of(data)


def rule_of(data: DataRule) -> Rule:
    """The rule that data describe."""
    looks_for = data.looks_for or "what the configuration says"
    return Rule(data.id, data.topic, looks_for, data.target, data.source, _finder(data), data.scope)


def _finder(data: DataRule) -> Finder:
    def find(profile: ServiceProfile) -> Iterator[Recommendation]:
        seen = next((seen for when in data.when if (seen := evidence_of(when, profile))), ())
        if seen and not any(evidence_of(unless, profile) for unless in data.unless):
            yield Recommendation(
                profile.name, data.topic, data.target, data.id, data.strength, data.reason, seen, data.source
            )

    return find


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """Every rule of this package, by id."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(_RULES[id_] for id_ in sorted(_RULES))
