"""Scores that are worse than before."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.clustering.guarding.drifting import drift
from decompose.clustering.guarding.findings import Finding
from decompose.clustering.guarding.inspecting import Inspection, finding, rule


@rule
def drifted(inspection: Inspection) -> Iterable[Finding]:
    """Each part of the score that has grown; with a state to compare with only."""
    if inspection.before is None:
        return
    for change in drift(inspection.before.crossing, inspection.now.crossing):
        if change.after > change.before:
            message = f"{change.name} of the declared services rose from {change.before:g} to {change.after:g}"
            yield finding("DC306", inspection.rules.drift, inspection.place("check", "drift"), message, change.name)
