"""Table ownership: exactly one service may write a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from decompose.clustering.constraints import SHARED
from decompose.clustering.evidence.material import Material
from decompose.extractors.graph import EdgeKind

NOBODY = "data"
"""The service that owns the tables of a code base without services."""


READER_SHARE = 0.1
"""A reader's vote, relative to a writer's: reads can be served by an API or a copy."""
MODEL_VOTE = 0.3
"""The vote of a class that maps the table: less than one real writer, more than a script that fills all tables."""


def votes(material: Material) -> dict[str, list[tuple[str, float]]]:
    """Table → (unit, its vote on who owns the table): writers first, then the mapping classes, then readers.

    Who uses many tables (an import job, test data, an export) has its vote divided among them.
    """
    found: dict[str, list[tuple[str, float]]] = {name: [] for name in material.tables}
    for kind, share in ((EdgeKind.WRITES, 1.0), (EdgeKind.READS, READER_SHARE)):
        used = Counter(user for user, _ in material.pairs[kind])
        for (user, name), weight in material.pairs[kind].items():
            found[name].append((user, share * weight / used[user]))
    for name, held in material.tables.items():
        found[name] += [(model, MODEL_VOTE) for model in held.models if model in material.units]
    return found


def owners(material: Material, services: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Table → the service that owns it.

    The service that was given; else the one with most votes (see ``votes``), the first by name among equals;
    where nobody votes, the one of a table that this one refers to; else the first by name.

    Args:
        material: the code base.
        services: unit → service.
        given: table → owner, where the caller knows it.
    """
    fallback = min((service for service in services.values() if service != SHARED), default=NOBODY)
    found: dict[str, str] = {}
    for name, voters in votes(material).items():
        claims: dict[str, float] = defaultdict(float)
        for voter, vote in voters:
            claims[services[voter]] += vote
        claims.pop(SHARED, None)
        if name in given:
            found[name] = given[name]
        elif claims:
            found[name] = min(claims, key=lambda service: (-claims[service], service))
    for name, table in material.tables.items():
        if name not in found:
            referred = sorted(found[key.table] for key in table.foreign_keys if key.table in found)
            found[name] = referred[0] if referred else fallback
    return found
