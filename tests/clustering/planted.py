"""Code bases with planted contexts, for tests and benchmarks: the answer is known."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from decompose.extractors.graph import (
    DependencyGraph,
    Edge,
    EdgeKind,
    Table,
    TransactionScope,
    Unit,
    UnitKind,
)
from decompose.extractors.places import Place

WORDS = [
    "order",
    "invoice",
    "customer",
    "product",
    "basket",
    "shipment",
    "payment",
    "ticket",
    "coupon",
    "stock",
    "review",
    "account",
    "report",
    "campaign",
    "vehicle",
    "driver",
    "route",
    "warehouse",
    "supplier",
    "contract",
    "lesson",
    "student",
    "course",
    "teacher",
    "room",
    "booking",
    "guest",
    "flight",
]


@dataclass(frozen=True)
class Planted:
    """A code base and the context of each of its units and tables; utilities are in ``shared``."""

    graph: DependencyGraph
    truth: dict[str, str]


def planted(
    seed: int = 0,
    *,
    contexts: int = 6,
    units: int = 30,
    tables: int = 4,
    noise: float = 0.1,
    utilities: int = 6,
    folders: bool = True,
) -> Planted:
    """Contexts of units that call each other and touch their own tables, with noise and hubs.

    Args:
        seed: of the random choices.
        contexts: how many.
        units: per context.
        tables: per context.
        noise: share of calls and accesses that go anywhere.
        utilities: helper functions that units of all contexts call.
        folders: whether the contexts are packages; if not, all units lie in one file.
    """
    return _Planting(Random(seed), contexts, units, tables, noise, utilities, folders).planted()


class _Planting:
    def __init__(
        self, random: Random, contexts: int, units: int, tables: int, noise: float, utilities: int, folders: bool
    ) -> None:
        self.random, self.noise, self.folders = random, noise, folders
        self.names = [
            WORDS[i % len(WORDS)] + (str(i // len(WORDS)) if i >= len(WORDS) else "") for i in range(contexts)
        ]
        self.units = {c: [self._unit_name(c, i) for i in range(units)] for c in self.names}
        self.tables = {c: [f"{c}_{i}" for i in range(tables)] for c in self.names}
        self.helpers = [f"app.common.helper_{i}" for i in range(utilities)]
        self.edges: dict[tuple[EdgeKind, str, str], float] = {}

    def _unit_name(self, context: str, number: int) -> str:
        module = f"app.{context}.part{number // 8}" if self.folders else "app.everything"
        return f"{module}.{context.title()}{number}"

    def planted(self) -> Planted:
        for context, members in self.units.items():
            for member in members:
                self._tie(context, member)
        truth = {name: c for held in (self.units, self.tables) for c, names in held.items() for name in names}
        truth |= dict.fromkeys(self.helpers, "shared")
        scopes = [
            TransactionScope(members[0], members[0], Place("app/tx.py", i + 1), (), tuple(self.tables[c][:2]))
            for i, (c, members) in enumerate(self.units.items())
            if len(self.tables[c]) > 1
        ]
        graph = DependencyGraph(
            "planted",
            tuple(sorted(self._unit(name, truth[name]) for name in truth if "." in name)),
            tuple(sorted(Table(name) for names in self.tables.values() for name in names)),
            (),
            tuple(
                sorted(Edge(k, a, b, a, b, w, places=(Place("app/x.py", 1),)) for (k, a, b), w in self.edges.items())
            ),
            tuple(sorted(scopes)),
        )
        return Planted(graph, truth)

    def _unit(self, name: str, context: str) -> Unit:
        path = name.rpartition(".")[0].replace(".", "/") + ".py"
        own = {} if context == "shared" else {context: 3, "run": 1}
        kind = UnitKind.FUNCTION if context == "shared" else UnitKind.CLASS
        return Unit(name, kind, path, 1, 20, self.random.randint(5, 60), own)

    def _tie(self, context: str, member: str) -> None:
        for _ in range(self.random.randint(2, 5)):
            target = self.random.choice(self.units[self._somewhere(context)])
            if target != member:
                self._add(EdgeKind.CALLS, member, target, 1.0 + self.random.randint(0, 3))
        if self.tables[context] and self.random.random() < 0.5:
            kind = self.random.choice((EdgeKind.READS, EdgeKind.READS, EdgeKind.WRITES))
            self._add(kind, member, self.random.choice(self.tables[self._somewhere(context)]), 1.0)
        if self.helpers and self.random.random() < 0.6:
            self._add(EdgeKind.CALLS, member, self.random.choice(self.helpers), 1.0)

    def _somewhere(self, home: str) -> str:
        return self.random.choice(self.names) if self.random.random() < self.noise else home

    def _add(self, kind: EdgeKind, source: str, target: str, weight: float) -> None:
        self.edges[kind, source, target] = self.edges.get((kind, source, target), 0.0) + weight
