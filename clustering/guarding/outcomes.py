"""What became of each coupling since a known state: new, known, moved or gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from decompose.clustering.decomposition import Coupling
from decompose.clustering.guarding.baseline import Entry
from decompose.clustering.guarding.findings import Gone, Known, Moved
from decompose.clustering.guarding.placing import NOWHERE, Placed, ways_up
from decompose.clustering.guarding.relating import Relation, crossing, relation_of, relations, unit_of
from decompose.clustering.guarding.renaming import Renames, renamed, renamed_since
from decompose.extractors.graph import DependencyGraph, EdgeKind
from decompose.extractors.places import Severity


@dataclass(frozen=True, slots=True)
class State:
    """One state of the code, placed.

    Attributes:
        graph: the code.
        placed: what belongs where, as declared.
        crossing: its couplings, worst first.
        services, owners: what belongs where, as judged: what no boundary names included, as far as it is tied
            to a service.
    """

    graph: DependencyGraph
    placed: Placed
    crossing: tuple[Coupling, ...]
    services: dict[str, str]
    owners: dict[str, str]

    def files_of(self, *names: str) -> set[str]:
        """The files where symbols, columns or tables are defined, as far as known."""
        wanted = {above for name in names for part in name.split(":") for above in ways_up(part)}
        units = {unit.path for unit in self.graph.units if unit.name in wanted}
        return units | {table.place.path for table in self.graph.tables if table.name in wanted and table.place}


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The couplings of today by what became of them.

    Attributes:
        new: worst first.
        known, moved, gone: sorted.
        stale: entries of the baseline whose coupling is gone.
    """

    new: tuple[Coupling, ...] = ()
    known: tuple[Known, ...] = ()
    moved: tuple[Moved, ...] = ()
    gone: tuple[Gone, ...] = ()
    stale: tuple[Entry, ...] = ()


def state_of(graph: DependencyGraph, where: Placed, assumed: Mapping[str, str]) -> State:
    """Place a state of the code; ``assumed`` says where units and tables belong that no boundary names."""
    services = {name: service or assumed.get(name, NOWHERE) for name, service in where.services.items()}
    owners = {name: service or assumed.get(name, NOWHERE) for name, service in where.owners.items()}
    return State(graph, where, crossing(graph, Placed(services, owners)), services, owners)


def renames_between(before: DependencyGraph | None, baseline: Iterable[Entry], now: DependencyGraph) -> Renames:
    """What was renamed since the state before, or since the baseline was written."""
    if before is not None:
        return renamed(before, now)
    return renamed_since((end for entry in baseline for end in entry.relation[1:]), now)


def judged(now: State, before: State | None, baseline: Sequence[Entry], renames: Renames, revision: str) -> Outcomes:
    """Tell new couplings from those that the baseline tolerates, or that were there before."""
    tolerated = {entry.relation: entry for entry in baseline}
    existed = relations(before.graph) if before is not None else frozenset()
    crossed = {relation_of(coupling) for coupling in before.crossing} if before is not None else set()
    new, known, moved = [], [], []
    seen: set[Relation] = set()
    for coupling in now.crossing:
        today = relation_of(coupling)
        was = Relation(today.kind, renames.before(today.source), renames.before(today.target))
        seen |= {today, was}
        if today in tolerated:
            known.append(Known(coupling, "baseline", tolerated[today].reason))
        elif today in existed:
            known.append(Known(coupling, revision))
        elif was in tolerated or was in crossed:
            moved.append(Moved(coupling, was.source, was.target))
        else:
            new.append(coupling)
    new, carried = _carried_along(new, crossed | tolerated.keys(), seen, now.graph)
    moved += carried
    seen |= {Relation(found.coupling.kind, found.source, found.target) for found in carried}
    unread = _Unread(now.graph)
    missing = [coupling for coupling in before.crossing if relation_of(coupling) not in seen] if before else []
    gone = {_gone(coupling) for coupling in missing if not unread.may_hold(relation_of(coupling))}
    stale = tuple(entry for entry in baseline if entry.relation not in seen and not unread.may_hold(entry.relation))
    forgotten = {Gone(entry.relation.kind.value, entry.relation.source, entry.relation.target) for entry in stale}
    told = {(found.kind, found.source, found.target) for found in gone}
    gone |= {found for found in forgotten if (found.kind, found.source, found.target) not in told}
    return Outcomes(tuple(new), tuple(sorted(known)), tuple(sorted(moved)), tuple(sorted(gone)), stale)


def _carried_along(
    new: Sequence[Coupling], earlier: Iterable[Relation], seen: set[Relation], graph: DependencyGraph
) -> tuple[list[Coupling], list[Moved]]:
    """Couplings that took the place of one that is gone, one to one.

    The other one had the same kind, and either the same target and a source in the same module (a function was
    renamed, or a part of it became a function), or the same source and a target of the same parent that is no more.
    """
    modules = _Modules(graph)
    orphans: dict[tuple[str, str, str], list[Relation]] = defaultdict(list)
    for relation in sorted(set(earlier) - seen):
        for key in modules.keys(relation, is_gone=True):
            orphans[key].append(relation)
    still_new, moved = [], []
    used: set[Relation] = set()
    for coupling in new:
        keys = modules.keys(relation_of(coupling), is_gone=False)
        was = next((old for key in keys for old in orphans.get(key, ()) if old not in used), None)
        if was is None:
            still_new.append(coupling)
        else:
            used.add(was)
            moved.append(Moved(coupling, was.source, was.target))
    return still_new, moved


class _Unread:
    """The files that could not be read: what was in them is not gone."""

    def __init__(self, graph: DependencyGraph) -> None:
        paths = (found.place.path for found in graph.diagnostics if found.severity is Severity.ERROR)
        self._modules = {path.removesuffix(".py").replace("/", ".") for path in paths}

    def may_hold(self, relation: Relation) -> bool:
        """Whether a coupling may stand in one of them: its source does, or is a table that anyone may declare."""
        source = relation.source.partition(":")[0]
        if not self._modules:
            return False
        return relation.kind is EdgeKind.FOREIGN_KEY or any(
            module == above or module.endswith(f".{above}") for above in ways_up(source) for module in self._modules
        )


class _Modules:
    """Looks up the module of symbols, and which symbols there are."""

    def __init__(self, graph: DependencyGraph) -> None:
        self._modules = {unit.name: unit.module for unit in graph.units}
        edges = (*graph.edges, *graph.inner_calls)
        self._alive = {symbol for edge in edges for symbol in (edge.source_symbol, edge.target_symbol)}
        self._alive |= {unit.name for unit in graph.units}

    def keys(self, relation: Relation, *, is_gone: bool) -> Iterable[tuple[str, str, str]]:
        """What a coupling has in common with one that takes its place."""
        kind, source, target = relation
        yield kind.value, f"{self._module(source)}.*", target
        if "." in target and not (is_gone and target in self._alive):
            yield kind.value, source, target.rpartition(".")[0] + ".*"

    def _module(self, symbol: str) -> str:
        function, colon, table = symbol.partition(":")
        module = self._modules.get(unit_of(symbol, self._modules), function.rpartition(".")[0])
        return module + colon + table


def _gone(coupling: Coupling) -> Gone:
    return Gone(coupling.kind.value, coupling.source, coupling.target, coupling.source_service, coupling.target_service)
