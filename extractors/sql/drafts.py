"""A database's tables while a script is read: what each of its statements makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlglot import exp
from sqlglot.errors import SqlglotError

from decompose.extractors.graph import Column, ForeignKey, Table
from decompose.extractors.places import Place
from decompose.extractors.sql.names import name_of


@dataclass(slots=True)
class _Draft:
    """A table as far as the script has been read."""

    name: str
    place: Place
    columns: dict[str, Column] = field(default_factory=dict)
    keys: dict[tuple[str, str], ForeignKey] = field(default_factory=dict)

    def define(self, node: exp.Expr, place: Place) -> None:
        """Take over the columns, keys and references that a statement states."""
        for part in node.expressions if isinstance(node, exp.Schema) else [node]:
            if isinstance(part, exp.Identifier):  # SQLite: a column without a type; the columns of a view
                self.columns[part.name] = Column(part.name)
        for column in node.find_all(exp.ColumnDef):
            self.columns[column.name] = Column(column.name, _type(column), _is_primary(column))
            for reference in column.find_all(exp.Reference):
                self._refer([column.name], reference, place)
        for key in node.find_all(exp.ForeignKey):
            stated = key.args.get("reference")
            if isinstance(stated, exp.Reference):
                self._refer([column.name for column in key.expressions], stated, place)
        for constraint in node.find_all(exp.PrimaryKey, exp.Constraint):
            self._mark_primary(_primary_columns(constraint))

    def _refer(self, columns: Iterable[str], reference: exp.Reference, place: Place) -> None:
        target = reference.this.this if isinstance(reference.this, exp.Schema) else reference.this
        if not isinstance(target, exp.Table):
            return
        table = name_of(target).text
        for column in columns:
            if table:
                self.keys[column, table] = ForeignKey(column, table, _on_delete(reference), place)

    def _mark_primary(self, names: list[str]) -> None:
        for name in names:
            if name in self.columns:
                self.columns[name] = Column(name, self.columns[name].type, primary_key=True)


@dataclass(slots=True)
class Drafts:
    """The tables of one script, by name without regard to case."""

    _drafts: dict[str, _Draft] = field(default_factory=dict)

    def apply(self, tree: exp.Expr, place: Place) -> None:
        """What one parsed statement does to the tables."""
        kind = str(tree.args.get("kind") or "").upper()
        if not kind.endswith(("TABLE", "VIEW")):
            return
        match tree:
            case exp.Create():
                self._create(tree, place)
            case exp.Alter():
                self._alter(tree, place)
            case exp.Drop():
                for table in tree.find_all(exp.Table):
                    self._drafts.pop(name_of(table).text.casefold(), None)
            case _:
                pass

    def name(self, table: str, place: Place) -> None:
        """A table of which only the name is known."""
        self._drafts.setdefault(table.casefold(), _Draft(table, place))

    def tables(self) -> tuple[Table, ...]:
        """All tables that the script leaves behind, sorted by name."""
        return tuple(
            Table(draft.name, tuple(draft.columns.values()), tuple(draft.keys.values()), place=draft.place)
            for draft in sorted(self._drafts.values(), key=lambda draft: draft.name)
        )

    def _create(self, tree: exp.Create, place: Place) -> None:
        target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
        properties = tree.args.get("properties")
        is_temporary = isinstance(properties, exp.Expr) and properties.find(exp.TemporaryProperty) is not None
        name = name_of(target) if isinstance(target, exp.Table) else None
        if name is None or not name.text or name.is_temporary or is_temporary:
            return
        draft = _Draft(name.text, place)
        draft.define(tree.this, place)
        query = tree.args.get("expression")
        if isinstance(query, exp.Query) and not draft.columns:
            draft.columns = {column: Column(column) for column in query.named_selects if column and column != "*"}
        known = self._drafts.get(name.text.casefold())
        if known is None or not tree.args.get("exists"):
            self._drafts[name.text.casefold()] = draft

    def _alter(self, tree: exp.Alter, place: Place) -> None:
        if not isinstance(tree.this, exp.Table):
            return
        name = name_of(tree.this).text
        actions = [action for action in tree.args.get("actions") or () if isinstance(action, exp.Expr)]
        draft = self._drafts.get(name.casefold())
        if not name or (draft is None and not any(action.find(exp.ColumnDef, exp.ForeignKey) for action in actions)):
            return
        draft = draft or self._drafts.setdefault(name.casefold(), _Draft(name, place))
        for action in actions:
            draft.define(action, place)
            if isinstance(action, exp.Drop):
                for column in action.find_all(exp.Column):
                    draft.columns.pop(column.name, None)
            elif isinstance(action, exp.AlterRename) and isinstance(action.this, exp.Table):
                self._rename(draft, action.this)

    def _rename(self, draft: _Draft, to: exp.Table) -> None:
        """The new name stays in the old schema where it names none."""
        schema = draft.name.rpartition(".")[0]
        new = name_of(to).text
        if not new:
            return
        self._drafts.pop(draft.name.casefold(), None)
        draft.name = f"{schema}.{new}" if schema and "." not in new else new
        self._drafts[draft.name.casefold()] = draft


def _type(column: exp.ColumnDef) -> str:
    kind = column.args.get("kind")
    if not isinstance(kind, exp.Expr):
        return ""
    try:
        return kind.sql()
    except (SqlglotError, RecursionError, ValueError, TypeError, AttributeError):
        return ""


def _is_primary(column: exp.ColumnDef) -> bool:
    return column.find(exp.PrimaryKeyColumnConstraint) is not None


def _primary_columns(constraint: exp.Expr) -> list[str]:
    """The columns of ``PRIMARY KEY (a, b)``; T-SQL states them as those of a clustered index."""
    if isinstance(constraint, exp.PrimaryKey):
        return [column.name for column in constraint.expressions]
    if not any(isinstance(part, exp.PrimaryKeyColumnConstraint) for part in constraint.expressions):
        return []
    return [column.name for column in constraint.find_all(exp.Column)]


def _on_delete(reference: exp.Reference) -> str:
    """``CASCADE``, ``SET NULL`` … as declared."""
    for option in reference.args.get("options") or ():
        words = str(option).upper().split()
        if words[:2] == ["ON", "DELETE"]:
            return " ".join(words[2:])
    return ""
