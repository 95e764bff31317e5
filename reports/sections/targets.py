"""What each service becomes on AWS, and what that costs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from decompose.recommenders.architecture import Workload
from decompose.recommenders.costs.estimating import CostLine
from decompose.recommenders.plan import Recommendation, Strength, Topic
from decompose.reports.analysed import Analysed
from decompose.reports.sections.pairs import is_about_pair

SYSTEM = "The whole system"


@dataclass(frozen=True, slots=True)
class Target:
    """A service on AWS.

    Attributes:
        service: its name, or ``SYSTEM``.
        workloads: how its code runs.
        parts: databases, queues and the rest, as (what, name or detail).
        advice: recommendations by topic, but for those on where code runs and on pairs of services.
        costs: a month.
    """

    service: str
    workloads: tuple[Workload, ...]
    parts: tuple[tuple[str, str], ...]
    advice: tuple[tuple[str, tuple[Recommendation, ...]], ...]
    costs: tuple[CostLine, ...]

    @property
    def low(self) -> float:
        """US dollars a month at least."""
        return sum(line.low for line in self.costs)

    @property
    def high(self) -> float | None:
        """US dollars a month at most; None where a line is open."""
        highs = [line.high for line in self.costs if line.high is not None]
        return sum(highs) if len(highs) == len(self.costs) else None


def targets(analysed: Analysed) -> list[Target]:
    """The services by name, then the whole system; those of which nothing is known are left out."""
    names = [service.name for service in analysed.decomposition.services]
    services = frozenset(names)
    parts = _parts(analysed)
    advice: dict[str, dict[Topic, list[Recommendation]]] = defaultdict(lambda: defaultdict(list))
    for found in analysed.recommendations:
        is_elsewhere = found.topic is Topic.COMPUTE or is_about_pair(found, services)
        if not is_elsewhere and found.strength is not Strength.NOT_RECOMMENDED:
            advice[found.service][found.topic].append(found)
    every = [
        Target(
            name or SYSTEM,
            tuple(one for one in analysed.architecture.workloads if one.service == name),
            tuple(parts[name]),
            tuple((topic.value, tuple(advice[name][topic])) for topic in Topic if advice[name][topic]),
            tuple(line for line in analysed.costs.lines if line.service == name),
        )
        for name in (*names, "")
    ]
    return [target for target in every if target.workloads or target.advice or target.costs]


def _parts(analysed: Analysed) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    built = analysed.architecture
    for store in built.stores:
        found[store.service].append((f"database ({store.engine.value})", _few(store.tables, "table")))
    for queue in built.queues:
        found[queue.service].append(("queue", f"{queue.name}, filled by {', '.join(queue.senders) or 'itself'}"))
    for event in built.events:
        found[event.service].append(("event", f"{event.name} for {', '.join(event.receivers)} ({event.channel.value})"))
    for schedule in built.schedules:
        when = schedule.expression or schedule.written or "when, the code does not tell"
        found[schedule.service].append(("schedule", f"{schedule.name}: {when}"))
    for bucket in built.buckets:
        found[bucket.service].append(("bucket", bucket.name))
    for cache in built.caches:
        found[cache.service].append(("cache", cache.engine))
    for search in built.searches:
        found[search.service].append(("search index", ""))
    for secret in built.secrets:
        found[secret.service].append(("secret", secret.name))
    for saga in built.sagas:
        found[saga.service].append(("saga", f"{saga.symbol}: {len(saga.steps)} steps"))
    for asked in built.connections:
        found[asked.service].append(("asks", f"{asked.target} ({_few(asked.functions, 'function')})"))
    return found


def _few(names: tuple[str, ...], one: str) -> str:
    count = f"{len(names)} {one}{'' if len(names) == 1 else 's'}"
    return f"{count}: {', '.join(names[:3])}{' …' if len(names) > 3 else ''}" if names else count
