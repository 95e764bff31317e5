"""The views as drawings: who is drawn, in which group, and what joins them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from decompose.clustering.constraints import SHARED
from decompose.clustering.counting import plural
from decompose.clustering.coupling import severity
from decompose.clustering.decomposition import Coupling
from decompose.extractors.graph import DependencyGraph, Edge, EdgeKind, Unit
from decompose.extractors.program import Program
from decompose.recommenders.plan import Tally
from decompose.reports.analysed import Analysed
from decompose.reports.drawings.drawing import Drawing, Link, Node
from decompose.reports.drawings.styles import FAMILIES
from decompose.reports.escaping import LONGEST
from decompose.reports.explaining import SHARED as LIBRARY
from decompose.reports.explaining import placement
from decompose.reports.lines.cutting import visible
from decompose.reports.migration.wording import tallied

_TABLE_TO_TABLE = frozenset({EdgeKind.JOINS, EdgeKind.FOREIGN_KEY})
_UNIT_TO_TABLE = frozenset({EdgeKind.READS, EdgeKind.WRITES, EdgeKind.TRANSACTION})
_MOST_PLACES = 20
_Key = tuple[str, str]
"""Kind of a node, and its name: a unit and a table may have the same."""


def services_drawing(analysed: Analysed) -> Drawing:
    """The services, and all that one has with another as one link."""
    chosen = analysed.decomposition
    nodes = [
        Node(found.name, found.name, "service", "", _size(found.lines, len(found.tables), len(found.entry_points)),
             lines=found.lines)
        for found in chosen.services
    ]  # fmt: skip
    known = {node.id for node in nodes}
    held: dict[tuple[str, str], list[Coupling]] = defaultdict(list)
    for coupling in chosen.couplings:
        held[_end(coupling.source_service, known), _end(coupling.target_service, known)].append(coupling)
    for name in sorted({end for ends in held for end in ends} - known):  # the library, or what a document made up
        is_library = name == LIBRARY
        about = plural(len(chosen.shared), "unit") if is_library else ""
        nodes.append(Node(name, name, "library" if is_library else "service", "", about))
    links = [_pair(ends, couplings) for ends, couplings in sorted(held.items())]
    return Drawing(f"Services of {analysed.graph.name}", tuple(nodes), tuple(links), weighed_by="costs more to cut")


def _end(service: str, known: set[str]) -> str:
    return LIBRARY if service == SHARED and service not in known else service


def _size(lines: int, tables: int, entries: int) -> str:
    return f"{lines:,} lines, {plural(tables, 'table')}, {plural(entries, 'entry point')}"


def _pair(ends: tuple[str, str], couplings: Sequence[Coupling]) -> Link:
    weights: dict[str, float] = defaultdict(float)
    for found in couplings:
        weights[FAMILIES.get(found.kind, "data")] += severity(found)
    kind = min(weights, key=lambda name: (-weights[name], name))
    counts = Counter(found.kind for found in couplings)
    about = tallied(Tally(one, counts[one]) for one in counts)
    places = tuple(dict.fromkeys(place for found in couplings for place in found.places[:1]))[:_MOST_PLACES]
    return Link(*ends, kind, sum(weights.values()), about, len(couplings), places=places)


def units_drawing(graph: DependencyGraph, analysed: Analysed | None = None) -> Drawing:
    """The dependency graph: by service where services are known, by package otherwise.

    Args:
        graph: of units, tables and entry points.
        analysed: an analysis of the same graph.
    """
    groups = placement(analysed) if analysed else {}
    nodes = _Nodes(groups, is_placed=analysed is not None)
    for unit in graph.units:
        nodes.add("unit", unit.name, Node("", unit.name, "unit", _package(unit), "", unit.place, unit.lines))
    for table in graph.tables:
        nodes.add("table", table.name, Node("", table.name, "table", place=table.place))
    handled = {entry.name: entry for entry in graph.entry_points}
    for entry in handled.values():
        node = Node("", entry.name, "entrypoint", groups.get(entry.unit, ""), entry.kind.value, entry.place)
        nodes.add("entrypoint", entry.name, node)
    return nodes.drawing(f"Units and tables of {graph.name}", graph.edges)


def tables_drawing(analysed: Analysed) -> Drawing:
    """The tables, and the units that touch them, by service."""
    graph = analysed.graph
    nodes = _Nodes(placement(analysed), is_placed=True)
    edges = [edge for edge in graph.edges if edge.kind in _UNIT_TO_TABLE or edge.kind in _TABLE_TO_TABLE]
    touching = {edge.source for edge in edges if edge.kind in _UNIT_TO_TABLE}
    for unit in graph.units:
        if unit.name in touching:
            nodes.add("unit", unit.name, Node("", unit.name, "unit", "", "", unit.place, unit.lines))
    for table in graph.tables:
        nodes.add("table", table.name, Node("", table.name, "table", place=table.place))
    return nodes.drawing(f"Tables of {graph.name}", edges)


def calls_drawing(calls: Mapping[str, Sequence[str]], graph: DependencyGraph) -> Drawing:
    """Functions and calls, by package; builtins are left out."""
    packages = _Packages(graph)
    nodes = _Nodes({}, is_placed=False)
    links = [
        (name, callee, "calls") for name, callees in calls.items() for callee in callees if not callee.startswith("<")
    ]
    for name in dict.fromkeys((*calls, *(callee for _, callee, _ in links))):
        nodes.add("function", name, Node("", name, "function", packages.of(name)))
    return nodes.joined(f"Calls of {graph.name}", links)


def accesses_drawing(program: Program) -> Drawing:
    """Functions and the tables that they touch, by package."""
    packages = _Packages(program.graph)
    nodes = _Nodes({}, is_placed=False)
    for name in program.access:
        nodes.add("function", name, Node("", name, "function", packages.of(name)))
    touched = [table for found in program.access.values() for table in (*found.reads, *found.writes)]
    for table in dict.fromkeys((*(table.name for table in program.graph.tables), *touched)):
        nodes.add("table", table, Node("", table, "table"))
    links = [
        (name, table, kind)
        for name, found in program.access.items()
        for kind, tables in (("reads", found.reads), ("writes", found.writes))
        for table in tables
    ]
    return nodes.joined(f"Tables of {program.graph.name}", links)


def _package(unit: Unit) -> str:
    return unit.module.rpartition(".")[0] or unit.module


class _Packages:
    """Finds the package of a function by its module, the longest that its name begins with."""

    def __init__(self, graph: DependencyGraph) -> None:
        self._packages = {unit.module: _package(unit) for unit in graph.units}

    def of(self, name: str) -> str:
        """Empty for what is not of this code."""
        while name:
            if name in self._packages:
                return self._packages[name]
            name = name.rpartition(".")[0]
        return ""


class _Nodes:
    """Collects nodes, gives them ids and groups, and finds the ends of edges."""

    def __init__(self, groups: Mapping[str, str], *, is_placed: bool) -> None:
        self._groups, self._is_placed = groups, is_placed
        self._nodes: dict[_Key, Node] = {}
        self._ids: set[str] = set()

    def add(self, kind: str, name: str, node: Node) -> None:
        """One node; without a group of its own in that of its service."""
        if (kind, name) in self._nodes:
            return
        id_ = visible(name, LONGEST)
        while id_ in self._ids:
            id_ = f"{kind} {id_}"
        self._ids.add(id_)
        group = self._groups.get(name, "" if kind == "table" else LIBRARY) if self._is_placed else node.group
        if kind == "entrypoint":
            group = node.group
        self._nodes[kind, name] = Node(id_, name, kind, group, node.about, node.place, node.lines)

    def drawing(self, title: str, edges: Iterable[Edge]) -> Drawing:
        """The nodes, and the edges between them; several between symbols of the same two nodes are one link."""
        held: dict[tuple[str, str, str], list[Edge]] = defaultdict(list)
        for edge in edges:
            source, target = self._ends(edge)
            if source and target:
                held[source.id, target.id, edge.kind.value].append(edge)
        links = [_merged(ends, found) for ends, found in sorted(held.items())]
        return self._drawn(title, links)

    def joined(self, title: str, links: Iterable[tuple[str, str, str]]) -> Drawing:
        """The nodes, and links between names; the target of reads and writes is a table."""
        found = []
        for source, target, kind in links:
            of_target = "function" if kind == "calls" else "table"
            found.append(Link(self._nodes["function", source].id, self._nodes[of_target, target].id, kind))
        return self._drawn(title, found)

    def _drawn(self, title: str, links: Iterable[Link]) -> Drawing:
        grouped_by = "service" if self._is_placed else "package"
        return Drawing(title, tuple(self._nodes.values()), tuple(links), grouped_by)

    def _ends(self, edge: Edge) -> Iterator[Node | None]:
        kinds = {EdgeKind.HANDLES: ("entrypoint", "unit")}
        source, target = kinds.get(edge.kind, ("unit", "unit"))
        if edge.kind in _TABLE_TO_TABLE:
            source, target = "table", "table"
        elif edge.kind in _UNIT_TO_TABLE:
            target = "table"
        yield self._nodes.get((source, edge.source))
        yield self._nodes.get((target, edge.target))


def _merged(ends: tuple[str, str, str], edges: Sequence[Edge]) -> Link:
    order = {"exact": 0, "inferred": 1, "heuristic": 2}
    confidence = min((edge.confidence.value for edge in edges), key=lambda name: order.get(name, 3))
    places = tuple(dict.fromkeys(place for edge in edges for place in edge.places))[:_MOST_PLACES]
    weight = sum(edge.weight for edge in edges)
    return Link(*ends, weight, count=len(edges), confidence=confidence, places=places)
