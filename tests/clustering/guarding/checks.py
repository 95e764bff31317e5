"""Checks of small graphs in one call."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from decompose.clustering.guarding.baseline import Entry, read_baseline
from decompose.clustering.guarding.checking import Circumstances, Compared, check
from decompose.clustering.guarding.findings import CheckReport, Level
from decompose.clustering.guarding.options import Boundaries, Boundary, Rules
from decompose.clustering.guarding.suppressing import suppressions
from decompose.extractors.graph import DependencyGraph

TODAY = datetime.date(2026, 11, 21)
SERVICES = Boundaries(
    {
        "shop": Boundary(("app.shop",), ("orders",)),
        "club": Boundary(("app.club",), ("members",)),
        "shared": Boundary(("app.text",)),
    }
)


PLAIN = Rules()


@dataclass(frozen=True)
class Checked:
    """How to check; each test says what differs from a plain check against an empty baseline."""

    boundaries: Boundaries = SERVICES
    rules: Rules = PLAIN
    before: DependencyGraph | None = None
    baseline: Sequence[str] = ()
    baseline_before: Sequence[str] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    today: datetime.date = TODAY
    changed: Sequence[str] | None = None

    def of(self, graph: DependencyGraph) -> CheckReport:
        """The report on a graph."""
        before = None if self.baseline_before is None else _entries(self.baseline_before)
        compared = Compared("main", "", self.before, _entries(self.baseline), before)
        has_changed = None if self.changed is None else self.changed.__contains__
        given = Circumstances(self.today, self.texts.get, suppressions(self.texts), has_changed=has_changed)
        return check(graph, compared, self.boundaries, self.rules, given)


def _entries(lines: Sequence[str]) -> tuple[Entry, ...]:
    return read_baseline("\n".join(lines))


def codes(report: CheckReport, level: Level | None = None) -> list[str]:
    """The codes of the findings of a level, sorted."""
    return sorted(finding.code for finding in report.findings if level in (None, finding.level))
