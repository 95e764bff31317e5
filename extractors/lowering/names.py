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


def may_bind_in_expressions(source: bytes) -> bool:
    """Whether a file's expressions may hold what ``bindings_of`` looks for: ``:=`` and ``yield``."""
    return b":=" in source or b"yield" in source


def bindings_of(body: Iterable[ast.AST], *, in_expressions: bool = True) -> Bindings:
    """Collect what the statements bind in their own scope.

    Args:
        body: the statements.
        in_expressions: look into expressions, too, which most files need not (``may_bind_in_expressions``).
    """
    found = Bindings()
    children = _children if in_expressions else _binding_children
    stack = list(body)
    while stack:
        node = stack.pop()
        if type(node) in _BINDERS:
            _note(node, found)
        stack.extend(children(node))
    found.local -= found.declared_global | found.declared_nonlocal
    return found


_BINDING_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Assign: ("targets",),
    ast.Delete: ("targets",),
    ast.AnnAssign: ("target",),
    ast.AugAssign: ("target",),
    ast.Starred: ("value",),
    ast.Tuple: ("elts",),
    ast.List: ("elts",),
    ast.For: ("target", "body", "orelse"),
    ast.AsyncFor: ("target", "body", "orelse"),
    ast.While: ("body", "orelse"),
    ast.If: ("body", "orelse"),
    ast.With: ("items", "body"),
    ast.AsyncWith: ("items", "body"),
    ast.withitem: ("optional_vars",),
    ast.Try: ("body", "handlers", "orelse", "finalbody"),
    ast.TryStar: ("body", "handlers", "orelse", "finalbody"),
    ast.ExceptHandler: ("body",),
    ast.Match: ("cases",),
    ast.match_case: ("pattern", "body"),
    ast.MatchSequence: ("patterns",),
    ast.MatchMapping: ("patterns",),
    ast.MatchClass: ("patterns", "kwd_patterns"),
    ast.MatchAs: ("pattern",),
    ast.MatchOr: ("patterns",),
}
if hasattr(ast, "TypeAlias"):
    _BINDING_FIELDS[ast.TypeAlias] = ("name",)
"""Statements and targets → their fields in which names are bound."""


def _binding_children(node: ast.AST) -> Iterator[ast.AST]:
    for name in _BINDING_FIELDS.get(type(node), ()):
        value = getattr(node, name)
        if isinstance(value, list):
            yield from value
        elif value is not None:
            yield value


_BINDERS = frozenset(
    {
        *(ast.Name, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom),
        *(ast.ExceptHandler, ast.MatchStar, ast.MatchAs, ast.MatchMapping, ast.Global, ast.Nonlocal),
        *(ast.Yield, ast.YieldFrom),
    }
)
"""The nodes that ``_note`` looks at."""


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
