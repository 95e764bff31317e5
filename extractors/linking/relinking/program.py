"""The dependency graph after a small change, from what an earlier link knew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from decompose.extractors.accesses import find_accesses
from decompose.extractors.declarations import Declarations
from decompose.extractors.facts import FileFacts
from decompose.extractors.graph import DependencyGraph
from decompose.extractors.linking.guessing import guess_calls
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.program import Near, Read, gather, link, unsolved
from decompose.extractors.linking.relinking.refusing import TooMuch
from decompose.extractors.linking.relinking.reloading import reload
from decompose.extractors.linking.relinking.state import restore
from decompose.extractors.linking.resolution import ResolvedCall, calls_from_outside, calls_in
from decompose.extractors.program import Program
from decompose.extractors.repository import Repository
from decompose.extractors.tables import find_tables

MOST_FILES = 24
"""So many changed files are followed; a full link takes hardly longer for more of them."""


class Earlier(msgspec.Struct, array_like=True):
    """What a full link leaves for those that come after it.

    Attributes:
        repository: the repository, its root left out.
        declarations: tables that other files declare.
        state: what solving found out; empty where it cannot be kept.
        calls: all calls.
        graph: the dependency graph.
    """

    repository: Repository
    declarations: bytes
    state: bytes
    calls: list[ResolvedCall]
    graph: DependencyGraph


def link_and_keep(
    repository: Repository, facts: Mapping[str, FileFacts], declarations: Declarations
) -> tuple[Program, Earlier]:
    """Link in full, and keep what later links may start from."""
    kept: list[tuple[bytes, list[ResolvedCall]]] = []
    program = link(repository, facts, declarations, lambda state, calls: kept.append((state, calls)))
    placeless = msgspec.structs.replace(repository, root="")
    return program, Earlier(placeless, _encoded(declarations), *kept[0], program.graph)


def relink(
    repository: Repository,
    facts: Mapping[str, FileFacts],
    declarations: Declarations,
    earlier: Earlier,
    earlier_facts: Mapping[str, FileFacts],
) -> DependencyGraph:
    """The graph of a repository of which an earlier version was linked in full.

    Args:
        repository: as for ``link``.
        facts: likewise.
        declarations: likewise.
        earlier: what the full link left.
        earlier_facts: path → facts that it was given, of all files.

    Returns:
        the graph that ``link`` would make, as far as couplings depend on it; what nothing reaches, resources and
        repeated queries are those of the earlier version.

    Raises:
        TooMuch: what changed reaches too far; a full link has to tell.
        msgspec.DecodeError: what was kept is damaged.
    """
    _check_surroundings(repository, facts, declarations, earlier, earlier_facts)
    linkage = unsolved(repository, earlier_facts, declarations)
    changed = {
        file: facts[source.path]
        for file, source in enumerate(linkage.sources)
        if facts[source.path] != earlier_facts[source.path]
    }
    if len(changed) > MOST_FILES:
        raise TooMuch("many files")
    touched = reload(linkage, restore(linkage, earlier.state), changed)
    near = _near(linkage, touched, changed)
    calls = _calls(linkage, near, earlier.calls)
    tables = find_tables(linkage)
    read = Read(calls, list(guess_calls(linkage, calls)), tables, find_accesses(linkage, tables))
    return gather(repository, linkage, read, Near(near, earlier.graph))


def _check_surroundings(
    repository: Repository,
    facts: Mapping[str, FileFacts],
    declarations: Declarations,
    earlier: Earlier,
    earlier_facts: Mapping[str, FileFacts],
) -> None:
    if not earlier.state:
        raise TooMuch("state")
    if _modules(repository, facts) != _modules(earlier.repository, earlier_facts):
        raise TooMuch("other files")
    was = earlier.repository
    settings = (repository.import_roots, repository.plugins, repository.user_model)
    if settings != (was.import_roots, was.plugins, was.user_model) or _encoded(declarations) != earlier.declarations:
        raise TooMuch("declarations")


def _modules(repository: Repository, facts: Mapping[str, FileFacts]) -> list[tuple[str, str, bool]]:
    """The files that are linked."""
    return [(source.path, source.module, source.is_package) for source in repository.sources if source.path in facts]


def _encoded(declarations: Declarations) -> bytes:
    """What links depend on."""
    return msgspec.msgpack.encode(msgspec.structs.replace(declarations, marks=()))


def _near(linkage: Linkage, touched: Iterable[int], files: Iterable[int]) -> frozenset[int]:
    """The scopes that are looked at again, with all that bear the name of one of them."""
    found = {gid for file in files for gid in linkage.gids_of(file)} | (set(touched) - linkage.gone)
    by_name: dict[str, list[int]] = defaultdict(list)
    for gid in linkage.as_written():
        by_name[linkage.names[gid]].append(gid)
    return frozenset(same for gid in found for same in by_name[linkage.names[gid]])


def _calls(linkage: Linkage, near: frozenset[int], earlier: Iterable[ResolvedCall]) -> list[ResolvedCall]:
    """All calls: what they were where nothing changed."""
    kept: dict[int, list[ResolvedCall]] = defaultdict(list)
    for call in earlier:
        if call.op is not None and call.scope not in near:
            kept[call.scope].append(call)
    calls: list[ResolvedCall] = []
    for gid in linkage.as_written():
        calls += calls_in(linkage, gid) if gid in near else kept.get(gid, ())
    return [*calls, *calls_from_outside(linkage)]
