"""How much a finding weighs in the end: by its code, by how sure it is, and by its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from decompose.clustering.guarding.findings import Finding, Level
from decompose.clustering.guarding.options import Rules
from decompose.extractors.ignoring import Patterns
from decompose.extractors.places import Confidence

_ORDER = (Level.ERROR, Level.WARN, Level.OFF)
_SURENESS = (Confidence.HEURISTIC, Confidence.INFERRED, Confidence.EXACT)


def levelled(findings: Iterable[Finding], rules: Rules) -> Iterator[Finding]:
    """The findings that are told, at the level that the rules give them."""
    overrides = [(Patterns(override.paths), override) for override in rules.overrides]
    for finding in findings:
        level = weighed(finding.code, finding.level, finding.confidence, rules)
        for patterns, override in overrides:
            if patterns.verdict(finding.spot.path) and (not override.codes or finding.code in override.codes):
                level = milder(level, override.level)
        if level is not Level.OFF:
            yield msgspec.structs.replace(finding, level=level)


def weighed(code: str, level: Level, confidence: Confidence, rules: Rules) -> Level:
    """A level after what the rules say to its code, and to how sure it is."""
    wanted = rules.levels.get(code, level)
    is_doubtful = _SURENESS.index(confidence) < _SURENESS.index(rules.confidence)
    return milder(wanted, Level.WARN) if is_doubtful else wanted


def heavier(left: Level, right: Level) -> Level:
    """The one of two levels that weighs more."""
    return min(left, right, key=_ORDER.index)


def milder(left: Level, right: Level) -> Level:
    """The one of two levels that weighs less."""
    return max(left, right, key=_ORDER.index)
