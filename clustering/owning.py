"""Table ownership: exactly one service may write a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from decompose.clustering.constraints import SHARED
from decompose.clustering.evidence.material import Material, Pairs
from decompose.extractors.graph import EdgeKind

NOBODY = "data"
"""The service that owns the tables of a code base without services."""


def use_by_service(pairs: Pairs, services: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Table → service → how much its units read (or write) the table; the shared library left out."""
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (user, table), weight in pairs.items():
        service = services.get(user, SHARED)
        if service != SHARED:
            found[table][service] += weight
    return found


def owners(material: Material, services: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Table → the service that owns it.

    The service that was given; else the one with the heaviest writers, else the heaviest readers, else the
    one of the classes that map it, else the one of the tables that it refers to; else the first by name.
    Among equals the first by name.

    Args:
        material: the code base.
        services: unit → service.
        given: table → owner, where the caller knows it.
    """
    writers = use_by_service(material.pairs[EdgeKind.WRITES], services)
    readers = use_by_service(material.pairs[EdgeKind.READS], services)
    fallback = min((service for service in services.values() if service != SHARED), default=NOBODY)
    found: dict[str, str] = {}
    for name, table in material.tables.items():
        models = {services[model]: 1.0 for model in table.models if services.get(model, SHARED) != SHARED}
        votes = next((held for held in (writers.get(name), readers.get(name), models) if held), {})
        if name in given:
            found[name] = given[name]
        elif votes:
            found[name] = min(votes, key=lambda service: (-votes[service], service))
    for name, table in material.tables.items():
        if name not in found:
            referred = sorted(found[key.table] for key in table.foreign_keys if key.table in found)
            found[name] = referred[0] if referred else fallback
    return found
