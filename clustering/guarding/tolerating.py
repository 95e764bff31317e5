"""What the rules say to a coupling before it becomes a finding: allowed, forbidden, or of no account."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from decompose.clustering.decomposition import Coupling
from decompose.clustering.guarding.codes import CODE_OF
from decompose.clustering.guarding.faces import Faces
from decompose.clustering.guarding.findings import Level
from decompose.clustering.guarding.levelling import heavier, milder, weighed
from decompose.clustering.guarding.options import Allowed, Forbidden, Rules
from decompose.clustering.guarding.relating import foreign_table, unit_of
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
        owners: table → service.
    """

    rules: Rules
    reference_tables: dict[str, str]
    today: datetime.date
    faces: Faces
    owners: Mapping[str, str]

    def judged(self, coupling: Coupling) -> tuple[str, Level, str]:
        """The code of a coupling, its level, and what the rule that it breaks adds to the sentence."""
        forbidding = self.forbidding(coupling)
        if forbidding is not None:
            note = f"forbidden: {forbidding.reason}" if forbidding.reason else "the rules forbid it"
            return "DC301", Level.ERROR, note
        if self.is_against_layers(coupling):
            return "DC302", Level.ERROR, f"{coupling.target_service} is not in a layer below {coupling.source_service}"
        if self.is_beside(coupling):
            note = f"it is not in the public interface of {coupling.target_service}"
            return "DC105", self.rules.public_only, note
        return CODE_OF[coupling.kind], getattr(self.rules.kinds, KIND_NAMES[coupling.kind].replace("-", "_")), ""

    def weight(self, coupling: Coupling) -> Level:
        """The level that a coupling has by its code and by how sure it is."""
        code, level, _ = self.judged(coupling)
        return weighed(code, level, coupling.confidence, self.rules)

    def reason(self, coupling: Coupling) -> str | None:
        """Why a coupling is no finding; None if it is one."""
        if self.forbidding(coupling) is not None or self.is_against_layers(coupling) or self.is_beside(coupling):
            return None
        if coupling.kind in _QUIET_READS:
            for pattern, reason in sorted(self.reference_tables.items()):
                if fnmatchcase(foreign_table(coupling, self.owners), pattern):
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


class Uses:
    """Calls and base classes between services: that a name is imported for one of them is no second finding."""

    def __init__(self, couplings: Iterable[Coupling], units: Container[str], tolerance: Tolerance) -> None:
        self._units = units
        self._tolerance = tolerance
        self._heaviest: dict[tuple[str, str], Level] = {}
        for coupling in couplings:
            if coupling.kind in _STRONGER:
                ends, level = self._ends(coupling), tolerance.weight(coupling)
                self._heaviest[ends] = heavier(level, self._heaviest.get(ends, level))

    def account_for(self, coupling: Coupling) -> bool:
        """Whether a coupling is an import for one of them, and weighs no more than it."""
        use = self._heaviest.get(self._ends(coupling))
        if coupling.kind is not EdgeKind.IMPORTS or use is None:
            return False
        return milder(use, self._tolerance.weight(coupling)) is self._tolerance.weight(coupling)

    def _ends(self, coupling: Coupling) -> tuple[str, str]:
        return unit_of(coupling.source, self._units), unit_of(coupling.target, self._units)
