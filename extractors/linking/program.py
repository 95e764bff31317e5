"""Linking as one sentence: solve, resolve calls, find tables, accesses, transactions, wiring; gather."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from decompose.extractors import graphing
from decompose.extractors.accesses import Accesses, find_accesses
from decompose.extractors.declarations import NO_DECLARATIONS, Declarations
from decompose.extractors.facts import FileFacts, Import
from decompose.extractors.frameworks import Wiring, find_wiring
from decompose.extractors.graph import Coverage, DependencyGraph, EdgeKind, Table, UnresolvedCall
from decompose.extractors.linking.guessing import guess_calls
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.relinking.state import capture
from decompose.extractors.linking.resolution import ResolvedCall, resolve_calls
from decompose.extractors.linking.rounds import solve
from decompose.extractors.linking.units import Units
from decompose.extractors.linking.unresolved import describe_unresolved, group_unresolved
from decompose.extractors.places import Confidence, Diagnostic, Place, Severity
from decompose.extractors.program import FunctionAccess, Program
from decompose.extractors.reaching import unreached
from decompose.extractors.repeating import find_repeated
from decompose.extractors.repository import Repository, Role
from decompose.extractors.resources import Wired, find_resources
from decompose.extractors.settings import find_settings
from decompose.extractors.signing import signatures_of
from decompose.extractors.tables import MappedTable, find_tables
from decompose.extractors.templates import find_uses
from decompose.extractors.templates.gathering import gather_templates, template_calls
from decompose.extractors.templates.tags import registered_functions
from decompose.extractors.traits import Watched, find_traits
from decompose.extractors.transactions import find_transactions

_FRAMEWORKS = (
    *("django", "flask", "fastapi", "starlette", "sqlalchemy", "celery", "pyramid", "aiohttp", "tornado"),
    *(
        "flask_sqlalchemy",
        "rest_framework",
        "oslo_messaging",
        "click",
        "typer",
        "sqlmodel",
        "peewee",
        "frappe",
    ),
)


def link(
    repository: Repository,
    facts: Mapping[str, FileFacts],
    declarations: Declarations = NO_DECLARATIONS,
    keep: Callable[[bytes, list[ResolvedCall]], None] | None = None,
) -> Program:
    """Link the facts of a repository's files.

    Args:
        repository: what discovery found.
        facts: path → facts; files without facts (tests, vendored code) are left out.
        declarations: tables that files declare which are no part of the program.
        keep: is given what relinking starts from: the solved state, and all calls.

    Returns:
        the program: calls, accesses, models, and the dependency graph.
    """
    linkage = unsolved(repository, facts, declarations)
    solve(linkage)
    state = capture(linkage) if keep is not None else b""
    calls = list(resolve_calls(linkage))
    if keep is not None:
        keep(state, calls)
    guesses = list(guess_calls(linkage, calls))
    tables = find_tables(linkage)
    accesses = find_accesses(linkage, tables)
    graph = gather(repository, linkage, Read(calls, guesses, tables, accesses))
    known = _call_graph(linkage, calls)
    return Program(known, _access_facts(linkage, accesses), _models(tables), graph, _guessed(guesses, linkage))


def unsolved(repository: Repository, facts: Mapping[str, FileFacts], declarations: Declarations) -> Linkage:
    """The numbering of a repository's facts, before anything is loaded."""
    sources = [source for source in repository.sources if source.path in facts]
    return Linkage(sources, facts, repository.plugins, repository.user_model, declarations)


@dataclass(frozen=True, slots=True)
class Read:
    """What is read off a solved linkage first.

    Attributes:
        calls, guesses: of all scopes.
        tables, accesses: of the whole program.
    """

    calls: list[ResolvedCall]
    guesses: list[ResolvedCall]
    tables: list[MappedTable]
    accesses: Accesses


@dataclass(frozen=True, slots=True)
class Near:
    """What has to be gathered anew after a small change.

    Attributes:
        scopes: those whose calls and references may have changed, with all scopes of the same names.
        graph: what was gathered before the change.
    """

    scopes: frozenset[int]
    graph: DependencyGraph


def gather(repository: Repository, linkage: Linkage, read: Read, near: Near | None = None) -> DependencyGraph:
    """The dependency graph of a solved linkage.

    Where an earlier graph is given, what no coupling depends on is taken over from it: what nothing reaches,
    resources, repeated queries, traits and marks.
    """
    calls, guesses, tables, accesses = read.calls, read.guesses, read.tables, read.accesses
    wiring = Wiring(linkage, calls, tables, accesses.found)
    entries, events = find_wiring(wiring)
    transactions = find_transactions(linkage, calls, accesses.found, entries, events)

    units = Units(linkage)
    gatherer = graphing.EdgeGatherer(linkage, units)
    if near is None:
        graphing.gather_calls(gatherer, linkage, [*calls, *guesses])
        graphing.gather_references(gatherer, linkage, range(len(linkage.scopes)))
        graphing.gather_constants(gatherer, linkage, units, range(len(linkage.facts)))
    else:
        _gather_near(gatherer, linkage, units, [*calls, *guesses], near)
    graphing.gather_accesses(gatherer, linkage, units, accesses)
    graphing.gather_events(gatherer, events)
    unresolved = describe_unresolved(linkage, (call for call in calls if _is_unresolved(call)), guesses)
    inventory = _inventory(tables, accesses)
    graphing.gather_tables(gatherer, inventory)
    rendered = find_uses(linkage, registered_functions(wiring))
    names = {thing: found.table.name for found in tables for thing in found.mapped}
    templates = gather_templates(gatherer, linkage, units, rendered, names)
    scopes = graphing.transaction_scopes(gatherer, linkage, units, transactions)
    points = graphing.entry_points(gatherer, linkage, units, entries)
    packages = _packages(linkage)
    graph = DependencyGraph(
        name=repository.name,
        units=tuple(sorted(units.all.values())),
        tables=inventory,
        entry_points=points,
        edges=gatherer.edges(),
        transactions=scopes,
        diagnostics=_diagnostics(repository, linkage, accesses),
        coverage=_coverage(repository, linkage, calls, accesses, unresolved),
        roots=repository.import_roots,
        frameworks=tuple(name for name in _FRAMEWORKS if name in packages),
        dependencies=tuple(packages),
        inner_calls=gatherer.inner_calls(),
        unresolved_calls=unresolved,
        templates=templates,
    )
    if near is not None:
        before = near.graph
        return msgspec.structs.replace(
            graph,
            unreached=before.unreached,
            resources=before.resources,
            repeated=before.repeated,
            traits=before.traits,
            marks=before.marks,
            signatures=signatures_of(linkage, graph.edges),
        )
    lost = unreached(linkage, [*calls, *guesses, *template_calls(rendered, linkage)], entries, events)
    uses = find_resources(Wired(linkage, calls, entries, events))
    watched = Watched(linkage, calls, entries, events, tables, accesses, uses)
    repeated = find_repeated(linkage, calls, tables, accesses.found)
    return msgspec.structs.replace(
        graph,
        unreached=graphing.unreached_functions(linkage, *lost),
        resources=graphing.resource_uses(linkage, units, uses),
        repeated=graphing.repeated_queries(linkage, units, repeated),
        traits=graphing.traits(linkage, units, find_traits(watched)),
        marks=tuple(sorted({*linkage.declarations.marks, *find_settings(watched)})),
        signatures=signatures_of(linkage, graph.edges),
    )


_SHOWN_BY_SCOPES = frozenset({EdgeKind.CALLS, EdgeKind.IMPORTS, EdgeKind.INHERITS})


def _gather_near(
    gatherer: graphing.EdgeGatherer, linkage: Linkage, units: Units, calls: Iterable[ResolvedCall], near: Near
) -> None:
    """The calls and references of a few scopes; those of the others are what they were."""
    symbols = {linkage.names[gid] for gid in (*near.scopes, *linkage.gone)}
    gatherer.keep(
        (edge for edge in near.graph.edges if edge.kind in _SHOWN_BY_SCOPES and edge.source_symbol not in symbols),
        (edge for edge in near.graph.inner_calls if edge.source_symbol not in symbols),
    )
    graphing.gather_calls(gatherer, linkage, [call for call in calls if call.scope in near.scopes])
    variants = sorted(variant for gid in near.scopes for variant in linkage.variants(gid))
    graphing.gather_references(gatherer, linkage, variants)
    graphing.gather_constants(gatherer, linkage, units, sorted({linkage.file_of[gid] for gid in near.scopes}))


def _call_graph(linkage: Linkage, calls: Iterable[ResolvedCall]) -> dict[str, tuple[str, ...]]:
    graph: dict[str, set[str]] = {
        linkage.names[gid]: set() for gid, scope in enumerate(linkage.scopes) if scope.kind != "class"
    }
    for call in calls:
        for callee in call.callees:
            is_class = callee.scope >= 0 and linkage.scopes[callee.scope].kind == "class"
            if not callee.is_hidden and not is_class:
                graph.setdefault(linkage.names[call.scope], set()).add(callee.name)
    return {name: tuple(sorted(callees)) for name, callees in sorted(graph.items())}


def _guessed(guesses: Iterable[ResolvedCall], linkage: Linkage) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for call in guesses:
        found[linkage.names[call.scope]].update(callee.name for callee in call.callees)
    return {name: tuple(sorted(callees)) for name, callees in sorted(found.items())}


def _access_facts(linkage: Linkage, accesses: Accesses) -> dict[str, FunctionAccess]:
    reads: dict[str, set[str]] = defaultdict(set)
    writes: dict[str, set[str]] = defaultdict(set)
    for access in (*accesses.found, *accesses.of_system):
        if access.confidence is Confidence.HEURISTIC:
            continue
        into = writes if access.writes else reads
        into[linkage.names[access.scope]].add(access.table)
    dynamic = {linkage.names[scope] for scope, _ in accesses.dynamic}
    return {
        name: FunctionAccess(tuple(sorted(reads[name])), tuple(sorted(writes[name])), name in dynamic)
        for name in sorted({*reads, *writes, *dynamic})
    }


def _models(tables: Iterable[MappedTable]) -> dict[str, str]:
    return dict(sorted((model, found.table.name) for found in tables for model in found.table.models))


def _inventory(tables: Sequence[MappedTable], accesses: Accesses) -> tuple[Table, ...]:
    """The declared tables, those that only SQL text names, and those that foreign keys point to."""
    by_name: dict[str, Table] = {}
    for found in tables:
        known = by_name.get(found.table.name)
        if known is None:
            by_name[found.table.name] = found.table
        else:
            by_name[known.name] = _merged(known, found.table)
    for name in sorted(accesses.mentioned):
        by_name.setdefault(name, Table(name))
    for table in list(by_name.values()):
        for key in table.foreign_keys:
            by_name.setdefault(key.table, Table(key.table, is_external=True))
    return tuple(by_name[name] for name in sorted(by_name))


def _merged(left: Table, right: Table) -> Table:
    """Two classes over one table: a proxy, or single-table inheritance."""
    columns = {column.name: column for column in (*right.columns, *left.columns)}
    return msgspec.structs.replace(
        left,
        columns=tuple(columns.values()),
        foreign_keys=tuple(sorted({*left.foreign_keys, *right.foreign_keys})),
        models=tuple(sorted({*left.models, *right.models})),
    )


def _packages(linkage: Linkage) -> list[str]:
    """Top-level names of the installed packages that the code imports."""
    import sys

    found = set()
    for file, file_facts in enumerate(linkage.facts):
        for scope in file_facts.scopes:
            for op in scope.ops:
                if isinstance(op, Import) and op.level == 0:
                    dotted = op.module
                    if linkage.modules.find(dotted, file) is None and not linkage.modules.is_namespace(dotted):
                        found.add(dotted.partition(".")[0])
    own = {name.partition(".")[0] for name in linkage.modules.names}
    return sorted(found - own - set(sys.stdlib_module_names))


def _diagnostics(repository: Repository, linkage: Linkage, accesses: Accesses) -> tuple[Diagnostic, ...]:
    found = [*repository.diagnostics, *linkage.declarations.diagnostics, *accesses.diagnostics]
    for file, source in enumerate(linkage.sources):
        for diagnostic in linkage.facts[file].diagnostics:
            place = Place(source.path, diagnostic.place.line)
            found.append(msgspec.structs.replace(diagnostic, place=place))
    if linkage.solver.saturated:
        message = (
            f"{len(linkage.solver.saturated)} values may be too many things to be followed; "
            "calls through them are incomplete"
        )
        found.append(Diagnostic(Place(".", 0), "points-to-limit", message, Severity.NOTE))
    return tuple(sorted(set(found)))


def _is_unresolved(call: ResolvedCall) -> bool:
    return call.is_explicit and not call.callees


def _coverage(
    repository: Repository,
    linkage: Linkage,
    calls: Iterable[ResolvedCall],
    accesses: Accesses,
    unknown: tuple[UnresolvedCall, ...],
) -> Coverage:
    explicit = [call for call in calls if call.is_explicit]
    unresolved = [call for call in explicit if not call.callees]
    internal = sum(any(callee.scope >= 0 for callee in call.callees) for call in explicit)
    roles = Counter(source.role.value for source in repository.sources if source.role is not Role.CODE)
    return Coverage(
        files=len(repository.sources),
        files_analysed=sum(found.parsed for found in linkage.facts),
        files_not_parsed=sum(not found.parsed for found in linkage.facts),
        lines=sum(found.lines for found in linkage.facts),
        functions=sum(scope.kind == "function" for _, scope in linkage.written_scopes()),
        calls_internal=internal,
        calls_external=len(explicit) - internal - len(unresolved),
        calls_unresolved=len(unresolved),
        calls_guessed=sum(bool(call.likely) for call in unknown),
        statements=accesses.statements,
        statements_understood=accesses.understood,
        statements_dynamic=accesses.computed,
        unresolved=group_unresolved(unknown),
        roles=dict(sorted(roles.items())),
    )
