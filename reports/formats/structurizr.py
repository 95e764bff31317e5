"""Structurizr: the services as containers of one software system, with their databases (C4, Structurizr DSL)."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.recommenders.architecture import Front
from decompose.recommenders.profile import plural
from decompose.reports.analysed import Analysed
from decompose.reports.formats._naming import identifiers, quoted
from decompose.reports.formats._parts import asked, description, technology, told

FILE = "workspace.dsl"
SUFFIXES = (".dsl",)


def render(analysed: Analysed) -> str:
    """A workspace with one view of all containers."""
    name = analysed.graph.name
    lines = [f"workspace {quoted(name)} {quoted('Services proposed from the code')} {{", "  model {"]
    lines += [f"    {line}" for line in _model(analysed)]
    lines += ["  }", "  views {", f"    container system {quoted('Services')} {{", "      include *"]
    lines += ["      autoLayout lr", "    }", "    styles {", '      element "Database" {', "        shape cylinder"]
    lines += ["      }", "    }", "  }", "}"]
    return "\n".join(lines) + "\n"


def _model(analysed: Analysed) -> Iterator[str]:
    services = analysed.decomposition.services
    names = {name: f"service_{made}" for name, made in identifiers(service.name for service in services).items()}
    stores = {store.service: store for store in analysed.architecture.stores}
    yield f"user = person {quoted('User')}"
    yield f"system = softwareSystem {quoted(analysed.graph.name)} {{"
    for service in services:
        words = (service.name, description(service), technology(analysed, service.name))
        yield f"  {names[service.name]} = container {' '.join(map(quoted, words))}"
        if service.name in stores:
            store = stores[service.name]
            words = (f"{service.name} database", plural(len(store.tables), "table"), store.engine.value)
            yield f"  {names[service.name]}_data = container {' '.join(map(quoted, words))} {quoted('Database')}"
    yield "}"
    public = {w.service for w in analysed.architecture.workloads if w.front not in {Front.NONE, Front.INTERNAL}}
    for service in services:
        if service.name in public:
            yield f"user -> {names[service.name]} {quoted('asks')} {quoted('HTTPS')}"
        if service.name in stores:
            yield f"{names[service.name]} -> {names[service.name]}_data {quoted('reads and writes')}"
    for source, target, count in asked(analysed):
        what = f"asks {plural(count, 'function')}" if count else "asks for rows"
        yield f"{names[source]} -> {names[target]} {quoted(what)} {quoted('HTTPS')}"
    for source, receiver, event in told(analysed):
        if source in names and receiver in names:
            yield f"{names[source]} -> {names[receiver]} {quoted(f'tells {event}')} {quoted('events')}"
