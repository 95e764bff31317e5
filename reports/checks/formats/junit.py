"""For CI servers: JUnit XML, a suite for each pair of services with a case for each rule.

A finding that fails the check is a failed case; a rule without one is a passed case, so that a green run shows what was
looked at. Warnings stand in the output of their case, which passes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as Xml

from decompose.clustering.guarding.codes import CODES
from decompose.clustering.guarding.findings import CheckReport, Finding, Level
from decompose.reports.checks import wording
from decompose.reports.checks.setting import Setting
from decompose.reports.checks.wording import Pair
from decompose.reports.lines.cutting import visible

_COUPLINGS = tuple(code.code for code in CODES.values() if code.family in {"code", "data"})
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OTHERS: Pair = ("", "")


def render(report: CheckReport, setting: Setting) -> str:
    """The document; figures of time are left out, since equal reports give equal text."""
    root = Xml.Element("testsuites", name="decompose check")
    totals: dict[str, int] = defaultdict(int)
    for pair, findings in _suites(report):
        suite = Xml.SubElement(root, "testsuite", name=_clean(_name(pair)))
        for key, count in _fill(suite, pair, findings, setting).items():
            suite.set(key, str(count))
            totals[key] += count
    for key, count in totals.items():
        root.set(key, str(count))
    Xml.SubElement(root[-1], "system-out").text = _clean(_summary(report))
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _suites(report: CheckReport) -> list[tuple[Pair, list[Finding]]]:
    """All pairs of services that couplings join, and last what is not about a pair."""
    pairs = {(known.coupling.source_service, known.coupling.target_service) for known in report.known}
    pairs |= {(moved.coupling.source_service, moved.coupling.target_service) for moved in report.moved}
    pairs |= {(change.source_service, change.target_service) for change in report.pairs}
    groups: dict[Pair, list[Finding]] = {pair: [] for pair in pairs if all(pair)}
    for found in report.findings:
        pair = (found.source_service, found.target_service)
        groups.setdefault(pair if all(pair) else _OTHERS, []).append(found)
    others = groups.pop(_OTHERS, [])
    return [*sorted(groups.items()), (_OTHERS, others)]


def _name(pair: Pair) -> str:
    return wording.pair_name(pair) if all(pair) else "the code base"


def _fill(suite: Xml.Element, pair: Pair, findings: Sequence[Finding], setting: Setting) -> dict[str, int]:
    expected = _COUPLINGS if all(pair) else tuple(code for code in CODES if code not in _COUPLINGS)
    by_code: dict[str, list[Finding]] = {code: [] for code in expected}
    for found in findings:
        by_code.setdefault(found.code, []).append(found)
    for code, ones in by_code.items():
        failing = [found for found in ones if found.level is Level.ERROR]
        for found in failing:
            _failure(_case(suite, pair, code, found), found, setting)
        if not failing:
            case = _case(suite, pair, code)
            if ones:
                Xml.SubElement(case, "system-out").text = _clean("\n\n".join(_told(one, setting) for one in ones))
    failures = sum(found.level is Level.ERROR for found in findings)
    return {"tests": len(suite), "failures": failures, "errors": 0, "skipped": 0}


def _case(suite: Xml.Element, pair: Pair, code: str, found: Finding | None = None) -> Xml.Element:
    name = f"{visible(code)} {wording.name_of(code)}".strip()
    if found is not None:
        ends = [visible(end) for end in (found.source, found.target) if end]
        name += f": {' → '.join(ends) or visible(found.spot.path)}"
    return Xml.SubElement(suite, "testcase", classname=_clean(_name(pair)), name=_clean(name))


def _failure(case: Xml.Element, found: Finding, setting: Setting) -> None:
    case.set("file", _clean(setting.from_repository(found.spot.path)))
    if found.spot.line:
        case.set("line", str(found.spot.line))
    failure = Xml.SubElement(case, "failure", type=_clean(found.code), message=_clean(visible(found.message)))
    failure.text = _clean(_told(found, setting))


def _told(found: Finding, setting: Setting) -> str:
    """All that is known of a finding, as plain text."""
    return "\n".join(_lines(found, setting))


def _lines(found: Finding, setting: Setting) -> Iterable[str]:
    where = visible(setting.from_repository(found.spot.path))
    place = f"{where}:{found.spot.line}:{found.spot.column}" if found.spot.line else where
    yield f"{place}: {visible(found.code)} {found.level.value}: {visible(found.message)}"
    doubt = wording.doubt(found.confidence)
    if doubt:
        yield f"how sure: {doubt}"
    if found.why:
        yield f"why: {visible(found.why)}"
    for step in found.chain:
        at = visible(f"{setting.from_repository(step.place.path)}:{step.place.line}")
        yield f"by way of {visible(step.symbol)} {visible(step.action)} ({at})"
    for other in found.places[:5]:
        yield f"also at {visible(setting.from_repository(str(other)))}"
    for way in found.ways_out:
        yield f"way out: {visible(way)}"


def _summary(report: CheckReport) -> str:
    since = wording.since(report)
    lines = [f"{wording.delta(report)}{f' {since}' if since else ''}", f"inspected: {wording.inspected(report)}"]
    missed = wording.missed(report.inspected)
    return "\n".join([*lines, f"could not be analysed: {missed}"] if missed else lines)


def _clean(text: str) -> str:
    """XML cannot hold every character."""
    return _FORBIDDEN.sub("\ufffd", text)
