"""The decomposition: the type that clustering owns and hands on."""

from __future__ import annotations

import hashlib

import msgspec

from decompose.extractors.graph import Count, EdgeKind
from decompose.extractors.places import Confidence, Place


class Service(msgspec.Struct, frozen=True, order=True):
    """A candidate service: a set of units and the tables that it owns.

    Attributes:
        name: what a person would call it; unique.
        units: unit names, sorted.
        tables: names of the tables that it owns, sorted.
        named_after: the words, tables or packages that the name comes from.
        cohesion: 2·inside / (2·inside + crossing) weight of its calls and accesses, 0..1
            (the Cluster Factor of Mitchell and Mancoridis, 2006).
        lines: physical lines of its units.
        entry_points: names of the entry points that it handles, sorted.
    """

    name: str
    units: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    named_after: tuple[str, ...] = ()
    cohesion: float = 0.0
    lines: Count = 0
    entry_points: tuple[str, ...] = ()


class Coupling(msgspec.Struct, frozen=True, order=True):
    """One directed relation that crosses a boundary.

    Attributes:
        source_service, target_service: the two sides; for a table, the target is its owner.
        kind: call, table access, foreign key …
        source, target: symbols (or tables) at each end.
        weight: estimated frequency, as on the edge.
        confidence, places: as on the edge.
    """

    source_service: str
    target_service: str
    kind: EdgeKind
    source: str
    target: str
    weight: float = 1.0
    confidence: Confidence = Confidence.EXACT
    places: tuple[Place, ...] = ()

    @property
    def fingerprint(self) -> str:
        """A stable identity: kind, source and target; neither lines nor services nor counts."""
        about = f"{self.kind.value}\0{self.source}\0{self.target}".encode(errors="backslashreplace")
        return hashlib.sha256(about).hexdigest()[:16]


class TableUse(msgspec.Struct, frozen=True, order=True):
    """A table that more than one service touches.

    Attributes:
        table: its name.
        owner: the service that owns it.
        writers, readers: services that write or read it (the owner included), sorted.
        places: where services other than the owner write it (or, if none does, read it), surest first.
    """

    table: str
    owner: str
    writers: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


class SpanningTransaction(msgspec.Struct, frozen=True, order=True):
    """A transaction that writes tables of more than one service.

    Attributes:
        symbol: the function that opens it.
        service: the service of that function.
        services: the services whose tables it writes, sorted.
        tables: the tables written, sorted.
        place: where it is opened.
    """

    symbol: str
    service: str
    services: tuple[str, ...]
    tables: tuple[str, ...]
    place: Place


class ScorePart(msgspec.Struct, frozen=True):
    """One named part of the score that the search minimises (DESIGN.md §5).

    Attributes:
        name: ``chattiness``, ``shared data``, ``transactions``, ``imbalance`` …
        value: its value before weighting, ≥ 0, 0 is best.
        weight: its configured weight.
    """

    name: str
    value: float
    weight: float


class Score(msgspec.Struct, frozen=True):
    """The objective, part by part; ``total`` is the sum of value·weight, lower is better."""

    parts: tuple[ScorePart, ...] = ()

    @property
    def total(self) -> float:
        """The sum that the search minimises."""
        return sum(part.value * part.weight for part in self.parts)


class Metric(msgspec.Struct, frozen=True):
    """A metric of the field, for comparison with other tools.

    Attributes:
        name: short name (``SM``, ``ICP`` …).
        value: its value.
        higher_is_better: the direction.
        meaning: one line, naming the variant and its source.
    """

    name: str
    value: float
    higher_is_better: bool
    meaning: str


class Doubt(msgspec.Struct, frozen=True, order=True):
    """A placement on which not all perturbed searches agree.

    Attributes:
        share: of the searches that put it where it is, 0..1.
        name, kind: a ``unit`` or a ``table``.
        service: where it is.
        rival: the service where most of the others put it.
        part: the part of the score that draws it there most; empty if none does by itself.
        factor: how many times as much that part would have to weigh to tip it; 0 without a part.
    """

    share: float
    name: str
    kind: str
    service: str
    rival: str
    part: str = ""
    factor: float = 0.0


class Stability(msgspec.Struct, frozen=True):
    """How firmly the placements stand when 5 % of the evidence is lost and the parts of the score are jittered.

    Attributes:
        runs: number of perturbed searches; 0 if there were none.
        agreement: mean adjusted Rand index between the decomposition and what they found, 1 at most.
        doubts: placements on which they do not agree, least firm first; on all others they do.
    """

    runs: int = 0
    agreement: float = 1.0
    doubts: tuple[Doubt, ...] = ()


ON_THE_FENCE = 0.7
"""A placement that a smaller share of the perturbed searches agrees with is on the fence."""


class Decomposition(msgspec.Struct, frozen=True):
    """A complete placement of all units and tables, with its scores.

    Attributes:
        services: sorted by name.
        shared: units of the shared library, sorted.
        couplings: what crosses the boundaries, worst (heaviest) first.
        table_uses: tables that several services touch: several writers first.
        spanning_transactions: transactions that the cut would break.
        score: the objective.
        metrics: metrics of the field.
        evidence: relations that the search used (``calls``, ``data`` …).
        evidence_missing: relations that were asked for but that the repository lacks.
        label: what sets it apart among alternatives: ``coarsest``, ``coarser``, ``coarse``, ``recommended``,
            ``fine``, ``finer``, ``finest``.
        stability: how firmly the placements stand; of the chosen decomposition only.
    """

    services: tuple[Service, ...] = ()
    shared: tuple[str, ...] = ()
    couplings: tuple[Coupling, ...] = ()
    table_uses: tuple[TableUse, ...] = ()
    spanning_transactions: tuple[SpanningTransaction, ...] = ()
    score: Score = Score()
    metrics: tuple[Metric, ...] = ()
    evidence: tuple[str, ...] = ()
    evidence_missing: tuple[str, ...] = ()
    label: str = "recommended"
    stability: Stability = Stability()


class Proposal(msgspec.Struct, frozen=True):
    """What clustering answers: the decomposition it would choose, and the alternatives.

    Attributes:
        chosen: the recommended one.
        why: one sentence on why this one.
        alternatives: the other points of the Pareto front of few services and little that crosses between
            them, up to six; coarse first, the chosen one left out.
    """

    chosen: Decomposition
    why: str = ""
    alternatives: tuple[Decomposition, ...] = ()
