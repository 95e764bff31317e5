"""From the bytes of one file to its facts."""

from __future__ import annotations

import ast

from decompose.extractors.facts import FileFacts, Scope
from decompose.extractors.lowering.builder import ScopeBuilder
from decompose.extractors.lowering.expressions import encodable
from decompose.extractors.lowering.names import may_bind_in_expressions
from decompose.extractors.lowering.statements import Statements
from decompose.extractors.lowering.words import vocabulary
from decompose.extractors.parsing import parse
from decompose.extractors.places import Diagnostic, Place


def read_file(path: str, data: bytes) -> FileFacts:
    """Extract the facts of one file; they depend on nothing but its bytes.

    Args:
        path: only for the parser's messages.
        data: the file's content.

    Returns:
        its facts; with ``parsed`` false and a diagnostic where no parser can read it.
    """
    parsed = parse(data, path)
    diagnostics = tuple(_without_path(diagnostic) for diagnostic in parsed.diagnostics)
    if parsed.tree is None:
        empty = (Scope("module", "", -1, 1, max(parsed.lines, 1)),)
        return FileFacts(empty, 0, parsed.lines, parsed.syntax, None, diagnostics, parsed=False)
    try:
        lowering = Statements(binds_in_expressions=may_bind_in_expressions(data))
        return _lower(lowering, parsed.tree, parsed.lines, parsed.syntax, diagnostics)
    except RecursionError:
        message = "expressions are nested too deeply to be analysed; split them or exclude the file"
        too_deep = Diagnostic(Place("", 0), "nested-too-deeply", message)
        empty = (Scope("module", "", -1, 1, max(parsed.lines, 1)),)
        return FileFacts(empty, 0, parsed.lines, parsed.syntax, None, (*diagnostics, too_deep), parsed=False)


def _lower(
    lowering: Statements, tree: ast.Module, lines: int, syntax: str, diagnostics: tuple[Diagnostic, ...]
) -> FileFacts:
    lowering.scope.end_line = max(lines, 1)
    lowering.scope.docstring = encodable((ast.get_docstring(tree) or "").partition("\n")[0][:200])
    lowering.body(tree.body)
    scopes = tuple(lowering.finished(scope, _words(scope)) for scope in lowering.scopes)
    return FileFacts(scopes, lowering.values, lines, syntax, _exported(tree), diagnostics)


def _words(scope: ScopeBuilder) -> dict[str, int]:
    """The vocabulary of units; nested scopes speak through the unit that they belong to."""
    is_unit = scope.parent is None or scope.parent.kind == "module"
    if not is_unit or scope.kind == "lambda":
        return {}
    return vocabulary([*scope.identifiers, *[scope.name] * 3])


def _exported(tree: ast.Module) -> tuple[str, ...] | None:
    """The names in ``__all__`` where it is one literal."""
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=ast.List(elts=names) | ast.Tuple(elts=names)):
                literals = [name.value for name in names if isinstance(name, ast.Constant)]
                if len(literals) == len(names):
                    return tuple(encodable(str(literal)) for literal in literals)
            case _:
                continue
    return None


def _without_path(diagnostic: Diagnostic) -> Diagnostic:
    return Diagnostic(Place("", diagnostic.place.line), diagnostic.code, diagnostic.message, diagnostic.severity)
