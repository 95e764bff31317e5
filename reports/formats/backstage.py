"""Backstage: a catalog entry for the system, for each service and for each database (``catalog-info.yaml``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import yaml

from decompose.clustering.counting import plural
from decompose.reports.analysed import Analysed
from decompose.reports.formats._naming import identifiers
from decompose.reports.formats._parts import asked, description, technology

FILE = "catalog-info.yaml"
SUFFIXES = (".yaml", ".yml")
_OWNER = "unknown"
"""Who owns a service, people have to say."""


def render(analysed: Analysed) -> str:
    """All entries as one YAML stream."""
    text: str = yaml.safe_dump_all(_entries(analysed), sort_keys=False, allow_unicode=True, explicit_start=True)
    return text


def _entries(analysed: Analysed) -> Iterator[dict[str, Any]]:
    services = analysed.decomposition.services
    names = identifiers((service.name for service in services), other="-")
    system = identifiers([analysed.graph.name], other="-")[analysed.graph.name]
    needs: dict[str, list[str]] = defaultdict(list)
    for source, target, _ in asked(analysed):
        needs[source].append(f"component:{names[target]}")
    stores = {store.service: store for store in analysed.architecture.stores}
    yield _entry("System", system, "Services proposed from the code", {"owner": _OWNER})
    for service in services:
        depends = sorted(needs[service.name])
        if service.name in stores:
            depends.append(f"resource:{names[service.name]}-data")
        runs = technology(analysed, service.name)
        about = description(service) + (f"; {runs}" if runs else "")
        spec = {"type": "service", "lifecycle": "experimental", "owner": _OWNER, "system": system}
        yield _entry("Component", names[service.name], about, {**spec, **({"dependsOn": depends} if depends else {})})
    for service in services:
        if service.name in stores:
            store = stores[service.name]
            about = f"{plural(len(store.tables), 'table')}, {store.engine.value}"
            spec = {"type": "database", "owner": _OWNER, "system": system}
            yield _entry("Resource", f"{names[service.name]}-data", about, spec)


def _entry(kind: str, name: str, about: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": kind,
        "metadata": {"name": name, "description": about},
        "spec": spec,
    }
