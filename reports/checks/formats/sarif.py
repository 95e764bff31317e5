"""For code scanning: SARIF 2.1.0, as GitHub reads it.

Known couplings are left out unless they are asked for: GitHub does not look at suppressions and would open an alert
for each. Its limits of results and locations are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from decompose.clustering.guarding.codes import CODE_OF, CODES, Code
from decompose.clustering.guarding.findings import CheckReport, Finding, Known, Level, Outcome, Spot
from decompose.extractors.places import Confidence, Place
from decompose.reports.checks import wording
from decompose.reports.checks.document import indented
from decompose.reports.checks.formats.gitlab import NOWHERE
from decompose.reports.checks.setting import Setting
from decompose.reports.lines.cutting import visible
from decompose.reports.phrasing import verb

Json = dict[str, Any]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 5_000
"""How many results of a run GitHub keeps."""
MOST_PLACES = 100
"""How many locations of a result GitHub shows."""

_ROOT = "%SRCROOT%"
_LEVELS = {Level.ERROR: "error", Level.WARN: "warning", Level.OFF: "note"}
_PRECISION = {Confidence.EXACT: "very-high", Confidence.INFERRED: "high", Confidence.HEURISTIC: "medium"}
_BASELINE_STATES = {Outcome.NEW: "new", Outcome.KNOWN: "unchanged", Outcome.MOVED: "updated", Outcome.GONE: "absent"}
_ADVICE = {"coverage", "suppression"}


def render(report: CheckReport, setting: Setting) -> str:
    """A log with one run."""
    codes = _codes(report)
    index = {code.code: position for position, code in enumerate(codes)}
    results = [_result(found, index, setting) for found in report.findings[:MOST_RESULTS]]
    if setting.shows_known:
        room = MOST_RESULTS - len(results)
        results += [_known(known, index, setting) for known in report.known[:room]]
    driver: Json = {"name": "decompose", "rules": [_rule(code) for code in codes]}
    if setting.tool:
        driver["version"] = visible(setting.tool)
    run: Json = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"decompose/{quote(setting.root, errors='backslashreplace') or 'check'}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository"}}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(report)}],
        "results": results,
        "properties": {"delta": str(wording.delta(report)), "comparedWith": visible(report.compared_with)},
    }
    return indented({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


# -- rules --


def _codes(report: CheckReport) -> list[Code]:
    """All codes, since a rule without results tells that it was looked at; those that only this report knows last."""
    unknown = sorted({found.code for found in report.findings} - CODES.keys())
    return [*CODES.values(), *(Code(code, visible(code, 60) or "unknown", "A finding", "", ()) for code in unknown)]


def _rule(code: Code) -> Json:
    why = wording.sentence(code.why)
    is_advice = code.code in CODES and code.family in _ADVICE
    ways = "".join(f"\n- {way}" for way in code.ways_out)
    ways_out = f"\n\nWays out:\n{ways}" if ways else ""
    return {
        "id": visible(code.code, 60) or "unknown",
        "name": code.name,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": f"{code.title}: {code.why}" if code.why else code.title},
        "help": {
            "text": f"{code.title}. {why}{ways_out}".strip(),
            "markdown": f"**{code.title}.** {why}{ways_out}".strip(),
        },
        "defaultConfiguration": {"level": "warning" if is_advice else "error"},
        "properties": {
            "precision": "high",
            "problem.severity": "warning" if is_advice else "error",
            "tags": ["architecture", code.family if code.code in CODES else "other"],
        },
    }


# -- results --


def _result(found: Finding, index: dict[str, int], setting: Setting) -> Json:
    related = _related(found, setting)
    identity = wording.identity(found)
    result: Json = {
        "ruleId": visible(found.code, 60) or "unknown",
        "ruleIndex": index[found.code],
        "level": _LEVELS[found.level],
        "message": {"text": _message(found, related)},
        "locations": [_location(found.spot, setting, found.source)],
        "partialFingerprints": {"primaryLocationLineHash": f"{identity}:1", "decomposeKey/v1": identity},
        "baselineState": _BASELINE_STATES[found.outcome],
        "properties": {
            "precision": _PRECISION[found.confidence],
            "sourceService": visible(found.source_service),
            "targetService": visible(found.target_service),
        },
    }
    if related:
        result["relatedLocations"] = related
    if found.chain:
        steps = [
            {"location": _at(step.place, setting, f"{visible(step.symbol)} {visible(step.action)}", step.symbol)}
            for step in found.chain
        ]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    return result


def _message(found: Finding, related: list[Json]) -> str:
    """The sentence first, since short displays show no more; then why, the ways out, and links to the other places."""
    doubt = wording.doubt(found.confidence)
    parts = [f"{visible(found.message)}{f' ({doubt})' if doubt else ''}."]
    parts += [wording.sentence(found.why)] if found.why else []
    if found.ways_out:
        parts.append(f"Ways out: {'; '.join(visible(way) for way in found.ways_out)}.")
    text = _literal(" ".join(parts))
    links = ", ".join(f"[{_literal(place['message']['text'])}]({place['id']})" for place in related[: len(found.chain)])
    return f"{text} By way of: {links}." if links else text


def _literal(text: str) -> str:
    r"""Text in a message: brackets would start a link (§3.11.6), and are escaped with ``\``."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _related(found: Finding, setting: Setting) -> list[Json]:
    """The steps of the chain, then the other places; numbered from 1."""
    listed = [(step.place, f"{visible(step.symbol)} {visible(step.action)}", step.symbol) for step in found.chain]
    listed += [(place, "also here", "") for place in found.places]
    return [
        {"id": number, **_at(place, setting, text, symbol)}
        for number, (place, text, symbol) in enumerate(listed[:MOST_PLACES], start=1)
    ]


def _at(place: Place, setting: Setting, text: str, symbol: str = "") -> Json:
    return {**_location(Spot(place.path, place.line), setting, symbol), "message": {"text": text}}


def _location(spot: Spot, setting: Setting, symbol: str = "") -> Json:
    """GitHub wants a region, even where the file as a whole is meant."""
    region = {"startLine": max(spot.line, 1)}
    if spot.line and spot.column > 0:
        region["startColumn"] = spot.column
        if (spot.end_line, spot.end_column) > (spot.line, spot.column):
            region |= {"endLine": spot.end_line, "endColumn": max(spot.end_column, 1)}
    uri = quote(setting.from_repository(spot.path or NOWHERE), errors="backslashreplace")
    physical = {"artifactLocation": {"uri": uri, "uriBaseId": _ROOT}, "region": region}
    location: Json = {"physicalLocation": physical}
    if symbol:
        location["logicalLocations"] = [{"fullyQualifiedName": visible(symbol)}]
    return location


def _known(known: Known, index: dict[str, int], setting: Setting) -> Json:
    """A tolerated coupling: a result that is suppressed."""
    found = known.coupling
    code = CODE_OF.get(found.kind, "DC101")
    does = verb(found.kind.value)
    place = found.places[0] if found.places else Place(NOWHERE, 1)
    justification = f"{visible(known.by)}: {visible(known.reason)}" if known.reason else visible(known.by)
    return {
        "ruleId": code,
        "ruleIndex": index[code],
        "level": "note",
        "message": {"text": _literal(f"{visible(found.source)} {does} {visible(found.target)}")},
        "locations": [_location(Spot(place.path, place.line), setting, found.source)],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{found.fingerprint}:1",
            "decomposeKey/v1": found.fingerprint,
        },
        "baselineState": "unchanged",
        "suppressions": [
            {
                "kind": "inSource" if known.by == "inline" else "external",
                "status": "accepted",
                "justification": justification,
            }
        ],
        "properties": {"precision": _PRECISION[found.confidence]},
    }


def _notifications(report: CheckReport) -> list[Json]:
    """What the run says of itself: the delta, what was seen, and what was not."""
    since = wording.since(report)
    texts: list[tuple[str, str]] = [
        ("note", f"{wording.delta(report)}{f' {since}' if since else ''}"),
        ("note", f"inspected: {wording.inspected(report)}"),
    ]
    missed = wording.missed(report.inspected)
    texts += _if(missed, "warning", f"could not be analysed: {missed}")
    rest = len(report.findings) - MOST_RESULTS
    texts += _if(rest > 0, "warning", f"{rest:,} more findings are left out, since GitHub keeps {MOST_RESULTS:,}")
    return [{"level": level, "message": {"text": _literal(text)}} for level, text in texts]


def _if(is_so: object, level: str, text: str) -> Iterable[tuple[str, str]]:
    return [(level, text)] if is_so else []
