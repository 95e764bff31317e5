"""Calls on what nothing is known of (``self.db.volume_create(…)``): probably of the function of that name.

Facades that are loaded at run time and drivers that a constructor is given leave such calls; a name of several words
that one or two functions bear tells well enough which of them is meant.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log1p

from decompose.clustering.evidence.damping import damped
from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Link, Part, Relation, unit
from decompose.clustering.options import Evidence
from decompose.clustering.wording import words
from decompose.extractors.graph import UnitKind

MOST_NAMESAKES = 3
"""A name that more units bear tells none of them."""
TELLING = 2
"""Words that a name must have: there is a ``create`` everywhere."""


def links(material: Material) -> Iterable[Link]:
    """A link from each unit to the units that an unresolved call in it names."""
    bearers: dict[str, list[str]] = defaultdict(list)
    for name, unit_ in material.units.items():
        own = name.rpartition(".")[2]
        if unit_.kind is not UnitKind.MODULE and len(words(own)) >= TELLING:
            bearers[own].append(name)
    meant: Counter[tuple[str, str]] = Counter()
    for call in material.graph.unresolved_calls:
        namesakes = bearers.get(call.expression.rpartition(".")[2], [])
        caller = _unit_of(call.symbol, material)
        if caller and len(namesakes) <= MOST_NAMESAKES:
            meant.update((caller, name) for name in namesakes if name != caller)
    return damped(Link(unit(a), unit(b), log1p(count)) for (a, b), count in sorted(meant.items()))


def _unit_of(symbol: str, material: Material) -> str:
    """The unit that a function or method belongs to; empty where there is none."""
    while symbol and symbol not in material.units:
        symbol = symbol.rpartition(".")[0]
    return symbol


RELATIONS = (Relation(Evidence.CALLS, Part.CHATTINESS, 0.5, links),)
