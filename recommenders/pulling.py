"""The first pull requests of the first step: small, concrete, each of use by itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from decompose.clustering.constraints import SHARED
from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Coupling
from decompose.extractors.graph import EdgeKind
from decompose.extractors.places import Place
from decompose.recommenders.phases.extraction import Extraction, grouped, listed, places_of, sources
from decompose.recommenders.plan import Action, PullRequest, Verdict

WANTED = 3
MOST_FILES = 8
"""A change over more files is not read in one sitting."""
_MOST_OPERATIONS = 8
_TESTS = "the tests of the monolith pass unchanged"
_CHECK = "decompose check PATH passes"
_CONFIGURATION = "decompose.toml"


def first_pull_requests(extraction: Extraction) -> tuple[PullRequest, ...]:
    """The first few of one extraction, those that others build on first."""
    candidates = chain(
        _interface(extraction),
        _written(extraction),
        _turned(extraction),
        _adapted(extraction),
        _keys(extraction),
        _read(extraction),
    )
    return tuple(islice(candidates, WANTED))


def _interface_file(extraction: Extraction) -> str:
    """A new file beside the code of the service."""
    taken = {unit.path for unit in extraction.terrain.graph.units}
    folder = f"{extraction.folder}/" if extraction.folder else ""
    names = ("interface.py", "public.py", f"{extraction.name.replace('-', '_')}_interface.py")
    return next((folder + name for name in names if folder + name not in taken), folder + names[-1])


def _interface(extraction: Extraction) -> Iterator[PullRequest]:
    """The interface module: new functions that call those that are there; nobody has to change."""
    calls = grouped(extraction.arriving(EdgeKind.CALLS), lambda coupling: coupling.target)
    found = [extraction.terrain.operations.get(name) for name in calls]
    usable = [one for one in found if one is not None and one.verdict is Verdict.OPERATION]
    usable.sort(key=lambda one: (-sources(calls[one.symbol]), one.symbol))
    chosen = usable[:_MOST_OPERATIONS]
    if not chosen:
        return
    file = _interface_file(extraction)
    changes = [
        Action(
            f"{file}: a function that calls {one.symbol} ({plural(sources(calls[one.symbol]), 'caller')})",
            (one.place,) if one.place is not None else (),
        )
        for one in chosen
    ]
    left = len(usable) - len(chosen)
    more = f"; these are called most, {plural(left, 'more operation')} follow in the same way" if left else ""
    face = f"public of [boundaries.{extraction.name}] is {_module(extraction, file)}"
    yield PullRequest(
        f"Give {extraction.name} an interface",
        f"Functions of it that others call and that can be asked for over a network: {len(usable)}{more}",
        (*changes, Action(f"{_CONFIGURATION}: {face}, so that others may call nothing else from then on")),
        (_TESTS, f"{_CHECK}: nobody was turned to the interface yet, and the calls of today are in the baseline"),
        tuple(sorted({file, _CONFIGURATION})),
    )


def _module(extraction: Extraction, file: str) -> str:
    """The dotted name of a new file, from its neighbours'."""
    folder, _, name = file.rpartition("/")
    packages = sorted(
        unit.module if unit.path.endswith("/__init__.py") else unit.module.rpartition(".")[0]
        for unit in extraction.profile.units
        if unit.path.rpartition("/")[0] == folder
    )
    stem = name.removesuffix(".py")
    return f"{packages[0]}.{stem}" if packages and packages[0] else stem


def _allowed(source: str, target: str) -> Action:
    """Calls of an interface are new couplings, which the check has to be told of."""
    return Action(f'{_CONFIGURATION}: [[check.allow]] from = "{source}", to = "{target}", kinds = ["calls"]')


def _pruned(couplings: Sequence[Coupling]) -> tuple[str, ...]:
    lines = len({(coupling.kind, coupling.source, coupling.target) for coupling in couplings})
    return (_TESTS, _CHECK, f"decompose accept PATH --prune takes {plural(lines, 'line')} out of the baseline, or more")


def _turned(extraction: Extraction) -> Iterator[PullRequest]:
    """The callers in one service go through the interface."""
    calls = [c for c in extraction.arriving(EdgeKind.CALLS) if _is_operation(extraction, c)]
    by_service = grouped(calls, lambda coupling: coupling.source_service)
    for service in sorted(by_service, key=lambda name: (-sources(by_service[name]), name)):
        held = by_service[service]
        files = _files(held)
        if service != SHARED and len(files) <= MOST_FILES:
            changes = [
                Action(
                    f"{function} calls the interface in place of {listed([c.target for c in found], 3)}",
                    places_of(found),
                )
                for function, found in grouped(held, lambda coupling: coupling.source).items()
            ]
            yield PullRequest(
                f"Let {service} call {extraction.name} through its interface",
                f"{plural(sources(held), 'function')} in {plural(len(files), 'file')}",
                (*changes, _allowed(service, extraction.name)),
                _pruned(held),
                tuple(sorted({*files, _CONFIGURATION})),
            )


def _is_operation(extraction: Extraction, coupling: Coupling) -> bool:
    found = extraction.terrain.operations.get(coupling.target)
    return found is not None and found.verdict is Verdict.OPERATION


def _written(extraction: Extraction) -> Iterator[PullRequest]:
    """Tables that the same functions of others write get one writer."""
    yield from _tables(extraction, EdgeKind.WRITES, "Write {} in {} only", "write", "to write")


def _read(extraction: Extraction) -> Iterator[PullRequest]:
    """Tables that the same functions of others read are asked for."""
    yield from _tables(extraction, EdgeKind.READS, "Ask {1} for {0}", "read", "in place of its own query")


def _tables(extraction: Extraction, kind: EdgeKind, title: str, verb: str, how: str) -> Iterator[PullRequest]:
    by_table = grouped(extraction.arriving(kind), lambda coupling: coupling.target)
    together: dict[frozenset[str], list[str]] = defaultdict(list)
    for table, couplings in by_table.items():
        together[frozenset(coupling.source for coupling in couplings)].append(table)
    for names in sorted(together.values(), key=lambda tables: (len(_files(by_table[tables[0]])), tables)):
        held = [coupling for table in names for coupling in by_table[table]]
        files = _files(held)
        if len(files) <= MOST_FILES:
            services = sorted({coupling.source_service for coupling in held})
            yield PullRequest(
                title.format(listed(names, 3), extraction.name),
                f"{plural(sources(held), 'function')} of {listed(services)} {verb if sources(held) > 1 else verb + 's'}"
                f" {listed(names)} besides",
                (
                    *(
                        Action(f"{function} asks {extraction.name} {how}", places_of(found))
                        for function, found in grouped(held, lambda coupling: coupling.source).items()
                    ),
                    *(_allowed(service, extraction.name) for service in services if service != SHARED),
                ),
                _pruned(held),
                tuple(sorted({*files, _interface_file(extraction), _CONFIGURATION})),
            )


def _adapted(extraction: Extraction) -> Iterator[PullRequest]:
    """What it calls of one service goes through one module."""
    calls = [c for c in extraction.leaving(EdgeKind.CALLS) if extraction.becomes_operation(c.target)]
    by_service = grouped(calls, lambda coupling: coupling.target_service)
    for service in sorted(by_service, key=lambda name: (-len(by_service[name]), name)):
        held = by_service[service]
        files = _files(held)
        if service == SHARED or len(files) > MOST_FILES:
            continue
        folder = f"{extraction.folder}/" if extraction.folder else ""
        adapter = f"{folder}{service.replace('-', '_')}_adapter.py"
        functions = Counter(coupling.target for coupling in held)
        yield PullRequest(
            f"Let {extraction.name} use {service} through one adapter",
            f"{plural(sources(held), 'function')} of it call {plural(len(functions), 'function')} of {service}",
            (
                Action(f"{adapter}: a function for each of {listed(sorted(functions), 6)}"),
                *(
                    Action(f"{function} calls the adapter", places_of(found))
                    for function, found in grouped(held, lambda coupling: coupling.source).items()
                ),
                _allowed(extraction.name, service),
            ),
            _pruned(held),
            tuple(sorted({*files, adapter, _CONFIGURATION})),
        )


def _keys(extraction: Extraction) -> Iterator[PullRequest]:
    """One foreign key loses its constraint."""
    for coupling in extraction.turn.to_cut:
        if coupling.kind is EdgeKind.FOREIGN_KEY and coupling.places and coupling.source_service == extraction.name:
            yield PullRequest(
                f"Drop the constraint of {coupling.source}",
                f"it refers to {coupling.target}, which another service owns",
                (Action("declare the column without a foreign key, and migrate", coupling.places[:1]),),
                _pruned([coupling]),
                _files([coupling]),
            )


def _files(couplings: Sequence[Coupling]) -> tuple[str, ...]:
    places: set[Place] = {place for coupling in couplings for place in coupling.places}
    return tuple(sorted({place.path for place in places}))
