"""The check: two states of the code, or one and a baseline, to a report of what is new between the services."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from decompose.clustering.decomposition import Coupling
from decompose.clustering.guarding.adopting import adopted
from decompose.clustering.guarding.baseline import Entry
from decompose.clustering.guarding.drifting import drift, pair_changes
from decompose.clustering.guarding.faces import Faces
from decompose.clustering.guarding.findings import CheckReport, Finding, Inspected, Known, PairChange, Spot
from decompose.clustering.guarding.hygiene import hygiene
from decompose.clustering.guarding.inspecting import Inspection, found_by_rules
from decompose.clustering.guarding.levelling import levelled
from decompose.clustering.guarding.options import Boundaries, Rules
from decompose.clustering.guarding.outcomes import Outcomes, State, judged, renames_between, state_of
from decompose.clustering.guarding.placing import placed
from decompose.clustering.guarding.spotting import Texts
from decompose.clustering.guarding.suppressing import Suppression
from decompose.clustering.guarding.telling import Teller
from decompose.clustering.guarding.tolerating import Tolerance, Uses
from decompose.extractors.graph import DependencyGraph


@dataclass(frozen=True, slots=True)
class Compared:
    """What today's code is compared with.

    Attributes:
        name: of the baseline file, or the revision as given.
        commit: that the revision means; empty for a baseline.
        graph: the code of the revision; None for a baseline.
        baseline: the lines of the baseline as it is today.
        baseline_before: the lines that the revision has; None if it has no baseline, or is not known.
    """

    name: str = ""
    commit: str = ""
    graph: DependencyGraph | None = None
    baseline: tuple[Entry, ...] = ()
    baseline_before: tuple[Entry, ...] | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else the check needs to know.

    Attributes:
        today: for dates.
        texts: the files of today's code.
        suppressions: the comments in it that allow something.
        places: where keys of the configuration stand.
        has_changed: path → whether a file differs from the revision compared with; None where there is none.
    """

    today: datetime.date
    texts: Texts
    suppressions: Sequence[Suppression] = ()
    places: Mapping[tuple[str, ...], Spot] = field(default_factory=dict)
    has_changed: Callable[[str], bool] | None = None


def check(
    graph: DependencyGraph, compared: Compared, boundaries: Boundaries, rules: Rules, given: Circumstances
) -> CheckReport:
    """Tell what is new between the declared services."""
    renames = renames_between(compared.graph, compared.baseline, graph)
    now, is_adopted = _state(graph, boundaries, renames.all)
    later = {old: new for new, old in renames.all.items()}
    before = _state(compared.graph, boundaries, later)[0] if compared.graph is not None else None
    found = judged(now, before, compared.baseline, renames, compared.name)
    faces = Faces(now, boundaries)
    tolerance = Tolerance(rules, boundaries.reference_tables, given.today, faces, now.owners)
    outcomes, used = _without_tolerated(found, now, tolerance, given)
    inspection = Inspection(
        now, before, outcomes, boundaries, rules, compared.baseline, compared.baseline_before, tolerance, given.today,
        Teller(now, faces, given.texts), given.places,
        frozenset((*now.placed.unplaced_units, *now.placed.unplaced_tables)), is_adopted, given.has_changed,
    )  # fmt: skip
    findings = [finding for finding in found_by_rules(inspection) if not _is_allowed(finding, given, used)]
    findings += hygiene(given.suppressions, used, given.today)
    return CheckReport(
        name=graph.name,
        compared_with=compared.name,
        compared_commit=compared.commit,
        findings=tuple(sorted(levelled(findings, rules))),
        known=outcomes.known,
        moved=outcomes.moved,
        gone=outcomes.gone,
        pairs=_pairs(outcomes, before),
        drift=drift(before.crossing, now.crossing) if before is not None else (),
        inspected=_inspected(now, boundaries),
    )


def _state(graph: DependencyGraph, boundaries: Boundaries, also: Mapping[str, str]) -> tuple[State, dict[str, str]]:
    """A placed state, and where what no boundary names is judged to belong."""
    where = placed(graph, boundaries, also)
    assumed = adopted(graph, where)
    return state_of(graph, where, assumed), assumed


def _without_tolerated(
    found: Outcomes, now: State, tolerance: Tolerance, given: Circumstances
) -> tuple[Outcomes, set[Suppression]]:
    """New couplings that a rule, a comment or a stronger coupling accounts for are known; and the comments used."""
    used: set[Suppression] = set()
    for tolerated in found.known:
        _inline(tolerated.coupling, tolerance, given, used)
    uses = Uses(now.crossing, now.services, tolerance)
    new: list[Coupling] = []
    known = list(found.known)
    for coupling in found.new:
        reason = tolerance.reason(coupling)
        inline = _inline(coupling, tolerance, given, used)
        if inline is not None:
            known.append(Known(coupling, "inline", inline))
        elif reason is not None:
            known.append(Known(coupling, "rule", reason))
        elif uses.account_for(coupling):
            known.append(Known(coupling, "call", "the name is imported for what is told of its use"))
        else:
            new.append(coupling)
    outcomes = Outcomes(tuple(new), tuple(sorted(known)), found.moved, found.gone, found.stale)
    return outcomes, used


def _inline(coupling: Coupling, tolerance: Tolerance, given: Circumstances, used: set[Suppression]) -> str | None:
    """The reason of the comments that allow all places of a coupling; None if one of them is not allowed."""
    code = tolerance.judged(coupling)[0]
    reasons = []
    for place in coupling.places:
        allowing = _allowing(code, place.path, place.line, given)
        used.update(allowing)
        reasons += [suppression.reason for suppression in allowing[:1]]
    return reasons[0] if reasons and len(reasons) == len(coupling.places) else None


def _is_allowed(finding: Finding, given: Circumstances, used: set[Suppression]) -> bool:
    """Whether a comment allows a finding that is not about a coupling."""
    if finding.kind:
        return False
    allowing = _allowing(finding.code, finding.spot.path, finding.spot.line, given)
    used.update(allowing)
    return bool(allowing)


def _allowing(code: str, path: str, line: int, given: Circumstances) -> list[Suppression]:
    """The comments that allow a code on a line."""
    return [
        suppression
        for suppression in given.suppressions
        if suppression.path == path and suppression.allows(code, line, given.today)
    ]


def _pairs(outcomes: Outcomes, before: State | None) -> tuple[PairChange, ...]:
    pairs = [(coupling.source_service, coupling.target_service) for coupling in _all(outcomes)]
    if before is not None:
        return pair_changes(((c.source_service, c.target_service) for c in before.crossing), pairs)
    new = set(outcomes.new)
    kept = [(c.source_service, c.target_service) for c in _all(outcomes) if c not in new]
    gone = ((found.source_service, found.target_service) for found in outcomes.gone if found.source_service)
    return pair_changes([*kept, *gone], pairs)


def _all(outcomes: Outcomes) -> Iterable[Coupling]:
    yield from outcomes.new
    yield from (known.coupling for known in outcomes.known)
    yield from (moved.coupling for moved in outcomes.moved)


def _inspected(now: State, boundaries: Boundaries) -> Inspected:
    coverage = now.graph.coverage
    return Inspected(
        files=coverage.files,
        lines=coverage.lines,
        services=len(boundaries.services.keys() - {"shared"}),
        couplings=len(now.crossing),
        files_not_parsed=coverage.files_not_parsed,
        calls_unresolved=coverage.calls_unresolved,
        statements=coverage.statements,
        statements_dynamic=coverage.statements_dynamic,
        statements_not_understood=max(
            0, coverage.statements - coverage.statements_understood - coverage.statements_dynamic
        ),
    )
