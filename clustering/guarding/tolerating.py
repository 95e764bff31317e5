"""What the rules say to a coupling before it becomes a finding: allowed, forbidden, or of no account."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from decompose.clustering.decomposition import Coupling
from decompose.clustering.guarding.faces import Faces
from decompose.clustering.guarding.findings import Level
from decompose.clustering.guarding.options import Allowed, Forbidden, Rules
from decompose.extractors.graph import EdgeKind

KIND_NAMES = {
    EdgeKind.CALLS: "calls",
    EdgeKind.IMPORTS: "imports",
    EdgeKind.INHERITS: "inherits",
    EdgeKind.EVENT: "events",
    EdgeKind.READS: "reads",
    EdgeKind.WRITES: "writes",
    EdgeKind.JOINS: "joins",
    EdgeKind.FOREIGN_KEY: "foreign-keys",
    EdgeKind.TRANSACTION: "transactions",
}
"""The name of a kind of coupling in the rules."""
_QUIET_READS = frozenset({EdgeKind.READS, EdgeKind.JOINS, EdgeKind.FOREIGN_KEY})
_INTO_CODE = frozenset({EdgeKind.CALLS, EdgeKind.IMPORTS, EdgeKind.INHERITS})
_STRONGER = frozenset({EdgeKind.CALLS, EdgeKind.INHERITS})


def is_meant(entry: Allowed | Forbidden, coupling: Coupling) -> bool:
    """Whether a rule about a dependency is about this coupling."""
    return (
        fnmatchcase(coupling.source_service, entry.source)
        and fnmatchcase(coupling.target_service, entry.target)
        and (not entry.kinds or KIND_NAMES[coupling.kind] in entry.kinds)
    )


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What is tolerated without a line in the baseline.

    Attributes:
        rules: the rules.
        reference_tables: patterns of tables that everybody may read → why.
        today: for the dates of what is allowed for a time.
        faces: the public interfaces.
    """

    rules: Rules
    reference_tables: dict[str, str]
    today: datetime.date
    faces: Faces

    def reason(self, coupling: Coupling) -> str | None:
        """Why a coupling is no finding; None if it is one."""
        if self.forbidding(coupling) is not None or self.is_against_layers(coupling) or self.is_beside(coupling):
            return None
        if coupling.kind in _QUIET_READS:
            for pattern, reason in sorted(self.reference_tables.items()):
                if fnmatchcase(coupling.target, pattern):
                    return reason or "a reference table"
        for entry in self.rules.allow:
            if is_meant(entry, coupling) and not self.is_over(entry):
                return entry.reason or "allowed"
        return None

    def is_over(self, entry: Allowed) -> bool:
        """Whether the last day of what was allowed has passed."""
        return entry.until is not None and self.today > entry.until

    def forbidding(self, coupling: Coupling) -> Forbidden | None:
        """The rule that forbids a coupling."""
        return next((entry for entry in self.rules.forbid if is_meant(entry, coupling)), None)

    def is_beside(self, coupling: Coupling) -> bool:
        """Whether a coupling enters a service beside its public interface, where that matters."""
        is_public = coupling.kind not in _INTO_CODE or self.faces.is_public(coupling.target, coupling.target_service)
        return not is_public and self.rules.public_only is not Level.OFF

    def is_against_layers(self, coupling: Coupling) -> bool:
        """Whether a coupling leads from a layer to a higher one, or to another service of the same."""
        heights = {service: height for height, layer in enumerate(self.rules.layers) for service in layer}
        source, target = heights.get(coupling.source_service), heights.get(coupling.target_service)
        return source is not None and target is not None and target <= source


def shadowed(couplings: Iterable[Coupling], units: dict[str, str]) -> set[tuple[str, str]]:
    """(source unit, target unit) of calls and base classes: that a name is imported for them is no second finding.

    Args:
        couplings: of today.
        units: symbol → unit, for those symbols that are no unit themselves.
    """
    return {
        (units.get(coupling.source, coupling.source), units.get(coupling.target, coupling.target))
        for coupling in couplings
        if coupling.kind in _STRONGER
    }
