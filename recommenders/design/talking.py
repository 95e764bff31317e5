"""Who asks whom, and waits for the answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from decompose.clustering.constraints import SHARED
from decompose.clustering.decomposition import Coupling
from decompose.extractors.graph import EdgeKind
from decompose.recommenders.architecture import Connection
from decompose.recommenders.profile import ServiceProfile

_ASKED = frozenset({EdgeKind.CALLS, EdgeKind.READS, EdgeKind.WRITES})
_FEW = 6


def connections_of(profile: ServiceProfile) -> Iterator[Connection]:
    """A connection to each service whose functions are called, or whose tables are touched: they become calls."""
    asked: dict[str, list[Coupling]] = defaultdict(list)
    for coupling in profile.leaving:
        if coupling.kind in _ASKED and coupling.target_service != SHARED:
            asked[coupling.target_service].append(coupling)
    for target, found in asked.items():
        called = {coupling.target for coupling in found if coupling.kind is EdgeKind.CALLS}
        places = sorted({place for coupling in found for place in coupling.places})
        yield Connection(profile.name, target, tuple(sorted(called)), tuple(places[:_FEW]))
