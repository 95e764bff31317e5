"""New couplings between services: the heart of the check."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from decompose.clustering.decomposition import Coupling
from decompose.clustering.guarding.codes import CODE_OF
from decompose.clustering.guarding.findings import Finding, Level
from decompose.clustering.guarding.inspecting import Inspection, finding, rule
from decompose.clustering.guarding.levelling import milder
from decompose.clustering.guarding.tolerating import KIND_NAMES, is_meant
from decompose.extractors.graph import EdgeKind
from decompose.extractors.places import Confidence


@rule
def new_couplings(inspection: Inspection) -> Iterable[Finding]:
    """Each new coupling, with the code of its kind or of the rule that it breaks."""
    judged = [(coupling, *inspection.tolerance.judged(coupling)) for coupling in inspection.outcomes.new]
    within = _within_budgets(inspection, [(coupling, code) for coupling, code, _, _ in judged])
    for coupling, code, level, note in judged:
        is_free = KIND_NAMES[coupling.kind] in within and code == CODE_OF[coupling.kind]
        most = Level.WARN if is_free else Level.ERROR
        told = inspection.teller.told(coupling, code, milder(level, most), note)
        yield _unless_indirect(told, inspection)
    yield from _over_budget(inspection, [(coupling, code) for coupling, code, _, _ in judged], within)


def _unless_indirect(told: Finding, inspection: Inspection) -> Finding:
    """An inferred coupling between files that nobody touched comes about by something else: nobody can mend it here."""
    is_sure = told.confidence is Confidence.EXACT and told.kind != EdgeKind.IMPORTS.value  # classes may be handed in
    if inspection.has_changed is None or is_sure:
        return told
    places = {told.spot.path, *(place.path for place in told.places), *(step.place.path for step in told.chain)}
    paths = places | inspection.now.files_of(told.source, told.target)
    if any(map(inspection.has_changed, sorted(paths))):  # decompose: allow[DC302] a function that is handed in
        return told
    message = f"{told.message}; neither side was changed, but something that leads there"
    return msgspec.structs.replace(told, level=milder(told.level, inspection.rules.indirect), message=message)


def _budgets(inspection: Inspection) -> dict[str, int]:
    rules = inspection.rules
    return ({"calls": rules.max_new_calls} if rules.max_new_calls else {}) | rules.budgets


def _within_budgets(inspection: Inspection, judged: list[tuple[Coupling, str]]) -> set[str]:
    """The kinds of which no more are new than the budgets allow."""
    counts = _counts(judged)
    budgets = _budgets(inspection)
    everything = budgets.get("all", 0)
    within = {kind for kind, most in budgets.items() if kind != "all" and counts[kind] <= most}
    rest = sum(count for kind, count in counts.items() if kind not in within)
    return within | (set(counts) if everything and rest <= everything else set())


def _counts(judged: list[tuple[Coupling, str]]) -> Counter[str]:
    return Counter(KIND_NAMES[coupling.kind] for coupling, code in judged if code == CODE_OF[coupling.kind])


def _over_budget(inspection: Inspection, judged: list[tuple[Coupling, str]], within: set[str]) -> Iterable[Finding]:
    counts = _counts(judged)
    for kind, most in sorted(_budgets(inspection).items()):
        count = sum(counts.values()) if kind == "all" else counts[kind]
        if kind not in within and count > most:
            message = f"{count} new couplings ({kind}) are more than the budget of {most}"
            yield finding("DC304", Level.ERROR, inspection.place("check", "budgets", kind), message, kind)


@rule
def deprecated(inspection: Inspection) -> Iterable[Finding]:
    """Dependencies that were allowed until a day that has passed, and that are still there."""
    for entry in inspection.rules.allow:
        if not inspection.tolerance.is_over(entry):
            continue
        by_pair: dict[tuple[str, str], list[Coupling]] = defaultdict(list)
        for coupling in inspection.now.crossing:
            if is_meant(entry, coupling):
                by_pair[coupling.source_service, coupling.target_service].append(coupling)
        for (source, target), held in sorted(by_pair.items()):
            what = f"{source} -> {target} was allowed until {entry.until}; {len(held)} couplings are left"
            yield finding(
                "DC305", Level.ERROR, inspection.place("check", "allow"), what, f"{source}->{target}",
                services=(source, target),
            )  # fmt: skip
