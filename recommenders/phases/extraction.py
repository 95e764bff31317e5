"""One service's turn, with everything that its phases ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Coupling
from decompose.extractors.graph import DependencyGraph, Edge, EdgeKind, ForeignKey, Table
from decompose.extractors.places import Confidence, Place
from decompose.recommenders.ordering import Turn
from decompose.recommenders.plan import Action, Effort, Operation, Recommendation, Verdict
from decompose.recommenders.profile import ServiceProfile
from decompose.recommenders.rates import Rates, rate
from decompose.recommenders.routes import Routes

VERBS = {
    EdgeKind.READS: "reads",
    EdgeKind.WRITES: "may write",
    EdgeKind.IMPORTS: "uses",
    EdgeKind.INHERITS: "derives from",
}
MOST = 12
"""Actions of one sort that are written out."""
PLACES = 4


@dataclass(frozen=True, slots=True)
class Terrain:
    """What all extractions have in common.

    Attributes:
        graph: the dependency graph.
        operations: by symbol.
        tables: by name.
        accesses: (kind, function, table) → the edge.
        sagas: (function, table) of transactions that span services for sure.
        bounds: the same of those whose beginning or end is not written in their function.
        rates: person-days for one of each.
        routes: of all services.
    """

    graph: DependencyGraph
    operations: Mapping[str, Operation]
    tables: Mapping[str, Table]
    accesses: Mapping[tuple[EdgeKind, str, str], Edge]
    rates: Rates
    routes: Routes
    sagas: frozenset[tuple[str, str]] = frozenset()
    bounds: frozenset[tuple[str, str]] = frozenset()

    def foreign_key(self, coupling: Coupling) -> ForeignKey | None:
        """The declaration of a foreign key that crosses."""
        name = coupling.source.rpartition(".")[0] or coupling.source
        table = self.tables.get(name)
        column = coupling.source.rpartition(".")[2]
        keys = table.foreign_keys if table is not None else ()
        return next((key for key in keys if key.column == column and key.table == coupling.target), None)


@dataclass(frozen=True, slots=True)
class Extraction:
    """One service's turn.

    Attributes:
        terrain: what all have in common.
        profile: the service.
        turn: what is cut.
        out: services that are out already, in order.
        advice: what is recommended for it.
        folder: where most of its code is, relative to the analysed root.
    """

    terrain: Terrain
    profile: ServiceProfile
    turn: Turn
    out: tuple[str, ...]
    advice: Sequence[Recommendation]
    folder: str

    @property
    def name(self) -> str:
        """The service's name."""
        return self.profile.name

    def cut(self, *kinds: EdgeKind) -> list[Coupling]:
        """What ties it to the monolith for sure, of these kinds."""
        return [c for c in self.turn.to_cut if c.kind in kinds and c.confidence is not Confidence.HEURISTIC]

    def arriving(self, *kinds: EdgeKind) -> list[Coupling]:
        """What comes in from the monolith for sure, of these kinds."""
        return [coupling for coupling in self.cut(*kinds) if coupling.target_service == self.name]

    def leaving(self, *kinds: EdgeKind) -> list[Coupling]:
        """What goes out to the monolith for sure, of these kinds."""
        return [coupling for coupling in self.cut(*kinds) if coupling.source_service == self.name]

    def guesses(self, *, arriving: bool) -> list[Action]:
        """One question about the couplings that are guessed, in one direction; none without."""
        found = [
            c
            for c in self.turn.to_cut
            if c.confidence is Confidence.HEURISTIC
            and c.kind is not EdgeKind.TRANSACTION
            and (c.target_service if arriving else c.source_service) == self.name
        ]
        if not found:
            return []
        told = [f"{c.source} {VERBS.get(c.kind, c.kind.value)} {c.target}" for c in found]
        what = (
            f"Find out about {plural(len(found), 'coupling')} guessed by a name, or that depend on which rows there are"
        )
        return [Action(f"{what}: {listed(told, 4)}", places_of(found))]

    def becomes_operation(self, symbol: str) -> bool:
        """Whether a function that is called can be asked for over a network."""
        found = self.terrain.operations.get(symbol)
        return found is None or found.verdict in {Verdict.OPERATION, Verdict.CREATE}

    def efforts(self, **counts: int) -> tuple[Effort, ...]:
        """What some counts take, at the rates; counts of 0 are left out."""
        found = []
        for name, count in counts.items():
            low, high = rate(self.terrain.rates, name)
            if count:
                found.append(Effort(name, count, round(low * count, 2), round(high * count, 2)))
        return tuple(found)

    def check(self, phase: str) -> tuple[str, ...]:
        """The command that says whether a phase is done."""
        return (f"decompose plan PATH --service {self.name} --done {phase}",)


def places_of(couplings: Iterable[Coupling]) -> tuple[Place, ...]:
    """The first places of some couplings."""
    return tuple(sorted({place for coupling in couplings for place in coupling.places[:1]})[:PLACES])


def grouped(couplings: Iterable[Coupling], key: Callable[[Coupling], str]) -> dict[str, list[Coupling]]:
    """Couplings by a name, the names sorted."""
    found: dict[str, list[Coupling]] = defaultdict(list)
    for coupling in couplings:
        found[key(coupling)].append(coupling)
    return dict(sorted(found.items()))


def sources(couplings: Iterable[Coupling]) -> int:
    """How many functions they start from."""
    return len({coupling.source for coupling in couplings})


def listed(names: Iterable[str], most: int = 5) -> str:
    """Some names, and how many more."""
    unique = list(dict.fromkeys(names))
    shown = ", ".join(unique[:most])
    return f"{shown} and {len(unique) - most} more" if len(unique) > most else shown


def capped(actions: list[Action], what: str, most: int = MOST) -> list[Action]:
    """The first actions, and how many more; ``what`` is the noun of one."""
    if len(actions) <= most:
        return actions
    rest = actions[most:]
    places = tuple(sorted({place for action in rest for place in action.places[:1]})[:PLACES])
    return [*actions[:most], Action(f"… and {plural(len(rest), 'more ' + what)}", places)]


def needless(couplings: Sequence[Coupling], tables: Mapping[str, Table]) -> list[Coupling]:
    """Names and base classes of others that are not merely imported in order to call them, or to reach their tables."""
    called = {(c.source, c.target) for c in couplings if c.kind is EdgeKind.CALLS}
    called |= {(source, target.rpartition(".")[0]) for source, target in list(called)}
    models = {(c.source, model) for c in couplings if c.kind in {EdgeKind.READS, EdgeKind.WRITES}
              for model in (tables[c.target].models if c.target in tables else ())}  # fmt: skip
    touched = called | models
    return [
        c
        for c in couplings
        if c.kind is EdgeKind.INHERITS or (c.kind is EdgeKind.IMPORTS and (c.source, c.target) not in touched)
    ]
