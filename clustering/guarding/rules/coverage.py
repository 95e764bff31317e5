"""What could not be read: a coupling may hide in it."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.clustering.guarding.findings import Finding, Level, Spot
from decompose.clustering.guarding.inspecting import Inspection, finding, rule
from decompose.extractors.places import Diagnostic, Severity


@rule
def unread(inspection: Inspection) -> Iterable[Finding]:
    """Files and SQL that could not be read: all of them where that fails the check, else what is new of them."""
    is_strict = inspection.rules.strict_coverage
    if inspection.before is None and not is_strict:
        return
    known = set() if inspection.before is None or is_strict else {
        _identity(diagnostic) for diagnostic in inspection.before.graph.diagnostics
    }  # fmt: skip
    seen: set[str] = set()
    for diagnostic in inspection.now.graph.diagnostics:
        code = _code(diagnostic)
        identity = _identity(diagnostic)
        if code and identity not in known and identity not in seen:
            seen.add(identity)
            spot = Spot(diagnostic.place.path, diagnostic.place.line)
            level = Level.ERROR if is_strict else Level.WARN
            yield finding(code, level, spot, diagnostic.message.rstrip("."), identity)


def _code(diagnostic: Diagnostic) -> str:
    if "sql" in diagnostic.code or "table-name" in diagnostic.code:
        return "DC802"
    return "DC801" if diagnostic.severity is Severity.ERROR else ""


def _identity(diagnostic: Diagnostic) -> str:
    """What a diagnostic is about, without its line."""
    return f"{diagnostic.place.path}:{diagnostic.code}:{diagnostic.message}"
