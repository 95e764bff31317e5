"""What others call becomes the interface, and everything else of the service becomes private."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Coupling
from decompose.extractors.graph import EdgeKind, EntryKind
from decompose.recommenders.interfaces import proposed_name
from decompose.recommenders.phases.extraction import (
    Extraction,
    capped,
    grouped,
    listed,
    needless,
    places_of,
    sources,
)
from decompose.recommenders.plan import Action, Argument, Operation, Phase, Travel, Verdict

ROUTES = (EntryKind.HTTP, EntryKind.WEBSOCKET, EntryKind.RPC)


def phase(extraction: Extraction) -> Phase:
    """The seam inside the monolith."""
    calls = extraction.arriving(EdgeKind.CALLS)
    reads, writes = extraction.arriving(EdgeKind.READS), extraction.arriving(EdgeKind.WRITES)
    names = needless([*extraction.arriving(*EdgeKind)], extraction.terrain.tables)
    called = grouped(calls, lambda coupling: coupling.target)
    ranked = sorted(called, key=lambda name: (-sources(called[name]), name))
    actions = [
        *capped([_called(extraction, name, called[name]) for name in ranked], "function"),
        *capped(list(_accesses(extraction, writes, "write")), "table"),
        *capped(list(_accesses(extraction, reads, "read")), "table"),
        *_names(names),
        *extraction.guesses(arriving=True),
    ]
    done = f"nothing outside of {extraction.name} touches its tables or uses its names as values; it is only called"
    return Phase(
        "Prepare the seam inside the monolith",
        "branch by abstraction" if called or reads or writes else "",
        tuple(actions),
        done,
        "seam",
        _why(extraction, calls, [*reads, *writes]),
        "revert the pull request: nothing has moved, each of these is a change within one process",
        extraction.check("seam"),
        extraction.efforts(
            operation=sum(extraction.becomes_operation(name) for name in ranked),
            caller=sources(calls),
            access=len({(coupling.source, coupling.target) for coupling in (*reads, *writes)}),
            name=len({(coupling.source, coupling.target) for coupling in names}),
        ),
    )


def _why(extraction: Extraction, calls: list[Coupling], accesses: list[Coupling]) -> str:
    routes = len(extraction.profile.entries_of(*ROUTES))
    own = f"{plural(routes, 'route')} of its own" if routes else "no route of its own"
    if not calls and not accesses:
        return f"It has {own}, and nothing in the monolith calls it or touches its tables."
    parts = []
    if calls:
        callers, verb = listed(sorted({c.source_service for c in calls})), "call" if sources(calls) > 1 else "calls"
        parts.append(f"{plural(sources(calls), 'function')} of {callers} {verb} it")
    if accesses:
        verb = "touch" if sources(accesses) > 1 else "touches"
        parts.append(f"{plural(sources(accesses), 'function')} outside {verb} its tables")
    return f"It has {own}, but {' and '.join(parts)} in process, where no router can step in between."


def _called(extraction: Extraction, name: str, couplings: list[Coupling]) -> Action:
    found = extraction.terrain.operations.get(name)
    by = f"{plural(sources(couplings), 'caller')}: {listed(sorted({c.source_service for c in couplings}), 4)}"
    if found is None:
        return Action(f"Make {name} an operation ({by})", places_of(couplings))
    if found.path:
        text = f"Make {name} an operation, {'GET or POST' if found.is_read else 'POST'} {found.path} ({by})"
        notes = list(_notes(extraction, found))
        more = f"; {found.why}" if found.why else ""
        return Action(text + more + "".join(f"; {note}" for note in notes), places_of(couplings))
    verbs = {
        Verdict.VALUE: "Describe in the contract",
        Verdict.ERROR: "Turn into an error response:",
        Verdict.JOB: "Start by a message or a schedule, not by a call:",
        Verdict.PRIVATE: "Turn round, by an event or a public function,",
        Verdict.LIBRARY: "Keep out of the interface:",
    }
    return Action(f"{verbs[found.verdict]} {name} ({by}): {found.why}", places_of(couplings))


def _notes(extraction: Extraction, found: Operation) -> Iterator[str]:
    """What cannot travel as it is, parameter by parameter."""
    for given in found.arguments:
        yield from _note(extraction, given)
    answer = found.result
    if answer is not None and answer.travel is Travel.BY_KEY:
        yield f"it gives back rows of {listed(answer.tables)}: answer with the columns that callers use"
    elif answer is not None and answer.travel is Travel.NOT:
        yield f"its result cannot travel: {answer.note}"


def _note(extraction: Extraction, given: Argument) -> Iterator[str]:
    if given.travel is Travel.BY_KEY and not given.note:
        name = proposed_name(given, extraction.terrain.tables)
        yield f"{given.name} is a row of {listed(given.tables)}: pass {name}"
    elif given.travel is Travel.NOT:
        yield f"{given.name} cannot travel: {given.note}"
    elif given.travel is Travel.UNKNOWN:
        yield f"{given.name}: {given.note}"


def _accesses(extraction: Extraction, couplings: list[Coupling], verb: str) -> Iterator[Action]:
    """Foreign accesses, table by table."""
    for table, found in grouped(couplings, lambda coupling: coupling.target).items():
        edges = [extraction.terrain.accesses.get((c.kind, c.source, c.target)) for c in found]
        columns = sorted({column for edge in edges if edge is not None for column in edge.columns})
        of_what = f" of {listed(columns, 6)}" if columns else ""
        by = f"{plural(sources(found), 'function')} of {listed(sorted({c.source_service for c in found}), 4)}"
        if verb == "write":
            text = f"Give {by} an operation in place of their writes to {table}"
        else:
            text = f"Give {by} an operation in place of their reads{of_what} from {table}"
        yield Action(text, places_of(found))


def _names(names: list[Coupling]) -> Iterator[Action]:
    for kind, verb in ((EdgeKind.INHERITS, "derives from"), (EdgeKind.IMPORTS, "uses as values")):
        for service, found in grouped((c for c in names if c.kind is kind), lambda c: c.source_service).items():
            what = listed(sorted({coupling.target for coupling in found}), 4)
            yield Action(f"Move into a library, or copy, what {service} {verb}: {what}", places_of(found))
