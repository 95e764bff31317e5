"""What the rules are given, and how they make themselves known."""

from __future__ import annotations

import datetime
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from decompose.clustering.guarding.baseline import Entry
from decompose.clustering.guarding.codes import CODES
from decompose.clustering.guarding.findings import Finding, Level, Outcome, Spot
from decompose.clustering.guarding.options import Boundaries, Rules
from decompose.clustering.guarding.outcomes import Outcomes, State
from decompose.clustering.guarding.relating import Relation, relation_of
from decompose.clustering.guarding.telling import Teller
from decompose.clustering.guarding.tolerating import Tolerance
from decompose.extractors.places import Confidence, Severity


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything that a rule may look at.

    Attributes:
        now: the state that is checked.
        before: the state that it is compared with; None where only a baseline is known.
        outcomes: what became of the couplings.
        boundaries, rules: what users declare.
        baseline: the lines of today's baseline.
        baseline_before: those of the state before; None where that is not known, or had none.
        tolerance: what the rules tolerate.
        today: for dates.
        teller: makes findings of couplings.
        places: where things are declared: ``boundaries.NAME`` … → ``path:line`` of the configuration.
        unplaced: units and tables of no declared service.
        adopted: those of them that are judged as part of a service → that service.
        has_changed: path → whether a file differs from the state before; None where that is not known.
    """

    now: State
    before: State | None
    outcomes: Outcomes
    boundaries: Boundaries
    rules: Rules
    baseline: tuple[Entry, ...]
    baseline_before: tuple[Entry, ...] | None
    tolerance: Tolerance
    today: datetime.date
    teller: Teller
    places: Mapping[tuple[str, ...], Spot] = field(default_factory=dict)
    unplaced: frozenset[str] = frozenset()
    adopted: Mapping[str, str] = field(default_factory=dict)
    has_changed: Callable[[str], bool] | None = None

    @property
    def is_partial(self) -> bool:
        """Whether a part of the code could not be read: what is not seen may be there."""
        return any(found.severity is Severity.ERROR for found in self.now.graph.diagnostics)

    @property
    def moved_to(self) -> frozenset[Relation]:
        """Couplings that were there before under other names."""
        return frozenset(relation_of(found.coupling) for found in self.outcomes.moved)

    def place(self, *keys: str) -> Spot:
        """Where a key of the configuration stands, or else the table that it is in."""
        while keys and keys not in self.places:
            keys = keys[:-1]
        return self.places.get(keys, Spot("decompose.toml", 0))


def finding(
    code: str,
    level: Level,
    spot: Spot,
    message: str,
    about: str,
    *,
    ways_out: tuple[str, ...] = (),
    services: tuple[str, str] = ("", ""),
    fingerprint: str = "",
) -> Finding:
    """A finding about something else than one coupling; ``about`` is what tells it from others of its code."""
    meaning = CODES[code]
    return Finding(
        spot=spot, code=code, level=level, outcome=Outcome.NEW, message=message, why=meaning.why,
        ways_out=(*ways_out, *meaning.ways_out), confidence=Confidence.EXACT,
        source_service=services[0], target_service=services[1],
        source=about, fingerprint=fingerprint or f"{code}:{about}",
    )  # fmt: skip


Rule = Callable[[Inspection], Iterable[Finding]]
_RULES: list[Rule] = []


def rule(check: Rule) -> Rule:
    """Register a rule; a module of ``rules`` does so when it is imported."""
    _RULES.append(check)
    return check


@cache
def _all_rules() -> tuple[Rule, ...]:
    from decompose.clustering.guarding import rules

    for module in pkgutil.iter_modules(rules.__path__):
        importlib.import_module(f"{rules.__name__}.{module.name}")
    return tuple(sorted(_RULES, key=lambda check: (check.__module__, check.__qualname__)))


def found_by_rules(inspection: Inspection) -> Iterator[Finding]:
    """What all rules have to say."""
    for check in _all_rules():
        yield from check(inspection)
