"""What the service needs of the monolith goes through adapters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decompose.clustering.constraints import SHARED
from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Coupling
from decompose.extractors.graph import EdgeKind
from decompose.recommenders.phases.extraction import (
    Extraction,
    grouped,
    listed,
    needless,
    places_of,
    sources,
)
from decompose.recommenders.plan import Action, Phase, Travel


def phase(extraction: Extraction) -> Phase:
    """Its own dependencies, turned round."""
    calls = extraction.leaving(EdgeKind.CALLS)
    accesses = extraction.leaving(EdgeKind.READS, EdgeKind.WRITES)
    names = needless(extraction.leaving(*EdgeKind), extraction.terrain.tables)
    rows = [name for name in sorted({c.target for c in calls}) if _has_rows(extraction, name)]
    actions = [
        *_calls(extraction, calls),
        *_tables(accesses),
        *_names(names),
        *_earlier(extraction),
        *extraction.guesses(arriving=False),
    ]
    pattern = "anti-corruption layer" if rows or accesses else "gateway" if calls else ""
    return Phase(
        "Turn its own dependencies round",
        pattern,
        tuple(actions),
        f"{extraction.name} touches no table of others and uses none of their names as values; it only calls",
        "dependencies",
        _why(calls, accesses, rows),
        "revert the pull request: the adapters call the same functions as before",
        extraction.check("dependencies"),
        extraction.efforts(
            adapter=len({c.target for c in calls if extraction.becomes_operation(c.target)}),
            access=len({(coupling.source, coupling.target) for coupling in accesses}),
            name=len({(coupling.source, coupling.target) for coupling in names})
            + len({c.target for c in calls if not extraction.becomes_operation(c.target)}),
        ),
    )


def _has_rows(extraction: Extraction, name: str) -> bool:
    found = extraction.terrain.operations.get(name)
    given = (*found.arguments, *([found.result] if found.result else [])) if found is not None else ()
    return any(value.travel is Travel.BY_KEY for value in given)


def _why(calls: Sequence[Coupling], accesses: Sequence[Coupling], rows: Sequence[str]) -> str:
    functions = len({coupling.target for coupling in calls})
    parts = []
    if calls:
        more = f", {len(rows)} of them with rows of tables" if rows else ""
        parts.append(f"it calls {plural(functions, 'function')} of the monolith{more}")
    if accesses:
        verb = "touch" if sources(accesses) > 1 else "touches"
        parts.append(f"{plural(sources(accesses), 'function')} of it {verb} tables of others")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _calls(extraction: Extraction, calls: Sequence[Coupling]) -> Iterator[Action]:
    for service, found in grouped(calls, lambda coupling: coupling.target_service).items():
        asked = [coupling for coupling in found if extraction.becomes_operation(coupling.target)]
        if asked:
            functions = sorted({coupling.target for coupling in asked})
            what = f"{plural(len(functions), 'function')} of {service}"
            yield Action(f"Put {what} behind one adapter: {listed(functions)}", places_of(asked))
        others = [coupling for coupling in found if coupling not in asked]
        if others:
            text = f"Share, or get along with the data of {service}, what is not asked for by itself"
            yield Action(f"{text}: {listed(sorted({c.target for c in others}))}", places_of(others))


def _tables(accesses: Sequence[Coupling]) -> Iterator[Action]:
    for service, found in grouped(accesses, lambda coupling: coupling.target_service).items():
        for kind, verb in ((EdgeKind.WRITES, "writes to"), (EdgeKind.READS, "reads of")):
            same = [coupling for coupling in found if coupling.kind is kind]
            if same:
                tables = sorted({coupling.target for coupling in same})
                text = f"Ask {service}, through that adapter, in place of {verb} {listed(tables, 6)}"
                yield Action(f"{text} ({plural(sources(same), 'function')})", places_of(same))


def _names(names: Sequence[Coupling]) -> Iterator[Action]:
    for service, found in grouped(names, lambda coupling: coupling.target_service).items():
        bases = sorted({coupling.target for coupling in found if coupling.kind is EdgeKind.INHERITS})
        values = sorted({coupling.target for coupling in found if coupling.kind is EdgeKind.IMPORTS})
        if bases:
            text = f"Move into the shared library, or copy, the base classes of {service}: {listed(bases, 4)}"
            yield Action(text, places_of([c for c in found if c.kind is EdgeKind.INHERITS]))
        if values:
            text = f"Move into the shared library, or copy, what it uses as values of {service}: {listed(values, 4)}"
            yield Action(text, places_of([c for c in found if c.kind is EdgeKind.IMPORTS]))


def _earlier(extraction: Extraction) -> Iterator[Action]:
    """Services that are out already have clients by now."""
    ends = [c for c in extraction.profile.leaving if c.target_service in extraction.out and c.kind is EdgeKind.CALLS]
    for service, found in grouped(ends, lambda coupling: coupling.target_service).items():
        if service != SHARED:
            what = f"Take along the client of {service}, which is out already"
            yield Action(f"{what} ({plural(sources(found), 'function')} call it)", places_of(found))
