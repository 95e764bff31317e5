"""From a parsed statement to the tables that it touches."""

from __future__ import annotations

from sqlglot import exp

from decompose.extractors.sql.access import Operation
from decompose.extractors.sql.columns import columns_of
from decompose.extractors.sql.footprint import Footprint
from decompose.extractors.sql.names import name_of
from decompose.extractors.sql.placeholders import PART
from decompose.extractors.sql.roles import NotAStatementError, roles
from decompose.extractors.sql.scanning import is_reserved
from decompose.extractors.sql.sources import definition, resolve, sources

_STATEMENTS = (
    *(exp.Query, exp.DML, exp.DDL, exp.Values, exp.Drop, exp.Alter, exp.TruncateTable, exp.Set, exp.Show),
    *(exp.Transaction, exp.Commit, exp.Rollback, exp.Pragma, exp.Use, exp.Kill, exp.Grant, exp.Revoke),
    *(exp.Comment, exp.Analyze, exp.Describe, exp.Execute, exp.Attach, exp.Detach, exp.Declare),
    *(exp.MultitableInserts, exp.LoadData, exp.Refresh, exp.Cache, exp.Uncache, exp.Return, exp.Semicolon),
)


def read_tree(statement: exp.Expr) -> Footprint:
    """The tables of one statement.

    Raises:
        NotAStatementError: it is an expression, or English that happens to parse.
    """
    if not isinstance(statement, _STATEMENTS):
        raise NotAStatementError(f"{type(statement).__name__.lower()} is no statement")
    result = Footprint()
    done = roles(statement)
    for table in statement.find_all(exp.Table):
        operation = done.get(id(table), Operation.SELECT)
        if operation is not None:
            _use(table, operation, result)
    if result.uses:
        result.columns = columns_of(statement)
    for select in statement.find_all(exp.Select):
        _locks(select, result)
        result.dynamic = result.dynamic or _may_hold_sources(select)
    for holder in statement.find_all(exp.CTE, exp.SetOperation):
        result.dynamic = result.dynamic or _holds_unknown_query(holder)
    for execution in statement.find_all(exp.Execute):
        if isinstance(execution.this, exp.Table):
            result.calls.add(name_of(execution.this).text)
    _temporary(statement, result)
    explains = isinstance(statement, exp.Describe)
    return result.only_reads() if explains else result


def _use(table: exp.Table, operation: Operation, result: Footprint) -> None:
    common = definition(table)
    if common is not None:
        if operation.writes:  # T-SQL: DELETE FROM c, where c is a WITH clause over t
            for source in sources(common.this):
                _use(source, operation, result)
        return
    if _is_word(table) and is_reserved(table.name):
        raise NotAStatementError(f"{table.name} cannot be a table")
    name = name_of(table)
    result.dynamic = result.dynamic or name.is_computed
    if not name.text:
        return
    if name.is_temporary:
        result.temporary.add(name.text)
    result.use(name.text, operation)
    if _is_locked_by_hint(table):
        result.locks.add(name.text)


def _is_word(table: exp.Table) -> bool:
    """An unquoted name without a schema; behind a schema any word may stand."""
    return isinstance(table.this, exp.Identifier) and not table.this.quoted and not table.db


def _locks(select: exp.Select, result: Footprint) -> None:
    """``FOR UPDATE`` locks the rows of all sources of its own select, or of those named by ``OF``."""
    among = list(sources(select))
    for lock in select.args.get("locks") or ():
        if not lock.args.get("update"):
            continue
        named = [table for table in lock.expressions if isinstance(table, exp.Table)]
        meant = [resolve(table.name, among) for table in named] if named else among
        for table in meant:
            if table is not None and definition(table) is None:
                result.locks.add(name_of(table).text)


def _is_locked_by_hint(table: exp.Table) -> bool:
    """T-SQL: ``FROM t WITH (UPDLOCK)``."""
    hints = table.args.get("hints") or ()
    return any(word.name.upper() in {"UPDLOCK", "XLOCK", "TABLOCKX"} for hint in hints for word in hint.walk())


def _may_hold_sources(select: exp.Select) -> bool:
    """``SELECT {…}`` without a FROM: the unknown part may bring its own tables."""
    if select.args.get("from_") or select.args.get("from"):
        return False
    return any(PART in (item.name, item.alias) for item in select.expressions)


def _holds_unknown_query(holder: exp.Expr) -> bool:
    """A WITH clause or one side of a union is nothing but an unknown part."""
    sides = (holder.args.get("this"), holder.args.get("expression"))
    return any(isinstance(side, exp.Expr) and not isinstance(side, exp.Query) and PART in side.name for side in sides)


def _temporary(statement: exp.Expr, result: Footprint) -> None:
    """Tables that are made for the session only."""
    for node in statement.find_all(exp.Create, exp.Into):
        properties = node.args.get("properties")
        is_temporary = bool(node.args.get("temporary")) or (
            isinstance(properties, exp.Expr) and properties.find(exp.TemporaryProperty) is not None
        )
        target = node.this.this if isinstance(node.this, exp.Schema) else node.this
        if is_temporary and isinstance(target, exp.Table):
            result.temporary.add(name_of(target).text)
