"""The dependency graph: what was linked, gathered by unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from decompose.extractors import facts
from decompose.extractors.accesses import Accesses
from decompose.extractors.frameworks import Entry, Event
from decompose.extractors.graph import (
    ANSWERED,
    Edge,
    EdgeKind,
    EntryPoint,
    RepeatedKind,
    RepeatedQuery,
    ResourceKind,
    ResourceUse,
    Table,
    TransactionScope,
    Unreached,
)
from decompose.extractors.linking.forwarding import operands
from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.resolution import Callee, ResolvedCall
from decompose.extractors.linking.units import Units
from decompose.extractors.marks import Trait, TraitKind
from decompose.extractors.places import Confidence, Place
from decompose.extractors.repeating import Repeated
from decompose.extractors.repeating.depths import Depths
from decompose.extractors.resources import Use
from decompose.extractors.traits import Found
from decompose.extractors.transactions import TransactionBlock

_RUNS_PER_LOOP = 5.0
"""How often a loop's body is taken to run: nobody knows, but more than once."""
_MOST_LOOPS = 2
_MOST_PLACES = 5
_BETTER = {Confidence.EXACT: 0, Confidence.INFERRED: 1, Confidence.HEURISTIC: 2}
_VALUES_THAT_NAME = 4
"""A value that may be more things than these names none of them."""


@dataclass(slots=True)
class _Relation:
    """An edge while it is gathered."""

    source: str
    target: str
    weight: float = 0.0
    confidence: Confidence = Confidence.HEURISTIC
    places: set[Place] = field(default_factory=set)
    operations: set[str] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)
    loops: int = 0


class EdgeGatherer:
    """Collects relations between symbols into unique edges."""

    def __init__(self, linkage: Linkage, units: Units) -> None:
        self._linkage = linkage
        self._units = units
        self._relations: dict[tuple[EdgeKind, str, str], _Relation] = {}
        self._inner: dict[tuple[EdgeKind, str, str], _Relation] = {}
        self._kept: dict[tuple[EdgeKind, str, str], Edge] = {}
        self._kept_inner: dict[tuple[EdgeKind, str, str], Edge] = {}

    def keep(self, edges: Iterable[Edge], inner: Iterable[Edge]) -> None:
        """Edges that were gathered before, in whose place no others count."""
        self._kept = {(edge.kind, edge.source_symbol, edge.target_symbol): edge for edge in edges}
        self._kept_inner = {(edge.kind, edge.source_symbol, edge.target_symbol): edge for edge in inner}

    def add(
        self,
        kind: EdgeKind,
        ends: tuple[str, str],
        symbols: tuple[str, str],
        place: Place | None,
        weight: float = 1.0,
        confidence: Confidence = Confidence.EXACT,
        *,
        operation: str = "",
        columns: Iterable[str] = (),
        loops: int = 0,
    ) -> None:
        """Note a relation at a place."""
        relations = self._inner if ends[0] == ends[1] and kind is EdgeKind.CALLS else self._relations
        key = (kind, *symbols)
        relation = relations.get(key)
        if relation is None:
            relation = relations[key] = _Relation(*ends)
        relation.weight += weight
        relation.loops = max(relation.loops, loops)
        if _BETTER[confidence] < _BETTER[relation.confidence]:
            relation.confidence = confidence
        if place is not None:
            relation.places.add(place)
        if operation:
            relation.operations.add(operation)
        relation.columns.update(columns)

    def between(
        self,
        kind: EdgeKind,
        source: int,
        target: int,
        line: int,
        weight: float = 1.0,
        confidence: Confidence = Confidence.EXACT,
        loops: int = 0,
        operation: str = "",
    ) -> None:
        """Note a relation between two scopes of different units, or a call within one."""
        linkage, units = self._linkage, self._units
        ends = (units.of(source), units.of(target))
        if ends[0] not in units.all or ends[1] not in units.all:
            return
        if ends[0] == ends[1] and (kind is not EdgeKind.CALLS or source == target):
            return
        place = Place(linkage.path(source), line)
        names = (linkage.names[source], linkage.names[target])
        self.add(kind, ends, names, place, weight, confidence, operation=operation, loops=loops)

    def edges(self) -> tuple[Edge, ...]:
        """All edges between units, units and tables, or tables, sorted."""
        return self._as_edges(self._relations, self._kept)

    def inner_calls(self) -> tuple[Edge, ...]:
        """The calls between the functions of one unit, sorted."""
        return self._as_edges(self._inner, self._kept_inner)

    @staticmethod
    def _as_edges(
        relations: Mapping[tuple[EdgeKind, str, str], _Relation], kept: Mapping[tuple[EdgeKind, str, str], Edge]
    ) -> tuple[Edge, ...]:
        found = [
            Edge(
                kind,
                relation.source,
                relation.target,
                symbol,
                other,
                relation.weight,
                relation.confidence,
                tuple(sorted(relation.places)[:_MOST_PLACES]),
                tuple(sorted(relation.operations)),
                tuple(sorted(relation.columns)),
                relation.loops,
            )
            for (kind, symbol, other), relation in relations.items()
            if (kind, symbol, other) not in kept
        ]
        return tuple(sorted([*found, *kept.values()]))


def gather_calls(gatherer: EdgeGatherer, linkage: Linkage, calls: Iterable[ResolvedCall]) -> None:
    """Call edges; a decorated function stands for itself, not for its wrapper."""
    wrapped = _wrapped(linkage)
    for call in calls:
        weight = _RUNS_PER_LOOP ** min(call.depth, _MOST_LOOPS)
        for callee in _meant(linkage, call.callees):
            if callee.scope in wrapped.get(call.scope, ()):
                continue
            gatherer.between(EdgeKind.CALLS, call.scope, callee.scope, call.line, weight, call.confidence, call.depth)


def _wrapped(linkage: Linkage) -> dict[int, set[int]]:
    """Wrapper function → the functions that it wraps, which it calls in their callers' place."""
    objects = linkage.objects
    found: dict[int, set[int]] = {}
    for thing, kind in enumerate(objects.kinds):
        if kind is Kind.WRAPPED:
            wrapper, original = objects.first[thing], objects.second[thing]
            while objects.kinds[original] is Kind.WRAPPED:
                original = objects.second[original]
            if objects.kinds[wrapper] is Kind.FUNCTION and objects.kinds[original] is Kind.FUNCTION:
                found.setdefault(objects.first[wrapper], set()).add(objects.first[original])
    return found


def _meant(linkage: Linkage, callees: tuple[Callee, ...]) -> list[Callee]:
    inside = [callee for callee in callees if callee.scope >= 0]
    if any(callee.is_original for callee in inside):
        inside = [callee for callee in inside if callee.is_original]
    functions = [callee for callee in inside if linkage.scopes[callee.scope].kind != "class"]
    constructed = {linkage.parent_of[callee.scope] for callee in functions}
    classes = [
        callee for callee in inside if linkage.scopes[callee.scope].kind == "class" and callee.scope not in constructed
    ]
    return [*functions, *classes]


def unreached_functions(linkage: Linkage, lost: Iterable[int], asked: set[str]) -> tuple[Unreached, ...]:
    """Functions that nothing reaches, as the report lists them; ``asked`` are names that are asked for of unknowns."""
    found = []
    for gid in lost:
        scope = linkage.scopes[gid]
        is_doubtful = scope.name in asked or _overrides(linkage, gid)
        confidence = Confidence.HEURISTIC if is_doubtful else Confidence.INFERRED
        lines = scope.end_line - scope.line + 1
        found.append(Unreached(linkage.names[gid], Place(linkage.path(gid), scope.line), lines, confidence))
    return tuple(sorted(found))


def _overrides(linkage: Linkage, gid: int) -> bool:
    """Whether a method stands in place of another one: which class is made may be configured."""
    cls = linkage.class_of_method(gid)
    name = linkage.scopes[gid].name
    return cls >= 0 and any(name in linkage.classes[base].members for base in project_ancestors(linkage, cls)[1:])


def resource_uses(linkage: Linkage, units: Units, uses: Iterable[Use]) -> tuple[ResourceUse, ...]:
    """What functions use besides tables, one entry for each function, kind and name."""
    grouped: dict[tuple[ResourceKind, str, int], list[Use]] = {}
    for use in uses:
        if units.of(use.scope) in units.all:
            grouped.setdefault((use.kind, use.name, use.scope), []).append(use)
    return tuple(
        sorted(
            ResourceUse(
                kind,
                name,
                linkage.names[scope],
                units.of(scope),
                any(use.reads for use in same),
                any(use.writes for use in same),
                tuple(sorted({use.operation for use in same if use.operation})),
                min((use.confidence for use in same), key=_BETTER.__getitem__),
                tuple(sorted({Place(linkage.path(scope), use.line) for use in same})[:_MOST_PLACES]),
            )
            for (kind, name, scope), same in grouped.items()
        )
    )


def traits(linkage: Linkage, units: Units, found: Iterable[Found]) -> tuple[Trait, ...]:
    """What functions and modules do that decides where they can run, one entry for each kind, name and symbol."""
    grouped: dict[tuple[TraitKind, str, int], list[Found]] = {}
    for one in found:
        grouped.setdefault((one.kind, one.name, one.scope), []).append(one)
    made: dict[tuple[TraitKind, str, str], Trait] = {}
    for (kind, name, scope), same in grouped.items():
        symbol = linkage.names[scope]
        values = [one.value for one in same if one.value is not None]
        unit = units.of(scope)
        made[kind, name, symbol] = Trait(
            kind,
            name,
            symbol,
            unit if unit in units.all else "",
            max(values, default=None),
            _details(kind, {one.detail for one in same if one.detail}),
            tuple(sorted({Place(linkage.path(scope), one.line) for one in same})[:_MOST_PLACES]),
            min((one.confidence for one in same), key=_BETTER.__getitem__),
        )
    return tuple(sorted(made.values(), key=lambda one: (one.kind, one.name, one.symbol)))


def _details(kind: TraitKind, details: set[str]) -> str:
    """What is known besides; what AWS does something to is named where it is one thing alone."""
    if kind is TraitKind.AWS:
        return next(iter(details)) if len(details) == 1 else ""
    return ", ".join(sorted(details)[:_MOST_PLACES])


def repeated_queries(linkage: Linkage, units: Units, found: Iterable[Repeated]) -> tuple[RepeatedQuery, ...]:
    """Queries that loops repeat, with the names of their functions."""
    return tuple(
        sorted(
            RepeatedQuery(
                linkage.names[one.scope],
                units.of(one.scope),
                Place(linkage.path(one.scope), one.loop),
                Place(linkage.path(one.scope), one.line),
                RepeatedKind(one.query.kind),
                one.rows,
                one.query.tables,
                Place(linkage.path(one.query.scope), one.query.line),
                tuple(linkage.names[scope] for scope in one.via),
                one.confidence,
            )
            for one in found
            if units.of(one.scope) in units.all
        )
    )


def gather_references(gatherer: EdgeGatherer, linkage: Linkage, gids: Iterable[int]) -> None:
    """Import edges (a unit names another) and inheritance, as some scopes show them."""
    objects = linkage.objects
    for gid in gids:
        scope = linkage.scopes[gid]
        for value, line, weight, confidence in _names(linkage, gid):
            things = linkage.solver.get(linkage.node(gid, value))
            if len(things) > _VALUES_THAT_NAME:
                continue
            for thing in sorted(things):
                named = objects.unwrapped(thing)
                if objects.kinds[named] in {Kind.CLASS, Kind.FUNCTION}:
                    target = objects.first[named]
                    if linkage.scopes[target].parent == 0:
                        gatherer.between(EdgeKind.IMPORTS, gid, target, line, weight, confidence)
        for value in scope.bases:
            for thing in sorted(linkage.solver.get(linkage.node(gid, value))):
                if objects.kinds[thing] is Kind.CLASS:
                    gatherer.between(EdgeKind.INHERITS, gid, objects.first[thing], scope.line)


def _names(linkage: Linkage, gid: int) -> Iterator[tuple[int, int, float, Confidence]]:
    """The values that may name something of another unit, with line, weight, and how sure it is that they name it.

    What an object carries may have been put into it anywhere: that names nothing by itself. An import says that
    something is needed, but nothing of how much it is used.
    """
    objects = linkage.objects
    for load in linkage.of_type(gid, facts.Load):
        yield load.target, load.line, 1.0, Confidence.EXACT
    for attr in linkage.of_type(gid, facts.Attr):
        bases = linkage.solver.get(linkage.node(gid, attr.base))
        is_written = any(objects.kinds[base] in {Kind.MODULE, Kind.CLASS} for base in bases)
        yield attr.target, attr.line, 1.0, Confidence.EXACT if is_written else Confidence.HEURISTIC
    imports = linkage.of_type(gid, facts.Import)
    if not imports:
        return
    scope = linkage.scopes[gid]
    used = {value for op in scope.ops if not isinstance(op, facts.Bind) for value in operands(op)}
    for op in imports:
        if scope.kind == "function" or op.target in used:
            yield op.target, op.line, 0.0, Confidence.EXACT


def gather_constants(gatherer: EdgeGatherer, linkage: Linkage, units: Units, files: Iterable[int]) -> None:
    """Import edges to module bodies, for the constants that they define."""
    for file in files:
        gids = linkage.gids_of(file)
        imported: dict[str, int] = {}
        for gid in gids:
            scope = linkage.scopes[gid]
            targets = {}
            for op in scope.ops:
                if isinstance(op, facts.Import) and op.name:
                    dotted = linkage.modules.absolute(file, op.module, op.level)
                    source = linkage.modules.find(dotted, file) if dotted else None
                    if source is not None and _is_plain_global(linkage, source, op.name):
                        targets[op.target] = source
                elif isinstance(op, facts.Bind) and op.source in targets:
                    imported[op.name] = targets[op.source]
        for gid in gids if imported else ():
            for op in linkage.of_type(gid, facts.Load):
                if op.name in imported:
                    body = units.module_body(imported[op.name])
                    if body is not None:
                        target = linkage.scope_offset[imported[op.name]]
                        gatherer.between(EdgeKind.IMPORTS, gid, target, op.line)


def _is_plain_global(linkage: Linkage, file: int, name: str) -> bool:
    scopes = linkage.facts[file].scopes
    is_defined = any(scope.name == name and scope.parent == 0 for scope in scopes)
    return name in linkage.global_names[file] and not is_defined


def gather_accesses(gatherer: EdgeGatherer, linkage: Linkage, units: Units, accesses: Accesses) -> None:
    """Reads, writes and joins."""
    seen: set[tuple[int, int, str, bool]] = set()
    depths = Depths(linkage)
    for access in accesses.found:
        unit = units.of(access.scope)
        if unit not in units.all:
            continue
        once = (access.scope, access.line, access.table, access.writes)
        weight = 0.0 if once in seen else 1.0
        seen.add(once)
        kind = EdgeKind.WRITES if access.writes else EdgeKind.READS
        place = Place(linkage.path(access.scope), access.line)
        gatherer.add(
            kind,
            (unit, access.table),
            (linkage.names[access.scope], access.table),
            place,
            weight,
            access.confidence,
            operation=access.operation,
            columns=access.columns,
            loops=depths.at(access.scope, access.line),
        )
    for left, right, scope, line in accesses.joins:
        place = Place(linkage.path(scope), line)
        gatherer.add(EdgeKind.JOINS, (left, right), (f"{linkage.names[scope]}:{left}", right), place)


def gather_tables(gatherer: EdgeGatherer, tables: Iterable[Table]) -> None:
    """Foreign keys between tables."""
    for table in tables:
        for key in table.foreign_keys:
            symbols = (f"{table.name}.{key.column}", key.table)
            gatherer.add(EdgeKind.FOREIGN_KEY, (table.name, key.table), symbols, key.place)


def gather_events(gatherer: EdgeGatherer, events: Iterable[Event]) -> None:
    """Signals, tasks and messages, and other relations that frameworks make."""
    for event in events:
        operation = ANSWERED if event.is_answered else ""
        gatherer.between(event.kind, event.source, event.target, event.line, operation=operation)


def transaction_scopes(
    gatherer: EdgeGatherer, linkage: Linkage, units: Units, blocks: Iterable[TransactionBlock]
) -> tuple[TransactionScope, ...]:
    """Transactions by unit, with an edge to each table written inside."""
    scopes = []
    for block in blocks:
        unit = units.of(block.scope)
        if unit not in units.all:
            continue
        name, place = linkage.names[block.scope], Place(linkage.path(block.scope), block.line)
        inside = sorted({units.of(scope) for scope in block.scopes} & units.all.keys())
        functions = tuple(sorted({linkage.names[scope] for scope in block.scopes}))
        scopes.append(
            TransactionScope(name, unit, place, block.reads, block.writes, tuple(inside), functions, block.confidence)
        )
        for table in block.writes:
            gatherer.add(EdgeKind.TRANSACTION, (unit, table), (name, table), place, 1.0, block.confidence)
    return tuple(sorted(scopes))


def entry_points(
    gatherer: EdgeGatherer, linkage: Linkage, units: Units, entries: Iterable[Entry]
) -> tuple[EntryPoint, ...]:
    """Entry points with unique names, each with an edge to the unit that handles it."""
    found: dict[tuple[str, str], EntryPoint] = {}
    for entry in entries:
        unit = units.of(entry.scope)
        if unit not in units.all:
            continue
        symbol, place = linkage.names[entry.scope], Place(entry.path, entry.line)
        name = entry.name
        known = found.get((entry.kind, name))
        if known is not None:
            if known.symbol == symbol:
                continue
            name = f"{name} → {symbol}"
        found[entry.kind, name] = EntryPoint(name, entry.kind, symbol, unit, place, entry.trigger, entry.is_synchronous)
        gatherer.add(EdgeKind.HANDLES, (name, unit), (name, symbol), place)
    return tuple(sorted(found.values()))
