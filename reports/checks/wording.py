"""What all formats say alike: the delta, what was inspected, and names that cannot do harm."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from decompose.clustering.counting import plural
from decompose.clustering.guarding.codes import CODES
from decompose.clustering.guarding.findings import CheckReport, Finding, Inspected, Level, Outcome
from decompose.extractors.places import Confidence
from decompose.reports.lines.cutting import visible

Pair = tuple[str, str]
"""Two services: from, to; empty where a finding is not about services."""

_TOPICS = {
    "graph": "rules",
    "coverage": "what no rule can see",
    "suppression": "suppressions and baseline",
}
_BY = {
    "baseline": "from the baseline",
    "inline": "by comments",
    "rule": "by rules",
    "call": "with the calls that they are imported for",
}


@dataclass(frozen=True, slots=True)
class Delta:
    """How many couplings are new, known, moved and gone."""

    new: int
    known: int
    moved: int
    gone: int

    def __str__(self) -> str:
        return f"{self.new:,} new · {self.known:,} known · {self.moved:,} moved · {self.gone:,} gone"


def delta(report: CheckReport) -> Delta:
    """The delta of a report; several findings on one coupling count once."""
    new = {(found.kind, found.source, found.target) for found in report.findings if is_new_coupling(found)}
    return Delta(len(new), len(report.known), len(report.moved), len(report.gone))


def is_new_coupling(finding: Finding) -> bool:
    """Whether it is about a coupling, and a new one."""
    return bool(finding.kind) and finding.outcome is Outcome.NEW


def since(report: CheckReport) -> str:
    """What the report compares with: ``since origin/main (3f2a91c)``; empty if with nothing."""
    if not report.compared_with:
        return ""
    if not report.compared_commit:
        return f"against {visible(report.compared_with)}"
    commit = visible(report.compared_commit[:9])
    if report.compared_with == report.compared_commit:
        return f"since {commit}"
    return f"since {visible(report.compared_with)} ({commit})"


def verdict(report: CheckReport) -> str:
    """What it comes to: ``2 errors and 1 warning``, ``nothing new crosses a boundary``."""
    parts = []
    if report.errors:
        parts.append(plural(report.errors, "error"))
    if report.warnings:
        parts.append(plural(report.warnings, "warning"))
    return " and ".join(parts) or "nothing new crosses a boundary"


def inspected(report: CheckReport) -> str:
    """What was read: ``812 files, 12,000 lines, 6 services, 46 couplings``."""
    seen = report.inspected
    nouns = (("file", seen.files), ("line", seen.lines), ("service", seen.services), ("coupling", seen.couplings))
    return ", ".join(plural(number, noun) for noun, number in nouns)


def missed(seen: Inspected) -> str:
    """What could not be analysed; empty if nothing."""
    parts = []
    if seen.files_not_parsed:
        parts.append(f"{plural(seen.files_not_parsed, 'file')} not parsed")
    if seen.calls_unresolved:
        parts.append(f"{plural(seen.calls_unresolved, 'call')} of unknown callees")
    statements = []
    if seen.statements_dynamic:
        statements.append(f"{seen.statements_dynamic:,} with a computed table name")
    if seen.statements_not_understood:
        statements.append(f"{seen.statements_not_understood:,} not understood")
    if statements:
        parts.append(f"of {plural(seen.statements, 'SQL statement')} {' and '.join(statements)}")
    return ", ".join(parts)


def tolerated(report: CheckReport) -> str:
    """Where the known couplings are known from: ``30 from the baseline``; empty if there are none."""
    by = Counter(known.by for known in report.known)
    ordered = sorted(by.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{count:,} {_BY.get(name) or f'from {visible(name)}'}" for name, count in ordered)


def by_pair(findings: Iterable[Finding]) -> list[tuple[Pair, list[Finding]]]:
    """Findings by the pair of services that they are about; pairs with errors first."""
    groups: dict[Pair, list[Finding]] = {}
    for found in findings:
        groups.setdefault((found.source_service, found.target_service), []).append(found)
    failing = {pair: any(one.level is Level.ERROR for one in group) for pair, group in groups.items()}
    return sorted(groups.items(), key=lambda item: (not failing[item[0]], not any(item[0]), item[0]))


def pair_name(pair: Pair, findings: Iterable[Finding] = (), *, arrow: str = "→") -> str:
    """``orders → billing``; what findings without services are about."""
    source, target = (visible(name) for name in pair)
    if source and target:
        return f"{source} {arrow} {target}"
    if source or target:
        return source or target
    topics = dict.fromkeys(_topic(found.code) for found in findings)
    return ", ".join(sorted(topics)) or "the code base"


def _topic(code: str) -> str:
    known = CODES.get(code)
    return _TOPICS.get(known.family, "couplings") if known else "other"


def identity(finding: Finding) -> str:
    """The fingerprint, or one made of what the finding is about."""
    if finding.fingerprint:
        return finding.fingerprint
    about = (finding.code, finding.kind, finding.source, finding.target, finding.spot.path)
    return digest("\0".join(about))[:16]


def digest(text: str) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()


def name_of(code: str) -> str:
    """The short name of a code; empty for one that nobody knows."""
    return CODES[code].name if code in CODES else ""


def doubt(confidence: Confidence) -> str:
    """How sure a finding is, where it is not exact."""
    return {Confidence.EXACT: "", Confidence.INFERRED: "inferred", Confidence.HEURISTIC: "a likely match"}[confidence]


def sentence(text: str) -> str:
    """A clause as a sentence."""
    shown = visible(text).rstrip()
    if not shown:
        return ""
    shown = shown[0].upper() + shown[1:]
    return shown if shown.endswith((".", "!", "?")) else f"{shown}."


def storable(text: str) -> str:
    """Text that can be written as UTF-8: lone surrogates become escapes."""
    return text.encode(errors="backslashreplace").decode()
