"""Small systems for rules: two services, ``A`` with the unit ``m.a`` and ``B`` with ``m.b``."""

from __future__ import annotations

from decompose.clustering.decomposition import Coupling, Decomposition, Service, SpanningTransaction, TableUse
from decompose.extractors.graph import (
    DependencyGraph,
    EdgeKind,
    EntryKind,
    EntryPoint,
    RepeatedKind,
    RepeatedQuery,
    ResourceKind,
    ResourceUse,
    Table,
    Unit,
    UnitKind,
)
from decompose.extractors.marks import Mark, MarkKind, Trait, TraitKind
from decompose.extractors.places import Place

PLACE = Place("a.py", 1)


def graph(
    *kinds: EntryKind,
    tables: tuple[str, ...] = ("t",),
    lines: int = 100,
    traits: tuple[str, ...] = (),
    packages: tuple[str, ...] = (),
    marks: tuple[str, ...] = (),
    resources: tuple[str, ...] = (),
    names: tuple[str, ...] = (),
    repeats: bool = False,
    dependencies: tuple[str, ...] = (),
) -> DependencyGraph:
    """Everything happens in the unit ``m.a``.

    Args:
        kinds: of its entry points; ``names`` are theirs.
        traits: ``kind:name`` or ``kind:name=value``, with a number.
        packages: that it uses.
        marks: ``kind:name=value``.
        resources: ``kind:name``, written.
        repeats: it runs a query for each row of ``t``.
    """
    named = [*names, *(f"{kind} /x{number}" for number, kind in enumerate(kinds))][: len(kinds)]
    return DependencyGraph(
        "x",
        units=(Unit("m.a", UnitKind.CLASS, "a.py", 1, 9, lines), Unit("m.b", UnitKind.CLASS, "b.py", 1, 9, 100)),
        tables=tuple(Table(name) for name in tables),
        entry_points=tuple(
            EntryPoint(name, kind, "m.a", "m.a", PLACE) for kind, name in zip(kinds, named, strict=True)
        ),
        resources=tuple(map(use, resources)),
        traits=tuple(sorted([*map(trait, traits), *(Trait(TraitKind.PACKAGE, p, "m.a", "m.a", places=(PLACE,))
                                                    for p in packages)], key=lambda t: (t.kind, t.name))),
        marks=tuple(sorted(map(mark, marks))),
        repeated=(RepeatedQuery("m.a", "m.a", PLACE, PLACE, RepeatedKind.QUERY, ("t",), ("t",), PLACE),) * repeats,
        dependencies=dependencies,
    )  # fmt: skip


def trait(written: str) -> Trait:
    """``time limit:celery=1200``."""
    kind, _, rest = written.partition(":")
    name, _, value = rest.partition("=")
    return Trait(TraitKind(kind), name, "m.a", "m.a", float(value) if value else None, places=(PLACE,))


def mark(written: str) -> Mark:
    """``middleware:redis=7``; ``@db`` at its end says of which container it speaks."""
    written, _, subject = written.partition("@")
    kind, _, rest = written.partition(":")
    name, _, value = rest.partition("=")
    return Mark(MarkKind(kind), name, value, PLACE, subject)


def use(written: str) -> ResourceUse:
    """``cache:key``."""
    kind, _, name = written.partition(":")
    return ResourceUse(ResourceKind(kind), name, "m.a", "m.a", False, True, places=(PLACE,))


def cut(
    *couplings: Coupling,
    uses: tuple[TableUse, ...] = (),
    transactions: tuple[SpanningTransaction, ...] = (),
    lines: int = 100,
    tables: tuple[str, ...] = ("t",),
) -> Decomposition:
    """Services ``A`` (unit ``a``, the tables) and ``B``."""
    services = (Service("A", ("m.a",), tables, lines=lines), Service("B", ("m.b",), (), lines=100))
    return Decomposition(services, (), couplings, uses, transactions)


def crossing(kind: EdgeKind, weight: float = 1.0) -> Coupling:
    """A coupling from A to B."""
    return Coupling("A", "B", kind, "m.a", "m.b", weight, places=(PLACE,))


def arriving(kind: EdgeKind, source: str = "B") -> Coupling:
    """A coupling from B to A."""
    return Coupling(source, "A", kind, "m.b", "m.a", places=(PLACE,))


SPANNING = SpanningTransaction("m.a", "A", ("A", "B"), ("t", "u"), PLACE)
