"""Context Mapper: the services as bounded contexts, what they ask of each other as a context map (CML).

Who answers is upstream; two services that ask each other are partners. Entities are the tables that a service owns.
"""

from __future__ import annotations

from collections.abc import Iterator

from decompose.clustering.counting import plural
from decompose.reports.analysed import Analysed
from decompose.reports.formats._cml_words import RESERVED
from decompose.reports.formats._naming import identifiers, quoted
from decompose.reports.formats._parts import asked, description, technology, told

FILE = "context-map.cml"
SUFFIXES = (".cml",)


def render(analysed: Analysed) -> str:
    """The context map, and a bounded context for each service."""
    return "\n".join(_lines(analysed)) + "\n"


def _lines(analysed: Analysed) -> Iterator[str]:
    services = analysed.decomposition.services
    names = identifiers((service.name for service in services), reserved=RESERVED)
    yield f"ContextMap {identifiers([analysed.graph.name])[analysed.graph.name]}_map {{"
    yield "  type = SYSTEM_LANDSCAPE"
    yield "  state = TO_BE"
    if services:
        yield f"  contains {', '.join(names[service.name] for service in services)}"
    yield from _relations(analysed, names)
    yield "}"
    tables = identifiers(sorted({table for service in services for table in service.tables}), reserved=RESERVED)
    for service in services:
        yield ""
        yield f"BoundedContext {names[service.name]} {{"
        yield "  type = SYSTEM"
        yield f"  domainVisionStatement = {quoted(description(service))}"
        runs = technology(analysed, service.name)
        if runs:
            yield f"  implementationTechnology = {quoted(runs)}"
        if service.tables:
            yield f"  Aggregate {names[service.name]}_data {{"
            for table in service.tables:
                yield f"    Entity {tables[table]}"
            yield "  }"
        yield "}"


def _relations(analysed: Analysed, names: dict[str, str]) -> Iterator[str]:
    pairs = {(source, target): count for source, target, count in asked(analysed)}
    for (source, target), count in pairs.items():
        if (target, source) not in pairs:
            yield f"  {names[source]} [D]<-[U] {names[target]} {{"
            how = f"synchronous API: {plural(count, 'function')}" if count else "synchronous API: rows"
            yield f"    implementationTechnology = {quoted(how)}"
            yield "  }"
        elif source < target:
            yield f"  {names[source]} [P]<->[P] {names[target]}"
    news: dict[tuple[str, str], list[str]] = {}
    for source, receiver, event in told(analysed):
        if source in names and receiver in names and not {(source, receiver), (receiver, source)} & pairs.keys():
            news.setdefault((receiver, source), []).append(event)
    for (receiver, source), events in news.items():
        yield f"  {names[receiver]} [D]<-[U] {names[source]} {{"
        how = f"events: {', '.join(sorted(set(events)))}"
        yield f"    implementationTechnology = {quoted(how)}"
        yield "  }"
