"""Which names a body of statements binds, without descending into nested scopes."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(slots=True)
class Bindings:
    """The names that a body binds, and those that it declares to live elsewhere."""

    local: set[str] = field(default_factory=set)
    declared_global: set[str] = field(default_factory=set)
    declared_nonlocal: set[str] = field(default_factory=set)
    yields: bool = False


def bindings_of(body: Iterable[ast.AST]) -> Bindings:
    """Collect what the statements bind in their own scope."""
    found = Bindings()
    stack = list(body)
    while stack:
        node = stack.pop()
        _note(node, found)
        stack.extend(_children(node))
    found.local -= found.declared_global | found.declared_nonlocal
    return found


def _note(node: ast.AST, found: Bindings) -> None:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            found.local.add(name)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            found.local.add(name)
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            found.local.update((alias.asname or alias.name).partition(".")[0] for alias in names)
        case ast.ExceptHandler(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchAs(name=str(name)):
            found.local.add(name)
        case ast.MatchMapping(rest=str(name)):
            found.local.add(name)
        case ast.Global(names=names):
            found.declared_global.update(names)
        case ast.Nonlocal(names=names):
            found.declared_nonlocal.update(names)
        case ast.Yield() | ast.YieldFrom():
            found.yields = True
        case _:
            pass


def _children(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield from node.decorator_list
        yield from node.args.defaults
    elif isinstance(node, ast.ClassDef):
        yield from node.decorator_list
        yield from node.bases
    elif isinstance(node, ast.Lambda):
        yield from node.args.defaults
    elif isinstance(node, _COMPREHENSIONS):
        # Targets of a comprehension are its own; an assignment expression inside is not.
        yield from (inner for inner in ast.walk(node) if isinstance(inner, (ast.NamedExpr, ast.Yield)))
    else:
        yield from ast.iter_child_nodes(node)
