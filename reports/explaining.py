"""Why a unit, symbol, table or service is where it is."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from decompose.extractors.graph import Edge, EdgeKind, EntryKind, EntryPoint, UnresolvedCall
from decompose.extractors.places import Place
from decompose.extractors.reach import Reach
from decompose.recommenders.architecture import Workload
from decompose.recommenders.plan import Recommendation
from decompose.reports.analysed import Analysed
from decompose.reports.doubting import certainty
from decompose.reports.repetition import frequency_lines, repetition_lines
from decompose.reports.resources import resource_lines

SHARED = "shared library"
_MOST_ENTRIES = 5
_PULL = {EdgeKind.WRITES: 3.0, EdgeKind.TRANSACTION: 2.0, EdgeKind.READS: 2.0, EdgeKind.IMPORTS: 0.5}


class Tie(msgspec.Struct, frozen=True):
    """One relation of the explained thing.

    Attributes:
        direction: ``to`` or ``from``.
        kind: the relation.
        other: the symbol or table at the other end, ``service`` where that is placed.
        via: the symbol of the explained thing that has the relation.
        places: where it stands.
        confidence: how sure it is.
    """

    direction: str
    kind: str
    other: str
    service: str
    via: str
    places: tuple[Place, ...]
    confidence: str


class Pull(msgspec.Struct, frozen=True):
    """How strongly a service attracts the explained thing: weight and number of its relations."""

    service: str
    weight: float
    relations: int


class Explanation(msgspec.Struct, frozen=True):
    """Why something is where it is.

    Attributes:
        name, kind: what is explained: ``unit``, ``function``, ``table`` or ``service``.
        service: where it is placed.
        place: where it is defined.
        pulls: services by attraction, strongest first.
        ties: its relations, strongest kinds first.
        facts: further statements, one line each.
        unresolved: calls that it makes of which nothing is known.
        workloads: of a service: where it runs, with the targets that were weighed.
        advice: of a service: the rules that fired.
    """

    name: str
    kind: str
    service: str
    place: Place | None
    pulls: tuple[Pull, ...] = ()
    ties: tuple[Tie, ...] = ()
    facts: tuple[str, ...] = ()
    unresolved: tuple[UnresolvedCall, ...] = ()
    workloads: tuple[Workload, ...] = ()
    advice: tuple[Recommendation, ...] = ()


class UnknownNameError(Exception):
    """Nothing bears that name.

    Attributes:
        suggestions: the nearest names.
    """

    def __init__(self, name: str, suggestions: Iterable[str]) -> None:
        super().__init__(name)
        self.suggestions = tuple(suggestions)


def explain(analysed: Analysed, name: str) -> Explanation:
    """Explain a unit, function, table or service; a unique ending of a dotted name is enough.

    Raises:
        UnknownNameError: nothing, or more than one thing, has that name.
    """
    placed = placement(analysed)
    services = {service.name for service in analysed.decomposition.services}
    if name in services:
        return _service(analysed, name)
    units = {unit.name: unit for unit in analysed.graph.units}
    tables = {table.name: table for table in analysed.graph.tables}
    symbols = {edge.source_symbol for edge in analysed.graph.edges if edge.source in units}
    symbols |= {edge.target_symbol for edge in analysed.graph.edges if edge.target in units}
    symbols |= {symbol for edge in analysed.graph.inner_calls for symbol in (edge.source_symbol, edge.target_symbol)}
    symbols |= {call.symbol for call in analysed.graph.unresolved_calls}
    entries = {entry.name: entry for entry in analysed.graph.entry_points}
    full = name if name in entries else _resolve(name, [*units, *tables, *symbols, *services, *entries])
    if full in entries and full not in units:
        return _entry(analysed, entries[full], placed)
    if full in tables:
        return _node(analysed, full, "table", placed, tables[full].place, lambda edge: full in _ends(edge))
    if full in units:
        return _node(analysed, full, "unit", placed, units[full].place, lambda edge: full in _ends(edge))
    owner = _unit_of(full, units)
    place = units[owner].place if owner else None
    return _node(
        analysed, full, "function", placed, place, lambda edge: full in {edge.source_symbol, edge.target_symbol}
    )


def _entry(analysed: Analysed, entry: EntryPoint, placed: dict[str, str]) -> Explanation:
    reach = Reach(analysed.graph)
    reached = reach.from_entry(entry)
    symbols = set(reached.symbols)
    services = Counter(placed.get(unit, "") for unit in reached.units)
    crossed = ", ".join(f"{service} ({count})" for service, count in services.most_common() if service)
    facts = [
        f"{entry.kind.value} entry point, handled by {entry.symbol}{_set_off(entry)}",
        f"reaches {len(reached.symbols):,} functions of {len(reached.units):,} units: {crossed}",
        f"reads {', '.join(reached.reads) or 'no table'}",
        f"writes {', '.join(reached.writes) or 'no table'}",
    ]
    if reached.transactions:
        facts.append(f"opens transactions in {', '.join(reached.transactions)}")
    facts += frequency_lines(reach.how_often(entry))
    facts += repetition_lines(found for found in analysed.graph.repeated if found.symbol in symbols)
    facts += resource_lines(reached.resources)
    service = placed.get(entry.unit, "")
    return Explanation(entry.name, "entry point", service, entry.place, facts=tuple(facts))


def _set_off(entry: EntryPoint) -> str:
    """What sets an entry point off, and whether anyone waits."""
    by = f", set off by {entry.trigger}" if entry.trigger else ""
    return by if entry.is_synchronous else f"{by}, with nobody waiting for it"


def placement(analysed: Analysed) -> dict[str, str]:
    """Unit or table → service."""
    placed = dict.fromkeys(analysed.decomposition.shared, SHARED)
    for service in analysed.decomposition.services:
        placed |= dict.fromkeys((*service.units, *service.tables), service.name)
    return placed


def _resolve(name: str, known: list[str]) -> str:
    if name in known:
        return name
    endings = sorted({full for full in known if full.endswith("." + name)})
    if len(endings) == 1:
        return endings[0]
    near = endings or difflib.get_close_matches(name, sorted(set(known)), n=3, cutoff=0.6)
    raise UnknownNameError(name, near[:5])


def _unit_of(symbol: str, units: Iterable[str]) -> str:
    known = set(units)
    while symbol and symbol not in known:
        symbol = symbol.rpartition(".")[0]
    return symbol


def _ends(edge: Edge) -> tuple[str, str]:
    return edge.source, edge.target


def _node(
    analysed: Analysed,
    name: str,
    kind: str,
    placed: dict[str, str],
    place: Place | None,
    concerns: object,
) -> Explanation:
    assert callable(concerns)
    units = [unit.name for unit in analysed.graph.units]
    home = placed.get(name) or placed.get(_unit_of(name, units), "")
    ties = []
    weights: dict[str, float] = defaultdict(float)
    counts: dict[str, int] = defaultdict(int)
    inner = analysed.graph.inner_calls if kind == "function" else ()
    for edge in (*analysed.graph.edges, *inner):
        if edge.kind is EdgeKind.HANDLES or not concerns(edge):
            continue
        outgoing = name in {edge.source, edge.source_symbol}
        other = edge.target if outgoing else edge.source
        other_symbol = edge.target_symbol if outgoing else edge.source_symbol
        via = edge.source_symbol if outgoing else edge.target_symbol
        service = placed.get(other, "")
        weights[service] += _PULL.get(edge.kind, 1.0) * edge.weight
        counts[service] += 1
        direction = "to" if outgoing else "from"
        shown = other if edge.kind in {EdgeKind.FOREIGN_KEY, EdgeKind.JOINS} else other_symbol
        ties.append(Tie(direction, edge.kind.value, shown, service, via, edge.places, edge.confidence.value))
    pulls = [Pull(service, round(weights[service], 1), counts[service]) for service in weights if service]
    ranked = tuple(sorted(pulls, key=lambda pull: (-pull.weight, pull.service)))
    ties.sort(key=lambda tie: (tie.direction != "to", tie.kind, tie.other, tie.via))
    unresolved = tuple(call for call in analysed.graph.unresolved_calls if call.symbol == name)
    return Explanation(name, kind, home, place, ranked, tuple(ties), tuple(_facts(analysed, kind, name)), unresolved)


def _facts(analysed: Analysed, kind: str, name: str) -> Iterable[str]:
    reach = Reach(analysed.graph)
    certain = certainty(analysed.decomposition, kind, name) if kind in {"unit", "table"} else ""
    if certain:
        yield certain
    for entry in analysed.graph.entry_points:
        if name in {entry.unit, entry.symbol}:
            yield f"handles {entry.kind.value} {entry.name} ({entry.place})"
            if entry.kind is EntryKind.MIDDLEWARE:
                reached = reach.from_entry(entry)
                reads, writes = ", ".join(reached.reads) or "no table", ", ".join(reached.writes) or "no table"
                yield f"runs around {entry.trigger}: reads {reads}, writes {writes}"
    symbols = reach.symbols_of(name) if any(unit.name == name for unit in analysed.graph.units) else [name]
    entries = reach.entries_to(symbols)
    if entries:
        listed = ", ".join(entry.name for entry in entries[:_MOST_ENTRIES])
        more = f" and {len(entries) - _MOST_ENTRIES:,} more" if len(entries) > _MOST_ENTRIES else ""
        yield f"reached by {len(entries):,} entry points: {listed}{more}"
    elif any(found.symbol == name for found in analysed.graph.unreached):
        yield "reached by no entry point: possibly dead"
    for use in analysed.decomposition.table_uses:
        if use.table == name:
            yield f"written by {', '.join(use.writers) or 'nobody'}; read by {', '.join(use.readers) or 'nobody'}"
    yield from repetition_lines(found for found in analysed.graph.repeated if name in {found.unit, found.symbol})
    yield from resource_lines(use for use in analysed.graph.resources if name in {use.unit, use.symbol})


def _service(analysed: Analysed, name: str) -> Explanation:
    service = next(found for found in analysed.decomposition.services if found.name == name)
    ties = []
    weights: dict[str, float] = defaultdict(float)
    counts: dict[str, int] = defaultdict(int)
    for coupling in analysed.decomposition.couplings:
        if name not in {coupling.source_service, coupling.target_service}:
            continue
        outgoing = coupling.source_service == name
        other = coupling.target_service if outgoing else coupling.source_service
        ends = (coupling.target, coupling.source) if outgoing else (coupling.source, coupling.target)
        direction = "to" if outgoing else "from"
        confidence = coupling.confidence.value
        ties.append(Tie(direction, coupling.kind.value, ends[0], other, ends[1], coupling.places, confidence))
        weights[other] += coupling.weight
        counts[other] += 1
    pulls = sorted(
        (Pull(other, round(weights[other], 1), counts[other]) for other in weights),
        key=lambda pull: (-pull.weight, pull.service),
    )
    facts = [
        f"{len(service.units)} units, {service.lines:,} lines, cohesion {service.cohesion:.2f}",
        f"owns {', '.join(service.tables) or 'no tables'}",
        f"named after {', '.join(service.named_after) or 'its units'}",
    ]
    units = set(service.units)
    facts += repetition_lines(found for found in analysed.graph.repeated if found.unit in units)
    facts += resource_lines(use for use in analysed.graph.resources if use.unit in units)
    return Explanation(
        name, "service", name, None, tuple(pulls), tuple(ties), tuple(facts),
        workloads=tuple(found for found in analysed.architecture.workloads if found.service == name),
        advice=tuple(found for found in analysed.recommendations if found.service == name),
    )  # fmt: skip
