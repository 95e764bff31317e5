"""What speaks for the place of a service in the order: value, risk, stability, readiness, and who needs whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from decompose.clustering.constraints import SHARED
from decompose.clustering.counting import plural
from decompose.clustering.decomposition import ON_THE_FENCE, Decomposition, Doubt
from decompose.extractors.components import components
from decompose.extractors.graph import DependencyGraph, EdgeKind, EntryKind, UnresolvedCall
from decompose.extractors.places import Place
from decompose.recommenders.ordering import Turn
from decompose.recommenders.phases.extraction import listed
from decompose.recommenders.plan import Ground
from decompose.recommenders.profile import ServiceProfile

_PLACES = 3
_NEEDS = frozenset({EdgeKind.CALLS, EdgeKind.READS, EdgeKind.WRITES, EdgeKind.INHERITS})


class Assessment:
    """Says of each service what speaks for its turn."""

    def __init__(self, graph: DependencyGraph, decomposition: Decomposition, turns: Sequence[Turn]) -> None:
        self._graph = graph
        self._decomposition = decomposition
        self._step = {turn.service: number for number, turn in enumerate(turns, start=1)}
        home = {unit: service.name for service in decomposition.services for unit in service.units}
        self._known: Counter[str] = Counter()
        self._unknown: dict[str, list[UnresolvedCall]] = {}
        callers = {
            edge.source_symbol: home[edge.source]
            for edge in graph.edges
            if edge.kind is EdgeKind.CALLS and edge.source in home
        }
        callers |= {edge.source_symbol: home[edge.source] for edge in graph.inner_calls if edge.source in home}
        for call in graph.unresolved_calls:
            service = callers.get(call.symbol) or _home(call.symbol, home)
            if service:
                self._unknown.setdefault(service, []).append(call)
                callers[call.symbol] = service
        self._known.update(callers.values())

    def of(self, turn: Turn, profile: ServiceProfile) -> tuple[Ground, ...]:
        """The grounds of one turn."""
        return tuple(
            ground
            for ground in (
                self._value(profile),
                _risk(turn, profile),
                self._stability(profile),
                self._resolved(profile),
                _sharing(profile),
                *self._needs(profile),
            )
            if ground is not None
        )

    def _value(self, profile: ServiceProfile) -> Ground:
        owns = f"owns {plural(len(profile.tables), 'table')}" if profile.tables else "owns no table"
        ways = plural(len(profile.entries), "entry point")
        routes = len(profile.entries_of(EntryKind.HTTP, EntryKind.WEBSOCKET))
        more = f" ({plural(routes, 'route')})" if routes else ""
        what = (
            "deployed and scaled with its own data"
            if profile.tables
            else "deployed by itself, but its data stays where it is"
        )
        return Ground("value", f"It {owns} and handles {ways}{more}: once out, it is {what}")

    def _stability(self, profile: ServiceProfile) -> Ground | None:
        stability = self._decomposition.stability
        if not stability.runs:
            return None
        doubts = [doubt for doubt in stability.doubts if doubt.service == profile.name and doubt.share < ON_THE_FENCE]
        placed = len(profile.units) + len(profile.tables)
        if not doubts:
            return Ground("stability", f"None of its {placed:,} placements is on the fence")
        rivals = Counter(doubt.rival for doubt in doubts).most_common(3)
        where = ", ".join(f"{count} of them rather in {rival}" for rival, count in rivals if rival)
        return Ground(
            "stability",
            f"{len(doubts)} of its {placed:,} placements are on the fence ({where}): look at these first:"
            f" {listed([doubt.name for doubt in doubts], 4)}",
            self._places_of(doubts),
        )

    def _places_of(self, doubts: Sequence[Doubt]) -> tuple[Place, ...]:
        names = {doubt.name for doubt in doubts if doubt.kind == "unit"}
        return tuple(sorted(unit.place for unit in self._graph.units if unit.name in names)[:_PLACES])

    def _resolved(self, profile: ServiceProfile) -> Ground | None:
        known = self._known[profile.name]
        if not known:
            return None
        unknown = self._unknown.get(profile.name, [])
        symbols = {call.symbol for call in unknown}
        text = f"In {known - len(symbols)} of its {plural(known, 'function')} that call something, all calls are known"
        if not unknown:
            return Ground("readiness", text)
        places = tuple(sorted(call.place for call in unknown)[:_PLACES])
        return Ground("readiness", f"{text}; {plural(len(unknown), 'call')} may hide a coupling", places)

    def _needs(self, profile: ServiceProfile) -> Iterator[Ground]:
        mine = self._step[profile.name]
        needed = Counter(c.target_service for c in profile.leaving if c.kind in _NEEDS)
        needing = Counter(c.source_service for c in profile.arriving if c.kind in _NEEDS)
        before = [name for name in needed if self._step.get(name, mine) < mine]
        after = [name for name in needed if name not in before and name != SHARED]
        parts = []
        if before:
            steps = ", ".join(f"{name} (step {self._step[name]})" for name in _by_count(before, needed))
            parts.append(f"needs {steps}, which are out by then" if len(before) > 1 else f"needs {steps}, out by then")
        if after:
            parts.append(f"needs {listed(_by_count(after, needed), 4)}, which it asks in the monolith until they leave")
        users = [name for name in needing if name != SHARED]
        if users:
            parts.append(f"is needed by {listed(_by_count(users, needing), 4)}")
        text = "; ".join(parts) if parts else "needs no other service, and none needs it"
        yield Ground("order", f"It {text}")


def _by_count(names: list[str], counts: Mapping[str, int]) -> list[str]:
    return sorted(names, key=lambda name: (-counts[name], name))


def _home(symbol: str, home: Mapping[str, str]) -> str:
    """The service of a function, by the unit that it is in."""
    while symbol:
        if symbol in home:
            return home[symbol]
        symbol = symbol.rpartition(".")[0]
    return ""


def _risk(turn: Turn, profile: ServiceProfile) -> Ground:
    if not turn.to_cut:
        return Ground("risk", "Nothing ties it to what is still in the monolith")
    return Ground(
        "risk",
        f"{plural(len(turn.to_cut), 'coupling')} with what is still in the monolith;"
        f" cutting them costs {turn.risk:.0%} of what cutting its own {profile.service.lines:,} lines apart would",
    )


def _sharing(profile: ServiceProfile) -> Ground | None:
    """Tables and transactions in several hands: what has to be settled before data moves."""
    own = [use for use in profile.table_uses if use.owner == profile.name]
    written = [use for use in own if set(use.writers) - {profile.name}]
    parts = []
    if written:
        parts.append(
            f"others write {plural(len(written), 'table')} of its own: {listed([use.table for use in written], 4)}"
        )
    through = {c.source for c in profile.arriving if c.kind is EdgeKind.TRANSACTION}
    if through:
        verb = "write" if len(through) > 1 else "writes"
        parts.append(f"{plural(len(through), 'transaction')} of others {verb} its tables through calls")
    if profile.transactions:
        parts.append(f"{plural(len(profile.transactions), 'transaction')} of it write tables of others")
    if not parts and not profile.tables:
        return None
    if not parts:
        return Ground("readiness", "No other service writes its tables, and no transaction spans it and others")
    text = "; ".join(parts)
    places = tuple(sorted({place for use in written for place in use.places[:1]})[:_PLACES])
    return Ground("readiness", f"{text[:1].upper()}{text[1:]}", places)


def circles_of(decomposition: Decomposition) -> tuple[tuple[str, ...], ...]:
    """Services that call, read or derive from each other in a circle: the largest circle first."""
    following: dict[str, set[str]] = {service.name: set() for service in decomposition.services}
    for coupling in decomposition.couplings:
        if coupling.kind in _NEEDS and {coupling.source_service, coupling.target_service} <= following.keys():
            following[coupling.source_service].add(coupling.target_service)
    groups = [tuple(sorted(group)) for group in components(following.keys(), following) if len(group) > 1]
    return tuple(sorted(groups, key=lambda group: (-len(group), group)))
