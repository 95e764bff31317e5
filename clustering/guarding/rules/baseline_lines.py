"""Lines of the baseline: gone, expired, or added without a reason."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.clustering.guarding.findings import Finding, Level, Spot
from decompose.clustering.guarding.inspecting import Inspection, finding, rule


@rule
def stale(inspection: Inspection) -> Iterable[Finding]:
    """Couplings that are gone, all in one finding: one command deletes their lines."""
    entries = inspection.outcomes.stale
    if entries:
        count = f"{len(entries)} lines" if len(entries) > 1 else "1 line"
        example = entries[0].relation
        message = f"{count} of the baseline tolerate what is gone, such as {example.source} -> {example.target}"
        spot = Spot(inspection.rules.baseline, entries[0].line)
        yield finding("DC905", inspection.rules.stale, spot, message, "stale")


@rule
def expired(inspection: Inspection) -> Iterable[Finding]:
    """Lines whose date has passed and whose coupling is still there."""
    gone = {entry.relation for entry in inspection.outcomes.stale}
    for entry in inspection.baseline:
        if entry.until is not None and inspection.today > entry.until and entry.relation not in gone:
            kind, source, target = entry.relation
            message = f"{source} {kind.value} {target} was tolerated until {entry.until}"
            spot = Spot(inspection.rules.baseline, entry.line)
            yield finding("DC906", Level.ERROR, spot, message, f"{kind.value}:{source}:{target}")


@rule
def grown(inspection: Inspection) -> Iterable[Finding]:
    """Lines that the state before did not have, and that give no reason."""
    if inspection.baseline_before is None:
        return
    had = {entry.relation for entry in inspection.baseline_before}
    for entry in inspection.baseline:
        if entry.relation not in had and not entry.reason and entry.relation not in inspection.moved_to:
            kind, source, target = entry.relation
            message = f"the baseline newly tolerates that {source} {kind.value} {target}, without a reason"
            spot = Spot(inspection.rules.baseline, entry.line)
            yield finding("DC907", Level.ERROR, spot, message, f"{kind.value}:{source}:{target}")
