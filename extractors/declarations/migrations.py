"""Migrations of Django and Alembic: evidence of tables that have no model any more."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from decompose.extractors.declarations import Declarations, Migration, declares_tables
from decompose.extractors.graph import Column, Table
from decompose.extractors.parsing import parse
from decompose.extractors.places import Place


@declares_tables(r"(?:.*/)?migrations/\d+_[^/]+\.py")
def read_django(path: str, data: bytes) -> Declarations:
    """``CreateModel``, ``DeleteModel``, ``RenameModel`` and ``AlterModelTable`` of one migration."""
    tree = parse(data).tree
    folders = path.split("/")
    app = folders[-3] if len(folders) > 2 else ""
    made: dict[str, Table] = {}
    gone: set[str] = set()
    for call in _calls(tree):
        words = {word.arg: word.value for word in call.keywords}
        named = _text(words.get("name") or (call.args[0] if call.args else None))
        match _name(call):
            case "CreateModel" if named and app:
                table = _stated_table(words.get("options")) or f"{app}_{named.lower()}"
                columns = tuple(_django_columns(words.get("fields")))
                made[named.lower()] = Table(table, columns, place=Place(path, call.lineno))
            case "DeleteModel" if named:
                gone.add(named.lower())
            case "RenameModel":
                gone.add(_text(words.get("old_name") or (call.args[0] if call.args else None)).lower())
            case "AlterModelTable" if named:
                gone.add(named.lower())
            case _:
                pass
    return Declarations(migrations=(Migration(path, app, tuple(sorted(made.items())), tuple(sorted(gone))),))


@declares_tables(r"(?:.*/)?versions/[^/]+\.py")
def read_alembic(path: str, data: bytes) -> Declarations:
    """``create_table``, ``drop_table`` and ``rename_table`` in the ``upgrade`` of one revision."""
    tree = parse(data).tree
    body = tree.body if tree is not None else []
    upgrade = next((node for node in body if isinstance(node, ast.FunctionDef) and node.name == "upgrade"), None)
    made: dict[str, Table] = {}
    gone: set[str] = set()
    for call in _calls(upgrade):
        named = _text(call.args[0]) if call.args else ""
        match _name(call):
            case "create_table" if named:
                schema = _text(next((word.value for word in call.keywords if word.arg == "schema"), None))
                name = f"{schema}.{named}" if schema else named
                made[name] = Table(name, tuple(_alembic_columns(call)), place=Place(path, call.lineno))
            case "drop_table" | "rename_table" if named:
                gone.add(named)
            case _:
                pass
    if not made and not gone:
        return Declarations()
    return Declarations(migrations=(Migration(path, "", tuple(sorted(made.items())), tuple(sorted(gone))),))


def _calls(node: ast.AST | None) -> Iterator[ast.Call]:
    for inner in ast.walk(node) if node is not None else ():
        if isinstance(inner, ast.Call):
            yield inner


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _stated_table(options: ast.expr | None) -> str:
    if not isinstance(options, ast.Dict):
        return ""
    pairs = zip(options.keys, options.values, strict=True)
    return next((_text(value) for key, value in pairs if _text(key) == "db_table"), "")


def _django_columns(fields: ast.expr | None) -> Iterator[Column]:
    for field in fields.elts if isinstance(fields, (ast.List, ast.Tuple)) else ():
        match field:
            case ast.Tuple(elts=[ast.Constant(value=str(name)), ast.Call() as made]):
                is_key = any(word.arg == "primary_key" for word in made.keywords)
                yield Column(name, _name(made), primary_key=is_key)
            case _:
                pass


def _alembic_columns(call: ast.Call) -> Iterator[Column]:
    for part in call.args[1:]:
        if isinstance(part, ast.Call) and _name(part) == "Column" and part.args and _text(part.args[0]):
            kind = part.args[1] if len(part.args) > 1 else None
            kind = kind.func if isinstance(kind, ast.Call) else kind
            spelled = kind.attr if isinstance(kind, ast.Attribute) else kind.id if isinstance(kind, ast.Name) else ""
            is_key = any(word.arg == "primary_key" for word in part.keywords)
            yield Column(_text(part.args[0]), spelled, primary_key=is_key)
