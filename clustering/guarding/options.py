"""What users declare: the boundaries of their services, and the rules that guard them."""

from __future__ import annotations

import datetime

import msgspec

from decompose.clustering.guarding.findings import Level
from decompose.extractors.places import Confidence


class Boundary(msgspec.Struct, frozen=True, rename="kebab"):
    """What belongs to one declared service.

    Attributes:
        units: dotted names of packages, modules, classes and functions, with all below them; ``*`` matches anything.
            Of several names that match, the closest counts: an exact one, then the longest.
        tables: names of the tables that it owns; ``*`` matches anything.
        public: what other services may call, named as in ``units``; empty: everything.
    """

    units: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    public: tuple[str, ...] = ()


class Boundaries(msgspec.Struct, frozen=True):
    """The declared services.

    Attributes:
        services: by name; ``shared`` is the shared library.
        reference_tables: table (``*`` matches anything) → why everybody may read it and refer to it.
    """

    services: dict[str, Boundary] = {}
    reference_tables: dict[str, str] = {}


class Kinds(msgspec.Struct, frozen=True, rename="kebab"):
    """What a new coupling of each kind is worth."""

    calls: Level = Level.ERROR
    imports: Level = Level.ERROR
    inherits: Level = Level.ERROR
    events: Level = Level.ERROR
    reads: Level = Level.ERROR
    writes: Level = Level.ERROR
    joins: Level = Level.ERROR
    foreign_keys: Level = Level.ERROR
    transactions: Level = Level.ERROR


class Allowed(msgspec.Struct, frozen=True, rename={"source": "from", "target": "to"}):
    """A dependency that the rules allow: its couplings are no findings.

    Attributes:
        source, target: services (``from``, ``to``); ``*`` for any.
        kinds: of couplings; empty: all.
        until: the last day on which it is allowed; afterwards each of its couplings is a finding.
        reason: why.
    """

    source: str
    target: str
    kinds: tuple[str, ...] = ()
    until: datetime.date | None = None
    reason: str = ""


class Forbidden(msgspec.Struct, frozen=True, rename={"source": "from", "target": "to"}):
    """A dependency that is a finding even where it is known.

    Attributes:
        source, target: services (``from``, ``to``); ``*`` for any.
        kinds: of couplings; empty: all.
        reason: why.
    """

    source: str
    target: str
    kinds: tuple[str, ...] = ()
    reason: str = ""


class Override(msgspec.Struct, frozen=True):
    """Another level for findings in some files.

    Attributes:
        paths: patterns as in ``.gitignore``.
        level: what findings there are worth at most.
        codes: of the findings; empty: all.
    """

    paths: tuple[str, ...]
    level: Level
    codes: tuple[str, ...] = ()


class Rules(msgspec.Struct, frozen=True, rename="kebab"):
    """How the check judges.

    Attributes:
        baseline: the file of known couplings, relative to the analysed root, inside of it.
        kinds: the level of new couplings, by kind.
        levels: the level of findings, by code; goes before ``kinds``.
        confidence: findings that are less sure are warnings at most.
        allow, forbid: dependencies between services.
        layers: services from the highest layer to the lowest; each may depend on those below it only.
        public_only: the level of calls that enter a service beside its public interface.
        cycles: the level of new circles of services.
        indirect: the most that a coupling is worth that was inferred, and none of whose files has changed since the
            revision compared with: something else that reaches it has.
        drift: the level of a score that is worse than before.
        unplaced: the level of code and tables that belong to no service.
        stale: the level of baseline lines whose coupling is gone, and of boundaries that match nothing.
        budgets: kind of coupling (``calls`` …, or ``all``) → how many new ones pass as warnings.
        max_new_calls: the same for calls; a short way to say it.
        strict_coverage: what could not be read fails the check.
        overrides: other levels for some files.
    """

    baseline: str = "decompose-baseline.txt"
    kinds: Kinds = Kinds()
    levels: dict[str, Level] = {}
    confidence: Confidence = Confidence.INFERRED
    allow: tuple[Allowed, ...] = ()
    forbid: tuple[Forbidden, ...] = ()
    layers: tuple[tuple[str, ...], ...] = ()
    public_only: Level = Level.ERROR
    cycles: Level = Level.WARN
    indirect: Level = Level.WARN
    drift: Level = Level.OFF
    unplaced: Level = Level.WARN
    stale: Level = Level.WARN
    budgets: dict[str, int] = {}
    max_new_calls: int = 0
    strict_coverage: bool = False
    overrides: tuple[Override, ...] = ()
