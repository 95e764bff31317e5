"""Whether the services are good ones: what ties them together, and what they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import SpanningTransaction
from decompose.extractors.graph import EdgeKind, EntryKind
from decompose.recommenders.options import Scope
from decompose.recommenders.plan import Recommendation, Strength, Topic
from decompose.recommenders.profile import ServiceProfile, evidence
from decompose.recommenders.rules import rule

_LAYERS = frozenset({"models", "views", "services", "controllers", "api", "apis", "schemas", "serializers", "forms",
                     "repositories", "handlers", "routes", "dao", "helpers", "utils"})  # fmt: skip
_MANY_CALLERS = 4
_MANY_TRANSACTIONS = 5
_MOST_PAIRS = 12
_LARGE = 0.4
_STYLES = (
    ("driven by its API", (EntryKind.HTTP, EntryKind.RPC, EntryKind.ADMIN, EntryKind.WEBSOCKET)),
    ("driven by events", (EntryKind.TASK, EntryKind.MESSAGE, EntryKind.SCHEDULE, EntryKind.SIGNAL)),
)
_WHITEPAPER = "Whitepaper Microservices on AWS"


@rule(
    "boundaries.style",
    Topic.BOUNDARIES,
    looks_for="its entry points",
    recommends="the style that most of its work has: API or events",
    source=f"{_WHITEPAPER}: API-driven, event-driven, data streaming",
)
def style(profile: ServiceProfile) -> Iterator[Recommendation]:
    """What kind of service it is."""
    counts = {name: len(profile.entries_of(*kinds)) for name, kinds in _STYLES}
    name, most = max(counts.items(), key=lambda found: found[1])
    if most:
        places = [entry.place for entry in profile.entries_of(*dict(_STYLES)[name])]
        yield Recommendation(
            profile.name,
            Topic.BOUNDARIES,
            name,
            "boundaries.style",
            Strength.VIABLE,
            f"So come {most} of its {plural(sum(counts.values()), 'entry point')}; this decides how it is scaled and "
            "watched.",
            (evidence(f"{most} entry points", places),),
            f"{_WHITEPAPER}: API-driven, event-driven, data streaming",
        )


@rule(
    "boundaries.circle",
    Topic.BOUNDARIES,
    looks_for="two services that call each other",
    recommends="one direction: an event in place of one of the calls, or one service",
    source=f"{_WHITEPAPER}: chattiness; AWS Prescriptive Guidance: decompose by transactions",
)
def circle(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Neither can be brought out, or fail, without the other. Told by the one whose name comes first."""
    back: dict[str, int] = Counter(c.source_service for c in profile.arriving if c.kind is EdgeKind.CALLS)
    forth = defaultdict(list)
    for coupling in profile.leaving:
        if coupling.kind is EdgeKind.CALLS:
            forth[coupling.target_service].append(coupling)
    for other in sorted(forth.keys() & back.keys()):
        if profile.name < other:
            few = min(len(forth[other]), back[other])
            yield Recommendation(
                profile.name,
                Topic.BOUNDARIES,
                f"one direction between it and {other}",
                "boundaries.circle",
                Strength.RECOMMENDED,
                f"It calls {other} in {plural(len(forth[other]), 'relation')}, and {other} calls it in {back[other]}: "
                f"neither can fail or be changed without the other. The smaller side has {few}.",
                (evidence("calls both ways", [place for c in forth[other] for place in c.places]),),
                f"{_WHITEPAPER}: chattiness",
                other,
            )


@rule(
    "boundaries.merge",
    Topic.BOUNDARIES,
    looks_for="many transactions that write tables of the same two services",
    recommends="one service for the two, or the tables in one of them",
    source="AWS Prescriptive Guidance: decompose by transactions",
    scope=Scope.SYSTEM,
)
def merge(profile: ServiceProfile) -> Iterator[Recommendation]:
    """What is written together, again and again, belongs together."""
    together: dict[tuple[str, str], list[SpanningTransaction]] = defaultdict(list)
    for found in profile.transactions:
        for pair in combinations(found.services, 2):
            together[pair].append(found)
    ranked = sorted(together.items(), key=lambda found: (-len(found[1]), found[0]))
    for (first, second), transactions in ranked[:_MOST_PAIRS]:
        if len(transactions) >= _MANY_TRANSACTIONS:
            symbols = sorted({found.symbol for found in transactions})
            yield Recommendation(
                profile.name,
                Topic.BOUNDARIES,
                f"one service for {first} and {second}, or the tables in one of them",
                "boundaries.merge",
                Strength.VIABLE,
                f"{len(transactions)} transactions write tables of both ({', '.join(symbols[:3])}"
                f"{' …' if len(symbols) > 3 else ''}): that many sagas cost more than the two are worth apart, unless "
                "most of them need not be one.",
                (evidence(f"{len(transactions)} transactions", [found.place for found in transactions]),),
                "AWS Prescriptive Guidance: decompose by transactions",
                f"{first}, {second}",
            )


@rule(
    "boundaries.fan-in",
    Topic.BOUNDARIES,
    looks_for="a service that many others call",
    recommends="more than one instance in two zones, and answers of its callers for when it is down",
    source=f"{_WHITEPAPER}: failure isolation, bulkheads",
)
def fan_in(profile: ServiceProfile) -> Iterator[Recommendation]:
    """When it fails, all of them do."""
    calls = [coupling for coupling in profile.arriving if coupling.kind is EdgeKind.CALLS]
    callers = sorted({coupling.source_service for coupling in calls})
    if len(callers) >= _MANY_CALLERS:
        yield Recommendation(
            profile.name,
            Topic.OPERATIONS,
            "two zones, limits for each caller, and callers that can do without it",
            "boundaries.fan-in",
            Strength.RECOMMENDED,
            f"{len(callers)} services call it and wait ({', '.join(callers[:5])}{' …' if len(callers) > 5 else ''}): "
            "when it is down or slow, so are they.",
            (evidence(f"called by {len(callers)} services", [place for c in calls for place in c.places]),),
            f"{_WHITEPAPER}: failure isolation, bulkheads",
        )


@rule(
    "boundaries.inherited",
    Topic.BOUNDARIES,
    looks_for="classes whose base class is in another service",
    recommends="a base class in the shared library, or a copy",
    source=f"{_WHITEPAPER}: services as black boxes",
)
def inherited(profile: ServiceProfile) -> Iterator[Recommendation]:
    """A base class cannot be called over a network."""
    found = [coupling for coupling in profile.leaving if coupling.kind is EdgeKind.INHERITS]
    if found:
        bases = sorted({coupling.target for coupling in found})
        yield Recommendation(
            profile.name,
            Topic.BOUNDARIES,
            "base classes in the shared library, or copies",
            "boundaries.inherited",
            Strength.RECOMMENDED,
            f"{len(found)} {'class inherits' if len(found) == 1 else 'classes inherit'} from {', '.join(bases[:4])}"
            f"{' …' if len(bases) > 4 else ''} of other services, which a network cannot do.",
            (evidence(f"{len(found)} base classes of others", [place for c in found for place in c.places]),),
            f"{_WHITEPAPER}: services as black boxes",
        )


@rule(
    "boundaries.layers",
    Topic.BOUNDARIES,
    looks_for="packages named after layers, with a large part of the modules",
    recommends="packages by domain in place of packages by layer",
    source=f"{_WHITEPAPER}: verticals by domain, not layers",
    scope=Scope.SYSTEM,
)
def layers(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Packages named after layers hide what belongs together."""
    modules = {unit.module for unit in profile.units}
    top = Counter(part for module in modules for part in module.split(".")[:2] if part in _LAYERS)
    shared = sum(top.values()) / (len(modules) or 1)
    if shared > _LARGE:
        names = ", ".join(name for name, _ in top.most_common(4))
        places = [unit.place for unit in profile.units if set(unit.module.split(".")[:2]) & _LAYERS]
        yield Recommendation(
            profile.name,
            Topic.BOUNDARIES,
            "packages by domain in place of packages by layer, service by service",
            "boundaries.layers",
            Strength.VIABLE,
            f"{shared:.0%} of the modules stand in packages named after layers ({names}); services cut across them.",
            (evidence(f"packages {names}", places),),
            f"{_WHITEPAPER}: verticals by domain, not layers",
        )
