"""Which function touches which table: mapped classes and SQL text brought together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from decompose.extractors.consequences import find_consequences
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import installed_table
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.strings import texts_at
from decompose.extractors.places import Confidence, Diagnostic, Place, Severity
from decompose.extractors.sql.holes import HOLE
from decompose.extractors.sql.statements import looks_like_sql, read_sql
from decompose.extractors.tables import MappedTable

MOST_CLASSES_AT_ONE_CALL = 8
"""A call that may touch more classes than these is a general accessor: its table is computed."""


@dataclass(frozen=True, slots=True, order=True)
class TableAccess:
    """One function touches one table at one line.

    A heuristic one depends on what rows there are: see ``Access.is_conditional``.
    """

    scope: int
    line: int
    table: str
    writes: bool
    confidence: Confidence


@dataclass(slots=True)
class Accesses:
    """All accesses of the program.

    Attributes:
        found: sorted.
        dynamic: scopes that touch a table whose name is computed, with the line.
        joins: (table, table) → scope and line of the statements that use both.
        mentioned: tables known from SQL text alone, with the first place.
    """

    found: list[TableAccess] = field(default_factory=list)
    dynamic: dict[tuple[int, int], None] = field(default_factory=dict)
    joins: dict[tuple[str, str, int, int], None] = field(default_factory=dict)
    mentioned: dict[str, Place] = field(default_factory=dict)
    statements: int = 0
    understood: int = 0
    computed: int = 0
    diagnostics: list[Diagnostic] = field(default_factory=list)


def find_accesses(linkage: Linkage, tables: Collection[MappedTable]) -> Accesses:
    """Attribute every access to the function whose code makes it."""
    result = Accesses()
    found: dict[TableAccess, None] = {}
    _through_classes(linkage, tables, result, found)
    _through_text(linkage, tables, result, found)
    result.found = sorted(found)
    return result


def _through_classes(
    linkage: Linkage,
    tables: Collection[MappedTable],
    result: Accesses,
    found: dict[TableAccess, None],
) -> None:
    names: dict[int, list[str]] = defaultdict(list)
    for mapped_table in tables:
        for thing in mapped_table.mapped:
            names[thing].append(mapped_table.table.name)
    by_call: dict[tuple[int, int, bool], list[tuple[str, bool]]] = defaultdict(list)
    for access in linkage.accesses:
        key = (access.scope, access.line, access.writes)
        by_call[key] += [(name, access.is_inferred) for name in _names(linkage, names, access.mapped)]
    for (scope, line, writes), touched in by_call.items():
        if len({name for name, _ in touched}) > MOST_CLASSES_AT_ONE_CALL:
            result.dynamic[scope, line] = None
            continue
        for name, is_inferred in touched:
            _add(found, scope, line, name, writes, Confidence.INFERRED if is_inferred else Confidence.EXACT)
    for access in find_consequences(linkage):
        if (access.scope, access.line) not in result.dynamic:
            for name in _names(linkage, names, access.mapped):
                confidence = Confidence.HEURISTIC if access.is_conditional else Confidence.INFERRED
                _add(found, access.scope, access.line, name, access.writes, confidence)


def _names(linkage: Linkage, names: Mapping[int, list[str]], mapped: int) -> list[str]:
    """The tables that an object stands for; models of installed packages bring theirs."""
    if linkage.objects.kinds[mapped] is Kind.EXTERNAL:
        table = installed_table(linkage, linkage.objects.text(mapped))
        return [table] if table else []
    return names.get(mapped, [])


def _add(
    found: dict[TableAccess, None], scope: int, line: int, name: str, writes: bool, confidence: Confidence
) -> None:
    found[TableAccess(scope, line, name, writes, confidence)] = None


def _through_text(
    linkage: Linkage,
    tables: Collection[MappedTable],
    result: Accesses,
    found: dict[TableAccess, None],
) -> None:
    known = {mapped.table.name.casefold(): mapped.table.name for mapped in tables}
    for statement in sorted(linkage.statements):
        texts = [text for text in texts_at(linkage, statement.node) if _is_sql(text, statement.is_certain)]
        if not texts:
            if statement.is_certain:
                result.statements += 1
                result.computed += 1
                result.dynamic[statement.scope, statement.line] = None
            continue
        _read_texts(linkage, statement.scope, statement.line, texts, known, result, found)


def _is_sql(text: str, is_certain: bool) -> bool:
    if not text.strip(HOLE + " \n\t;"):
        return False
    return is_certain or looks_like_sql(text)


def _read_texts(
    linkage: Linkage,
    scope: int,
    line: int,
    texts: list[str],
    known: dict[str, str],
    result: Accesses,
    found: dict[TableAccess, None],
) -> None:
    place = Place(linkage.path(scope), line)
    result.statements += 1
    understood = is_computed = False
    problem = ""
    for text in texts:
        access = read_sql(text)
        understood = understood or access.understood
        is_computed = is_computed or access.dynamic
        problem = problem or access.problem
        for names, writes in ((access.reads, False), (access.writes, True)):
            for written in names:
                name = known.get(written.casefold(), written)
                result.mentioned.setdefault(name, place)
                found[TableAccess(scope, line, name, writes, Confidence.EXACT)] = None
        for left, right in access.joins:
            pair = sorted((known.get(left.casefold(), left), known.get(right.casefold(), right)))
            result.joins[pair[0], pair[1], scope, line] = None
    result.understood += understood and not is_computed
    result.computed += is_computed
    if is_computed:
        result.dynamic[scope, line] = None
    if not understood:
        message = f"this SQL could not be read ({problem or 'no dialect takes it'})"
        result.diagnostics.append(Diagnostic(place, "sql-not-understood", message, Severity.WARNING))
