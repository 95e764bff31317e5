"""Which table nodes of a parsed statement are written, and which are no access at all.

One function per kind of node registers itself; a table node that none of them claims is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlglot import exp

from decompose.extractors.sql.access import Operation
from decompose.extractors.sql.placeholders import is_marked
from decompose.extractors.sql.sources import resolve, sources

Role = tuple[exp.Table, Operation | None]
"""A table node and what is done to it; None where the node only names it."""

_ROLES: dict[type[exp.Expr], Callable[[exp.Expr], Iterator[Role]]] = {}
_KINDS_OF_TABLE = frozenset({"TABLE", "VIEW", "MATERIALIZED VIEW", ""})


class NotAStatementError(ValueError):
    """What parses, but cannot run: English that begins like SQL."""


def roles(statement: exp.Expr) -> dict[int, Operation | None]:
    """What is done to each table node, by the node's identity; nodes left out are read.

    Raises:
        NotAStatementError: a statement lacks what it cannot run without.
    """
    found: dict[int, Operation | None] = {}
    for node in statement.walk():
        declare = _ROLES.get(type(node))
        if declare is not None:
            for table, operation in declare(node):
                if operation is None or id(table) not in found:
                    found[id(table)] = operation
    return found


def _of(
    *kinds: type[exp.Expr],
) -> Callable[[Callable[[exp.Expr], Iterator[Role]]], Callable[[exp.Expr], Iterator[Role]]]:
    def register(declare: Callable[[exp.Expr], Iterator[Role]]) -> Callable[[exp.Expr], Iterator[Role]]:
        for kind in kinds:
            _ROLES[kind] = declare
        return declare

    return register


def _target(node: exp.Expr) -> exp.Table | None:
    """The table that a node names first, with or without a list of columns."""
    target = node.this.this if isinstance(node.this, (exp.Schema, exp.Paren)) else node.this
    return target if isinstance(target, exp.Table) else None


@_of(exp.Insert)
def _insert(node: exp.Expr) -> Iterator[Role]:
    target = _target(node)
    if target is not None:
        yield target, Operation.INSERT


@_of(exp.Into)
def _select_into(node: exp.Expr) -> Iterator[Role]:
    target = _target(node)
    if target is not None:
        yield target, Operation.INSERT


@_of(exp.Merge)
def _merge(node: exp.Expr) -> Iterator[Role]:
    target = _target(node)
    if target is not None:
        yield target, Operation.MERGE


@_of(exp.Update)
def _update(node: exp.Expr) -> Iterator[Role]:
    target = _target(node)
    if target is None:  # the branch of a MERGE or of an upsert
        return
    if not node.expressions and not is_marked(target.name) and not is_marked(target.alias):
        raise NotAStatementError("an UPDATE without SET")
    if target.args.get("joins"):
        yield from _joined_update(node, target)
        return
    stated = [table for table in sources(node) if table is not target]
    meant = resolve(target.name, stated)
    if meant is None:
        yield target, Operation.UPDATE
    elif meant.alias.casefold() == target.name.casefold():
        yield meant, Operation.UPDATE
        yield target, None
    else:  # T-SQL: UPDATE t SET … FROM t JOIN u
        yield target, Operation.UPDATE
        yield meant, None


def _joined_update(node: exp.Expr, target: exp.Table) -> Iterator[Role]:
    """MySQL: ``UPDATE t JOIN u SET u.x = …`` writes those whose columns are set."""
    among = list(sources(node))
    written: list[exp.Table] = []
    for assignment in node.expressions:
        column = assignment.this
        qualifier = column.table if isinstance(column, exp.Column) else ""
        meant = resolve(qualifier, among) if qualifier else target
        written.append(meant or target)
    for table in written or [target]:
        yield table, Operation.UPDATE


@_of(exp.Delete)
def _delete(node: exp.Expr) -> Iterator[Role]:
    target = _target(node)
    named = [table for table in node.args.get("tables") or () if isinstance(table, exp.Table)]
    if target is None:  # T-SQL, Oracle: DELETE t WHERE …
        for table in named:
            if table.alias:
                raise NotAStatementError("a DELETE without FROM")
            yield table, Operation.DELETE
        return
    among = [table for table in sources(node) if table not in named] if named else list(sources(node))
    for table in named:
        yield table, None
        meant = resolve(table.name, among) or (target if is_marked(table.name) else None)
        if meant is None:
            raise NotAStatementError("a DELETE that names a table which it does not take rows from")
        yield meant, Operation.DELETE
    if named:
        return
    meant = resolve(target.name, [table for table in among if table is not target])
    if meant is not None and meant.alias.casefold() == target.name.casefold():
        yield target, None  # MySQL: DELETE FROM a USING t AS a
        yield meant, Operation.DELETE
    else:
        yield target, Operation.DELETE


@_of(exp.TruncateTable)
def _truncate(node: exp.Expr) -> Iterator[Role]:
    operation = None if node.args.get("is_database") else Operation.TRUNCATE
    for table in node.expressions:
        if isinstance(table, exp.Table):
            yield table, operation


@_of(exp.Copy)
def _copy(node: exp.Expr) -> Iterator[Role]:
    target = _target(node)
    if target is not None:
        yield target, Operation.INSERT if node.args.get("kind") else Operation.SELECT


@_of(exp.Create)
def _create(node: exp.Expr) -> Iterator[Role]:
    kind = str(node.args.get("kind") or "").upper()
    for table in _named_in(node.this):
        yield table, Operation.DDL if kind in _KINDS_OF_TABLE or kind == "INDEX" else None
    properties = node.args.get("properties")
    if isinstance(properties, exp.Expr):  # partition of, like, inherits
        for table in properties.find_all(exp.Table):
            yield table, Operation.DDL if kind == "TRIGGER" else None


def _named_in(node: object) -> Iterator[exp.Table]:
    """The table that is made, or on which an index is put."""
    if isinstance(node, exp.Table):
        yield node
    elif isinstance(node, exp.Index):
        yield from _named_in(node.args.get("table"))
    elif isinstance(node, (exp.Schema, exp.UserDefinedFunction)):
        yield from _named_in(node.this)


@_of(exp.Drop)
def _drop(node: exp.Expr) -> Iterator[Role]:
    kind = str(node.args.get("kind") or "").upper()
    for table in node.find_all(exp.Table):
        yield table, Operation.DDL if kind in _KINDS_OF_TABLE else None


@_of(exp.Alter)
def _alter(node: exp.Expr) -> Iterator[Role]:
    kind = str(node.args.get("kind") or "").upper()
    target = _target(node)
    if target is not None:
        yield target, Operation.DDL if kind in _KINDS_OF_TABLE else None


@_of(exp.AlterRename)
def _rename(node: exp.Expr) -> Iterator[Role]:
    target = _target(node)
    if target is not None:
        yield target, Operation.DDL


@_of(
    *(exp.Reference, exp.LikeProperty, exp.Comment, exp.Grant, exp.Revoke, exp.Analyze, exp.Use),
    *(exp.Lock, exp.Execute, exp.Pragma, exp.Kill, exp.Show),
)
def _only_named(node: exp.Expr) -> Iterator[Role]:
    for table in node.find_all(exp.Table):
        yield table, None


@_of(exp.Describe)
def _describe(node: exp.Expr) -> Iterator[Role]:
    """The table of ``DESCRIBE t``; an explained query is read like any other."""
    target = _target(node)
    if target is not None:
        yield target, None
