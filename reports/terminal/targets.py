"""What a service becomes on AWS: where it runs, what was weighed, which rules fired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decompose.clustering.counting import plural
from decompose.extractors.places import Place
from decompose.recommenders.architecture import Compute, Considered, Workload
from decompose.recommenders.plan import Recommendation, Strength, Topic
from decompose.reports.lines import Line, Piece, evidence, line, name, words

_MARKS = {Strength.RECOMMENDED: "+", Strength.VIABLE: "~", Strength.NOT_RECOMMENDED: "-"}
_STYLES = {Strength.RECOMMENDED: "green", Strength.VIABLE: "yellow", Strength.NOT_RECOMMENDED: "red"}
_MOST_PLACES = 2


def workload_rows(workloads: Sequence[Workload]) -> Iterator[Line]:
    """Each workload with its target and size, and below it what was weighed: + chosen, ~ possible, - not."""
    for workload in workloads:
        told = f"  {workload.compute.value}, {size_text(workload)}, {_entered(workload)}"
        yield line(name(workload.name, "bold"), told, indent=2)
        for considered in workload.considered:
            if considered.rules:
                yield from _weighed(considered)
        unasked = [found.compute.value for found in workload.considered if not found.rules]
        if unasked:
            yield line(f"nothing speaks for {', '.join(unasked)}", indent=4, style="dim")


def size_text(workload: Workload) -> str:
    """The size that a workload starts with, in a few words."""
    size = workload.size
    if workload.compute is Compute.LAMBDA:
        return f"{size.memory:,} MB, {size.timeout} s"
    return f"{size.cpu / 1024:g} vCPU and {size.memory / 1024:g} GB"


def advice_rows(advice: Sequence[Recommendation]) -> Iterator[Line]:
    """Every rule that fired, but for those on where code runs, by topic."""
    for found in advice:
        if found.topic is not Topic.COMPUTE:
            about = f" ({found.subject})" if found.subject else ""
            yield line(
                _mark(found.strength),
                f" {found.topic.value}{about}: ",
                words(found.target, "bold"),
                words(f"  {found.rule}", "dim"),
                indent=2,
            )
            places = [place for evidence in found.evidence for place in evidence.places]
            yield line(found.reason, *_at(places), indent=4, hang=0, style="dim")


def _weighed(considered: Considered) -> Iterator[Line]:
    rules = words(f"  {', '.join(considered.rules)}", "dim")
    yield line(_mark(considered.strength), f" {considered.compute.value}", rules, indent=4)
    yield line("; ".join(considered.reasons), *_at(considered.places), indent=6, hang=0, style="dim")


def _mark(strength: Strength) -> Piece:
    return words(_MARKS[strength], _STYLES[strength])


def _at(places: Sequence[Place]) -> Iterator[Piece]:
    """The first few places, and how many more."""
    yield from evidence(places, _MOST_PLACES)
    if len(places) > _MOST_PLACES:
        yield words(f" and {len(places) - _MOST_PLACES:,} more", "dim")


def _entered(workload: Workload) -> str:
    count = len(workload.entry_points)
    return plural(count, "entry point") if count else "called by other services"
