"""The CRUD matrix: what each service does with each table (the activity analysis before a database is cut)."""

from __future__ import annotations

from collections import defaultdict

from decompose.clustering.constraints import SHARED
from decompose.clustering.decomposition import Decomposition
from decompose.extractors.graph import DependencyGraph, Edge, EdgeKind
from decompose.extractors.places import Confidence
from decompose.recommenders.plan import CrudRow

_LETTERS = {
    "select": "R",
    "render": "R",
    "lock": "R",
    "insert": "C",
    "update": "U",
    "merge": "CU",
    "delete": "D",
    "truncate": "D",
    "ddl": "",
}
_ORDER = "CRUDW"
_PLACES = 3


def crud_matrix(graph: DependencyGraph, decomposition: Decomposition) -> tuple[CrudRow, ...]:
    """One row for each service that touches a table, the shared library included; by table, the owner first."""
    home = {unit: service.name for service in decomposition.services for unit in service.units}
    home |= dict.fromkeys(decomposition.shared, SHARED)
    owners = {table: service.name for service in decomposition.services for table in service.tables}
    touched: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        if edge.kind in {EdgeKind.READS, EdgeKind.WRITES} and edge.source in home:
            touched[edge.target, home[edge.source]].append(edge)
    rows = [
        CrudRow(
            table,
            owners.get(table, ""),
            service,
            _operations(edges),
            len({edge.source_symbol for edge in edges}),
            tuple(sorted({edge.places[0] for edge in edges if edge.places})[:_PLACES]),
        )
        for (table, service), edges in touched.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.table, row.service != row.owner, row.service)))


def _operations(edges: list[Edge]) -> str:
    sure = _letters([edge for edge in edges if edge.confidence is not Confidence.HEURISTIC])
    guessed = _letters(edges) - sure
    return "".join(
        letter if letter in sure else letter.lower() for letter in _ORDER if letter in sure or letter in guessed
    )


def _letters(edges: list[Edge]) -> set[str]:
    found: set[str] = set()
    for edge in edges:
        if edge.kind is EdgeKind.READS:
            found.add("R")
        for operation in edge.operations:
            found.update(_LETTERS.get(operation, ""))
        if edge.kind is EdgeKind.WRITES and not edge.operations:
            found.add("W")
    return found
