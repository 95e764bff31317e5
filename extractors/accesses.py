"""Which function touches which table: mapped classes and SQL text brought together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from decompose.extractors.consequences import find_consequences, find_settled
from decompose.extractors.dialects import Dialects
from decompose.extractors.executions import Execution, find_executions
from decompose.extractors.linking.linkage import Access, Linkage
from decompose.extractors.linking.mapping import installed_table
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.shapes import general_statements
from decompose.extractors.places import Confidence, Diagnostic, Place, Severity
from decompose.extractors.sql.catalogs import is_system_table
from decompose.extractors.sql.statements import Operation, SqlAccess, read_sql
from decompose.extractors.tables import MappedTable
from decompose.extractors.tables.names import Names
from decompose.extractors.tables.written_names import tell_names

MOST_CLASSES_AT_ONE_CALL = 8
"""A call that may touch more classes than these is a general accessor: its table is computed."""
_NAME = re.compile(r"(?=.*[^\W\d])(?:[\w$#@-]++[ .]?){1,5}+(?<![ .])")
"""What a table may be called, with its schema; quoted names may have several words."""


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
    operation: str = ""
    """What is done (``Operation``); empty where only the direction is known."""
    columns: tuple[str, ...] = ()
    """Columns that the statement names, sorted; empty where it names none or they are not seen."""


@dataclass(slots=True)
class Accesses:
    """All accesses of the program.

    Attributes:
        found: sorted.
        of_system: accesses to tables of the database system itself, sorted; they are in nothing else.
        dynamic: scopes that touch a table whose name is computed, with the line.
        joins: (table, table) → scope and line of the statements that use both.
        mentioned: tables that SQL text names, with the first place; those of the database system itself are left out.
        statements: SQL that is given to a database.
        understood: of these, those of which every table is known.
        computed: of these, those with a computed table name.
        executions: where SQL is given to a database, sorted.
    """

    found: list[TableAccess] = field(default_factory=list)
    of_system: list[TableAccess] = field(default_factory=list)
    dynamic: dict[tuple[int, int], None] = field(default_factory=dict)
    joins: dict[tuple[str, str, int, int], None] = field(default_factory=dict)
    mentioned: dict[str, Place] = field(default_factory=dict)
    statements: int = 0
    understood: int = 0
    computed: int = 0
    diagnostics: list[Diagnostic] = field(default_factory=list)
    executions: list[Execution] = field(default_factory=list)


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
    by_call: dict[tuple[int, int, bool], list[tuple[str, Access]]] = defaultdict(list)
    for access in (*linkage.accesses, *find_settled(linkage)):
        key = (access.scope, access.line, access.writes)
        by_call[key] += [(name, access) for name in _names(linkage, names, access.mapped)]
    for (scope, line, _), touched in by_call.items():
        if len({name for name, _ in touched}) > MOST_CLASSES_AT_ONE_CALL:
            result.dynamic[scope, line] = None
            continue
        for name, access in touched:
            _add(found, access, name, Confidence.INFERRED if access.is_inferred else Confidence.EXACT)
    result.dynamic.update(dict.fromkeys(general_statements(linkage)))
    for access in find_consequences(linkage):
        if (access.scope, access.line) not in result.dynamic:
            for name in _names(linkage, names, access.mapped):
                confidence = Confidence.HEURISTIC if access.is_conditional else Confidence.INFERRED
                _add(found, access, name, confidence)
    result.dynamic.update(linkage.computed_names)


def _names(linkage: Linkage, names: Mapping[int, list[str]], mapped: int) -> list[str]:
    """The tables that an object stands for; models of installed packages bring theirs."""
    if linkage.objects.kinds[mapped] is Kind.EXTERNAL:
        table = installed_table(linkage, linkage.objects.text(mapped))
        return [table] if table else []
    return names.get(mapped, [])


def _add(found: dict[TableAccess, None], access: Access, name: str, confidence: Confidence) -> None:
    operation = access.operation or ("" if access.writes else Operation.SELECT.value)
    found[TableAccess(access.scope, access.line, name, access.writes, confidence, operation)] = None


def _through_text(
    linkage: Linkage,
    tables: Collection[MappedTable],
    result: Accesses,
    found: dict[TableAccess, None],
) -> None:
    tell_names(linkage, tables)
    reader = _TextReader(linkage, Names(mapped.table.name for mapped in tables), result)
    result.executions = find_executions(linkage)
    for execution in result.executions:
        reader.read(execution)
    reader.settle()
    found.update(reader.found)
    result.of_system = sorted(reader.of_system)


class _TextReader:
    """Reads all SQL of the program; names are believed once the whole program has been read."""

    def __init__(self, linkage: Linkage, known: Names, result: Accesses) -> None:
        self._linkage = linkage
        self._dialects = Dialects(linkage)
        self._known = known
        self._result = result
        self._doubtful: list[tuple[Execution, SqlAccess]] = []
        self.found: dict[TableAccess, None] = {}
        self.of_system: dict[TableAccess, None] = {}

    def read(self, execution: Execution) -> None:
        """Take over what the texts of one execution do."""
        result = self._result
        dialect = self._dialects.of(execution.scope)
        read = [read_sql(text, dialect) for text in execution.texts]
        result.statements += 1
        understood = any(access.understood for access in read)
        is_computed = execution.is_computed or any(access.dynamic for access in read)
        names = {use.table for access in read for use in access.operations}
        if execution.is_handed and len(names) > MOST_CLASSES_AT_ONE_CALL:
            is_computed = True  # a general function: its callers tell what it touches
        else:
            unlikely = self._data(execution, read)
            is_computed = is_computed or bool(unlikely)
            for access in read:
                self._take_over(execution, access, unlikely)
        result.understood += understood and not is_computed
        result.computed += is_computed
        if is_computed:
            result.dynamic[execution.scope, execution.line] = None
            self._note(execution, "sql-computed-table", "the name of a table in this SQL is computed", Severity.NOTE)
        elif not understood:
            problem = next((access.problem for access in read if access.problem), "no dialect takes it")
            message = f"this SQL could not be read ({problem})"
            self._note(execution, "sql-not-understood", message, Severity.WARNING)

    def settle(self) -> None:
        """Believe names that may be those of a computed ``WITH`` clause where they are known as tables."""
        mentioned = {name.casefold() for name in self._result.mentioned}
        for execution, access in self._doubtful:
            for name in access.doubtful:
                if name in self._known or name.casefold() in mentioned:
                    self._use(execution, name, (Operation.SELECT,), (), Confidence.INFERRED)

    def _data(self, execution: Execution, read: list[SqlAccess]) -> set[str]:
        """Names that are data which reached the place of a name, and no tables.

        They differ between the texts that the statement may be, and others of them are known tables, or one of
        them can be no name, or they are many.
        """
        if execution.is_literal:
            return set()
        names = [{use.table for use in access.operations} for access in read]
        varying: set[str] = set().union(*names)
        if len(names) > 1:
            varying -= names[0].intersection(*names[1:])
        unknown = {name for name in varying if name not in self._known}
        if unknown != varying:
            return unknown  # some of them are tables: the others are what the same variable is elsewhere
        is_data = len(unknown) > MOST_CLASSES_AT_ONE_CALL or not all(map(_NAME.fullmatch, unknown))
        return unknown if is_data else set()

    def _take_over(self, execution: Execution, access: SqlAccess, unlikely: set[str]) -> None:
        confidence = Confidence.EXACT if execution.is_certain and access.understood else Confidence.INFERRED
        for use in access.operations:
            if use.table not in access.doubtful and use.table not in unlikely:
                self._use(execution, use.table, use.operations, use.columns, confidence)
        for table in sorted(set(access.locks) - unlikely):
            self._use(execution, table, (Operation.LOCK,), (), confidence)
        if access.doubtful:
            self._doubtful.append((execution, access))
        no_tables = {*access.doubtful, *unlikely}
        for left, right in access.joins:
            if not {left, right} & no_tables and not self._is_system(left) and not self._is_system(right):
                pair = sorted((self._name(left), self._name(right)))
                self._result.joins[pair[0], pair[1], execution.scope, execution.line] = None

    def _use(
        self,
        execution: Execution,
        table: str,
        operations: Iterable[Operation],
        columns: tuple[str, ...],
        confidence: Confidence,
    ) -> None:
        name = self._name(table)
        is_system = self._is_system(table)
        if not is_system:
            self._result.mentioned.setdefault(name, Place(self._linkage.path(execution.scope), execution.line))
        found = self.of_system if is_system else self.found
        for operation in operations:
            writes = operation.writes
            access = TableAccess(execution.scope, execution.line, name, writes, confidence, operation.value, columns)
            found[access] = None

    def _is_system(self, table: str) -> bool:
        return is_system_table(table) and table not in self._known

    def _name(self, written: str) -> str:
        return self._known.real(written)

    def _note(self, execution: Execution, code: str, message: str, severity: Severity) -> None:
        place = Place(self._linkage.path(execution.scope), execution.line)
        self._result.diagnostics.append(Diagnostic(place, code, message, severity))
