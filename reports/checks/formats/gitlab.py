"""For GitLab: a code quality report, as ``artifacts: reports: codequality`` takes it.

GitLab compares the reports of the two branches by fingerprint, which holds no line.
"""

from __future__ import annotations

from collections import Counter

from decompose.clustering.guarding.findings import CheckReport, Finding, Level
from decompose.reports.checks import wording
from decompose.reports.checks.document import indented
from decompose.reports.checks.setting import Setting
from decompose.reports.checks.wording import storable
from decompose.reports.lines.cutting import visible

_SEVERITIES = {Level.ERROR: "major", Level.WARN: "minor", Level.OFF: "info"}
NOWHERE = "decompose.toml"
"""The file of findings that are about no file: the boundaries themselves."""


def render(report: CheckReport, setting: Setting) -> str:
    """An array with an object per finding."""
    seen: Counter[str] = Counter()
    issues = []
    for found in report.findings:
        identity = f"{setting.root}\0{found.code}\0{wording.identity(found)}"
        issues.append(_issue(found, f"{identity}\0{seen[identity]}", setting))
        seen[identity] += 1
    return indented(issues)


def _issue(found: Finding, identity: str, setting: Setting) -> dict[str, object]:
    path = storable(setting.from_repository(found.spot.path or NOWHERE))
    why = f". {wording.sentence(found.why)}" if found.why else ""
    return {
        "description": f"{visible(found.message)}{why}",
        "check_name": " ".join((visible(found.code), wording.name_of(found.code))).strip(),
        "fingerprint": wording.digest(identity)[:32],
        "severity": _SEVERITIES[found.level],
        "location": {"path": path, "lines": {"begin": max(found.spot.line, 1)}},
    }
