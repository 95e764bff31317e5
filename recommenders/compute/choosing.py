"""From arguments to a target: what nothing excludes and most speaks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from decompose.recommenders.architecture import Compute, Considered, Workload, WorkloadKind
from decompose.recommenders.compute.arguments import EXCLUDES, Argument, all_arguments
from decompose.recommenders.compute.drafting import Draft, Drafting
from decompose.recommenders.compute.sizing import size_of
from decompose.recommenders.options import RecommendOptions
from decompose.recommenders.plan import Strength
from decompose.recommenders.profile import ServiceProfile
from decompose.recommenders.switching import is_off

_NAMES = {
    WorkloadKind.WEB: "web",
    WorkloadKind.WORKER: "worker",
    WorkloadKind.JOB: "jobs",
    WorkloadKind.COMMAND: "commands",
}
_APART = {
    Compute.LAMBDA: "functions",
    Compute.FARGATE: "tasks",
    Compute.ECS_EC2: "hosts",
    Compute.EKS: "pods",
    Compute.BATCH: "batch",
    Compute.EC2: "machines",
}
"""Of two workloads of one kind, the smaller is told apart by where it runs."""
_UNASKED = {
    Compute.LAMBDA: "nothing in the code suggests short, rare runs",
    Compute.ECS_EC2: "nothing in the code needs a host of its own",
    Compute.EKS: "nothing in the repository asks for Kubernetes",
    Compute.BATCH: "no long work that may wait",
    Compute.EC2: "Amazon ECS does the same with less to look after",
}
_MOST_PLACES = 6


def workloads_of(profile: ServiceProfile, drafting: Drafting, options: RecommendOptions) -> list[Workload]:
    """The workloads of a service: entry points of one kind that one target suits best.

    Requests are served by one workload: routes share their framework's set-up.

    Args:
        profile: the service.
        drafting: tells what an entry point makes run.
        options: rules that are off, and targets that are given.
    """
    singles: dict[WorkloadKind, list[Draft]] = defaultdict(list)
    for draft in drafting.single(profile):
        singles[draft.kind].append(draft)
    return sorted(
        workload for kind, drafts in singles.items() for workload in _workloads(kind, drafts, drafting, options)
    )


def _grouped(drafts: list[Draft], drafting: Drafting, options: RecommendOptions) -> dict[Compute, list[Draft]]:
    """Drafts of one kind by their target: each by itself first, then what goes together as one."""
    alone: dict[Compute, list[Draft]] = defaultdict(list)
    for draft in drafts:
        alone[weigh(draft, options)[0].compute].append(draft)
    together: dict[Compute, list[Draft]] = defaultdict(list)
    for group in alone.values():
        together[weigh(drafting.joined(group), options)[0].compute] += group
    return together


def _workloads(
    kind: WorkloadKind, drafts: list[Draft], drafting: Drafting, options: RecommendOptions
) -> Iterator[Workload]:
    if kind is WorkloadKind.WEB:
        groups = {weigh(drafting.joined(drafts), options)[0].compute: drafts}
    else:
        groups = _grouped(drafts, drafting, options)
    largest = max(groups, key=lambda compute: (len(groups[compute]), compute is Compute.FARGATE, compute))
    for compute, group in groups.items():
        joined = drafting.joined(group)
        name = _NAMES[kind] if compute is largest else f"{_NAMES[kind]}-{_APART[compute]}"
        given = _given(joined.profile.name, name, options)
        yield Workload(
            joined.profile.name, name, kind, given or compute, size_of(joined, given or compute),
            tuple(f"{entry.kind.value} {entry.name}" for entry in joined.entries),
            tuple(sorted({entry.symbol for entry in joined.entries})),
            considered=_told(weigh(joined, options), given or compute, "the configuration says so" if given else ""),
        )  # fmt: skip


def _given(service: str, workload: str, options: RecommendOptions) -> Compute | None:
    wanted = options.compute.get(f"{service}.{workload}") or options.compute.get(service)
    return Compute[wanted.name] if wanted else None


def _told(weighed: Sequence[Considered], chosen: Compute, why: str) -> tuple[Considered, ...]:
    """The chosen target first, recommended whoever chose it; what would have been best without is viable."""
    first = next(found for found in weighed if found.compute is chosen)
    rest = (found for found in weighed if found is not first)
    reasons = (why, *first.reasons) if why else first.reasons
    return (
        msgspec.structs.replace(first, strength=Strength.RECOMMENDED, reasons=reasons),
        *(
            msgspec.structs.replace(found, strength=Strength.VIABLE)
            if found.strength is Strength.RECOMMENDED
            else found
            for found in rest
        ),
    )


def weigh(draft: Draft, options: RecommendOptions) -> list[Considered]:
    """All targets, the best first; of equals, the one that is listed first in ``Compute`` after Fargate.

    Args:
        draft: what is to run.
        options: rules that are off.
    """
    said: dict[Compute, list[tuple[str, Argument]]] = {compute: [] for compute in Compute}
    for rule in all_arguments():
        if not is_off(rule.id, options):
            for argument in rule.argue(draft):
                said[argument.compute].append((rule.id, argument))
    points = {compute: sum(argument.points for _, argument in found) for compute, found in said.items()}
    order = sorted(Compute, key=lambda compute: (-points[compute], compute is not Compute.FARGATE))
    return [_considered(compute, said[compute], points[compute], compute is order[0]) for compute in order]


def _considered(compute: Compute, said: list[tuple[str, Argument]], points: int, is_best: bool) -> Considered:
    strength = Strength.RECOMMENDED if is_best else Strength.NOT_RECOMMENDED
    if not is_best and points > 0 and all(argument.points > EXCLUDES for _, argument in said):
        strength = Strength.VIABLE
    ranked = sorted(said, key=lambda found: (-abs(found[1].points), found[0]))
    reasons = tuple(argument.text for _, argument in ranked) or (_UNASKED.get(compute, ""),)
    places = tuple(dict.fromkeys(place for _, argument in ranked for place in argument.places[:2]))[:_MOST_PLACES]
    return Considered(compute, strength, reasons, places, tuple(sorted({id_ for id_, _ in said})))
