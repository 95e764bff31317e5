"""Couplings told as findings: what happens, between whom, by which way, and the ways out."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from decompose.clustering.constraints import SHARED
from decompose.clustering.decomposition import Coupling
from decompose.clustering.guarding.chaining import Chains
from decompose.clustering.guarding.codes import CODES
from decompose.clustering.guarding.faces import Faces
from decompose.clustering.guarding.findings import Finding, Level, Outcome, Step
from decompose.clustering.guarding.outcomes import State
from decompose.clustering.guarding.relating import foreign_table, unit_of
from decompose.clustering.guarding.spotting import Texts, spot_of
from decompose.extractors.graph import EdgeKind
from decompose.extractors.places import Place

_VERBS = {
    EdgeKind.CALLS: "calls",
    EdgeKind.IMPORTS: "uses",
    EdgeKind.INHERITS: "inherits from",
    EdgeKind.EVENT: "sets off",
    EdgeKind.READS: "reads",
    EdgeKind.WRITES: "writes",
}


class Teller:
    """Makes findings of couplings."""

    def __init__(self, state: State, faces: Faces, texts: Texts) -> None:
        self._state = state
        self._faces = faces
        self._texts = texts
        self._chains = Chains(state.graph)
        self._models = {table.name: table.models for table in state.graph.tables}
        self._units = {unit.name: unit for unit in state.graph.units}

    def told(self, coupling: Coupling, code: str, level: Level, note: str = "") -> Finding:
        """The finding for a coupling; ``note`` is what the rule adds to the sentence."""
        meaning = CODES[code]
        place = coupling.places[0] if coupling.places else self._place(coupling.source)
        chain = self._chains.to(coupling)
        return Finding(
            spot=spot_of(place, self._words(coupling, chain), self._texts),
            code=code,
            level=level,
            outcome=Outcome.NEW,
            message=self._sentence(coupling) + (f"; {note}" if note else ""),
            why=meaning.why,
            ways_out=(*self._concrete_ways(coupling, code), *meaning.ways_out),
            confidence=coupling.confidence,
            source_service=coupling.source_service,
            target_service=coupling.target_service,
            kind=coupling.kind.value,
            source=coupling.source,
            target=coupling.target,
            chain=chain,
            places=coupling.places[1:],
            fingerprint=coupling.fingerprint,
        )

    def _sentence(self, coupling: Coupling) -> str:
        """What a coupling is, in one sentence without a full stop."""
        source, target = coupling.source, coupling.target
        here = "the shared library" if coupling.source_service == SHARED else coupling.source_service
        owned = f"table {self._foreign(coupling)}, which {coupling.target_service} owns"
        match coupling.kind:
            case EdgeKind.CALLS | EdgeKind.IMPORTS | EdgeKind.INHERITS | EdgeKind.EVENT:
                return f"{source} of {here} {_VERBS[coupling.kind]} {target} of {coupling.target_service}"
            case EdgeKind.READS | EdgeKind.WRITES:
                return f"{source} of {here} {_VERBS[coupling.kind]} {owned}"
            case EdgeKind.JOINS:
                function, _, joined = source.partition(":")
                own = joined if self._foreign(coupling) == target else target
                return f"{function} joins table {own} of {here} with {owned}"
            case EdgeKind.FOREIGN_KEY:
                return f"{source} of {here} refers to {owned}, by a foreign key"
            case _:
                return f"the transaction of {source} of {here} writes {owned}"

    def _foreign(self, coupling: Coupling) -> str:
        return foreign_table(coupling, self._state.owners)

    def _words(self, coupling: Coupling, chain: tuple[Step, ...]) -> list[str]:
        """What to point at: the target's name, the classes that map it, or the next step."""
        target = self._foreign(coupling)
        tails = [target, target.rpartition(".")[2]]
        tails += [model.rpartition(".")[2] for model in self._models.get(target, ())]
        if coupling.kind is EdgeKind.CALLS and tails[1] == "__init__":
            tails.append(coupling.target.split(".")[-2])
        if coupling.kind is EdgeKind.TRANSACTION and chain:
            tails.insert(0, "atomic")
        return tails

    def _place(self, symbol: str) -> Place:
        unit = unit_of(symbol, self._units)
        return self._units[unit].place if unit else Place(".", 0)

    def _concrete_ways(self, coupling: Coupling, code: str) -> list[str]:
        ways = []
        owner, table = coupling.target_service, self._foreign(coupling)
        match coupling.kind:
            case EdgeKind.READS | EdgeKind.JOINS | EdgeKind.WRITES | EdgeKind.TRANSACTION:
                does = EdgeKind.READS if coupling.kind in (EdgeKind.READS, EdgeKind.JOINS) else EdgeKind.WRITES
                offered = self._faces.functions_on(table, owner, does)
                if offered:
                    ways.append(f"call {_listed(offered)} of {owner}, which {does.value} {table}")
            case EdgeKind.CALLS if code == "DC105":
                offered = self._faces.public_functions(owner)
                if offered:
                    ways.append(f"call what {owner} offers, such as {_listed(offered)}")
            case _:
                pass
        return [*ways, *self._move(coupling)]

    def _move(self, coupling: Coupling) -> list[str]:
        """Moving the unit, where it has more to do with the other service than with its own."""
        unit = unit_of(coupling.source, self._units)
        here, there = (self._ties[unit, service] for service in (coupling.source_service, coupling.target_service))
        if not unit or SHARED in (coupling.source_service, coupling.target_service) or there <= here:
            return []
        return [f"move {unit} to {coupling.target_service}: {there} of its relations lead there, {here} stay"]

    @cached_property
    def _ties(self) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        services, owners = self._state.services, self._state.owners
        for edge in self._state.graph.edges:
            service = services.get(edge.target) or owners.get(edge.target)
            if service and edge.source != edge.target:
                found[edge.source, service] += 1
        return found


def _listed(names: tuple[str, ...]) -> str:
    return " or ".join(names)
