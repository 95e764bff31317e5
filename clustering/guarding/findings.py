"""What a check answers: findings with their evidence, and the account of what is known, gone and moved."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from decompose.clustering.comparing import Change
from decompose.clustering.decomposition import Coupling
from decompose.extractors.places import Confidence, Place


class Level(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """The check fails."""
    WARN = "warn"
    """It is told, and the check passes."""
    OFF = "off"
    """It is not told."""


class Outcome(StrEnum):
    """What became of a coupling since the state that it is compared with."""

    NEW = "new"
    KNOWN = "known"
    MOVED = "moved"
    """It was there before; an end of it has another name, or is in another file, now."""
    GONE = "gone"


class Spot(msgspec.Struct, frozen=True, order=True):
    """A stretch of one file: where a finding is shown.

    Attributes:
        path: relative to the analysed root, with forward slashes.
        line: counted from 1; 0 means the file as a whole.
        column: counted from 1, in characters.
        end_line, end_column: the end, which is not part of it; 0 where only the beginning is known.
    """

    path: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class Step(msgspec.Struct, frozen=True, order=True):
    """One step of the way by which an indirect coupling happens.

    Attributes:
        symbol: the function.
        place: the line in it that leads on.
        action: what that line does: ``calls shop.stock.reserve``, ``writes stock_level``.
    """

    symbol: str
    place: Place
    action: str


class Finding(msgspec.Struct, frozen=True, order=True):
    """One thing that the check has to say.

    Attributes:
        spot: where; a line that the author can change.
        code: of the rule (``DC203``); see ``codes``.
        level: error or warn.
        outcome: new, but for what was tolerated before and is no longer.
        message: one sentence without a full stop: what happens, between which services.
        why: one sentence on why it matters.
        ways_out: what to do about it, the most likely first; each an imperative phrase without a full stop.
        confidence: how sure it is.
        source_service, target_service: the two sides; empty where there are none.
        kind: of the coupling (``calls``, ``reads`` …); empty for findings about something else.
        source, target: the symbols (or tables) at its ends; for other findings, what it is about.
        chain: how it comes about where it is indirect; empty where it is direct.
        places: the other places of the same coupling.
        fingerprint: stable identity: neither lines nor counts; unique within a report.
    """

    spot: Spot
    code: str
    level: Level
    outcome: Outcome
    message: str
    why: str = ""
    ways_out: tuple[str, ...] = ()
    confidence: Confidence = Confidence.EXACT
    source_service: str = ""
    target_service: str = ""
    kind: str = ""
    source: str = ""
    target: str = ""
    chain: tuple[Step, ...] = ()
    places: tuple[Place, ...] = ()
    fingerprint: str = ""


class Known(msgspec.Struct, frozen=True, order=True):
    """A coupling that is tolerated.

    Attributes:
        coupling: the coupling as it is today.
        by: what tolerates it: ``baseline``, the revision (it was there before), ``inline``, ``rule``, or ``call`` (a
            name that is imported for a call or a base class that is told of by itself).
        reason: as given, if one was.
    """

    coupling: Coupling
    by: str
    reason: str = ""


class Moved(msgspec.Struct, frozen=True, order=True):
    """A coupling whose ends have other names than before.

    Attributes:
        coupling: as it is today.
        source, target: the ends as they were called before.
    """

    coupling: Coupling
    source: str
    target: str


class Gone(msgspec.Struct, frozen=True, order=True):
    """A coupling that was there before; of one that only the baseline remembers, the services are not known.

    Attributes:
        kind: of the coupling (``calls``, ``reads`` …).
        source, target: the symbols (or tables) at its ends.
        source_service, target_service: the two sides, as far as known.
    """

    kind: str
    source: str
    target: str
    source_service: str = ""
    target_service: str = ""


class PairChange(msgspec.Struct, frozen=True, order=True):
    """How many couplings lead from one service to another, before and after."""

    source_service: str
    target_service: str
    before: int
    after: int


class Inspected(msgspec.Struct, frozen=True):
    """How much of the code the check could see.

    Attributes:
        files, lines: what was read.
        services: number of declared services.
        couplings: number of all couplings that cross boundaries.
        files_not_parsed: no parser could read them.
        calls_unresolved: calls of which nothing is known.
        statements, statements_dynamic, statements_not_understood: SQL texts, those with a computed table name, those
            that no dialect reads.
    """

    files: int = 0
    lines: int = 0
    services: int = 0
    couplings: int = 0
    files_not_parsed: int = 0
    calls_unresolved: int = 0
    statements: int = 0
    statements_dynamic: int = 0
    statements_not_understood: int = 0


class CheckReport(msgspec.Struct, frozen=True):
    """The answer of ``decompose check``.

    Attributes:
        name: of the repository.
        compared_with: ``decompose-baseline.txt``, or the revision as given; empty if there is nothing to compare with.
        compared_commit: the commit that the revision means; empty for a baseline.
        findings: sorted by path, line, column, code.
        known, moved, gone: what became of the other couplings, sorted.
        pairs: the pairs of services between which the number of couplings has changed, sorted.
        drift: scores before and after; empty where only a baseline is known.
        inspected: how much was seen.
    """

    name: str
    compared_with: str = ""
    compared_commit: str = ""
    findings: tuple[Finding, ...] = ()
    known: tuple[Known, ...] = ()
    moved: tuple[Moved, ...] = ()
    gone: tuple[Gone, ...] = ()
    pairs: tuple[PairChange, ...] = ()
    drift: tuple[Change, ...] = ()
    inspected: Inspected = Inspected()

    @property
    def errors(self) -> int:
        """How many findings make the check fail."""
        return sum(finding.level is Level.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are told without failing."""
        return sum(finding.level is Level.WARN for finding in self.findings)
