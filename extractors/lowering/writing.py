"""What is written beside parameters and fields, as text: annotations and defaults."""

from __future__ import annotations

import ast
import re

from decompose.extractors.facts import Hint
from decompose.extractors.lowering.expressions import arguments_by_kind, encodable

_MOST = 120
"""Characters; what is longer is no form of a value but a program."""
_UNREADABLE = "…"
_SECRET = re.compile(r"secret|passw|token|api_?key|private", re.IGNORECASE)


def hints_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[Hint]:
    """What is written of a function's parameters and its result."""
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: dict[str, ast.expr | None] = {
        argument.arg: value for argument, value in zip(reversed(positional), reversed(arguments.defaults), strict=False)
    }
    defaults |= {
        argument.arg: value for argument, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    }
    found = [
        hint_of(argument.arg, argument.annotation, defaults.get(argument.arg))
        for argument, _ in arguments_by_kind(arguments)
        if argument.annotation is not None or defaults.get(argument.arg) is not None
    ]
    return [*found, hint_of("return", node.returns, None)] if node.returns is not None else found


def hint_of(name: str, annotation: ast.expr | None, default: ast.expr | None) -> Hint:
    """What is written of one of them; literal secrets are left out."""
    is_plain = default is None or (isinstance(default, ast.Constant) and default.value in (None, True, False, ""))
    is_secret = not is_plain and _SECRET.search(name) is not None
    return Hint(encodable(name), _annotation(annotation), _UNREADABLE if is_secret else _text(default))


def _annotation(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):  # quoted, for what is defined further down
        return _short(node.value.strip())
    return _text(node)


def _text(node: ast.expr | None) -> str:
    match node:
        case None:
            return ""
        case ast.Name(id=name):
            return _short(name)
        case ast.Constant(value=None | bool() | int() | float() as value):
            return _short(repr(value))
        case _:
            pass
    try:
        return _short(ast.unparse(node))
    except (RecursionError, ValueError):
        return _UNREADABLE


def _short(text: str) -> str:
    return encodable(text) if len(text) <= _MOST else _UNREADABLE
