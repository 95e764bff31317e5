"""f-strings and t-strings of any nesting (PEP 701, 750), for interpreters that cannot read them.

``f"a{b!r:>{w}}"`` is rewritten into ``M("a", M_((b), "r", M(">", M_((w)))))`` and, after parsing,
turned back into the ``ast.JoinedStr`` that a newer interpreter would have made.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TypeAlias

import libcst as cst

_CODE = cst.Module(())
_Part: TypeAlias = cst.BaseFormattedStringContent | cst.BaseTemplatedStringContent


class Verbatim(cst.Name):
    """Source text in the place of an expression."""

    def _validate(self) -> None:
        """It is no identifier."""


class StringRewriter(cst.CSTTransformer):
    """Rewrites every f-string and t-string into a marked call."""

    def __init__(self, marker: str) -> None:
        super().__init__()
        self.marker = marker

    def leave_FormattedString(self, _: cst.FormattedString, updated_node: cst.FormattedString) -> cst.Name:  # noqa: N802
        """Rewrite an f-string."""
        node = updated_node
        return Verbatim(self._call(node.parts, node.start), lpar=node.lpar, rpar=node.rpar)

    def leave_TemplatedString(self, _: cst.TemplatedString, updated_node: cst.TemplatedString) -> cst.Name:  # noqa: N802
        """Rewrite a t-string; which names it interpolates is all that the analysis asks."""
        node = updated_node
        return Verbatim(self._call(node.parts, node.start), lpar=node.lpar, rpar=node.rpar)

    def visit_ConcatenatedString(self, node: cst.ConcatenatedString) -> bool:  # noqa: ARG002, N802
        """Leave the parts to ``leave_ConcatenatedString``: libcst lets only strings stand in it."""
        return False

    def leave_ConcatenatedString(  # noqa: N802
        self, original_node: cst.ConcatenatedString, updated_node: cst.ConcatenatedString
    ) -> cst.BaseExpression:
        """Gather strings side by side: a marked call cannot stand beside a literal."""
        node = original_node
        strings = [string.visit(self) for string in (node.left, node.right)]
        if not any(isinstance(string, Verbatim) for string in strings):
            return updated_node
        left, right = (_CODE.code_for_node(string) for string in strings if isinstance(string, cst.CSTNode))
        between = _CODE.code_for_node(node.whitespace_between)
        return Verbatim(f"{self.marker}({left},{between}{right})", lpar=node.lpar, rpar=node.rpar)

    def _call(self, parts: Sequence[_Part], start: str) -> str:
        prefix = start.rstrip("\"'")
        quote = start[len(prefix) :]
        prefix = prefix.translate(str.maketrans("", "", "fFtT"))
        return f"{self.marker}({','.join(self._argument(part, prefix, quote) for part in parts)})"

    def _argument(self, part: _Part, prefix: str, quote: str) -> str:
        if isinstance(part, cst.FormattedStringText | cst.TemplatedStringText):
            return _literal(part.value, prefix, quote)
        if not isinstance(part, cst.FormattedStringExpression | cst.TemplatedStringExpression):
            raise TypeError(part)
        code = "".join(
            _CODE.code_for_node(piece)
            for piece in (
                part.whitespace_before_expression,
                part.expression,
                part.whitespace_after_expression,
            )
        )
        is_shown = part.equal is not None
        conversion = part.conversion or ("r" if is_shown and part.format_spec is None else "")
        arguments = [f"({code})", repr(conversion)]
        if part.format_spec is not None:
            arguments.append(self._call(part.format_spec, prefix + quote))
        shown = f"{code + '='!r}, " if is_shown else ""
        return f"{shown}{self.marker}_({','.join(arguments)})"


def _literal(text: str, prefix: str, quote: str) -> str:
    """The text of an f-string as a literal of its own, on as many lines."""
    text = text.replace("{{", "{").replace("}}", "}")
    body = text.rstrip("\\")
    if (len(text) - len(body)) % 2:  # a backslash before a brace would escape the closing quote
        return f"{_literal(text[:-1], prefix, quote)} '\\\\'"
    body = text.rstrip(quote[0])
    if body == text:
        return f"{prefix}{quote}{text}{quote}"
    if (len(body) - len(body.rstrip("\\"))) % 2:
        body += quote[0]
    return f"{prefix}{quote}{body}{quote} {text[len(body) :]!r}"


class _Restorer(ast.NodeTransformer):
    def __init__(self, marker: str) -> None:
        self.marker = marker

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Name(id=name), args=parts) if name == self.marker:
                joined = [piece for part in parts for piece in _pieces(part)]
                return ast.copy_location(ast.JoinedStr(joined), node)
            case ast.Call(func=ast.Name(id=name), args=[value, ast.Constant(value=str(letter)), *spec]) if (
                name == self.marker + "_"
            ):
                conversion = ord(letter[-1]) if letter else -1
                formatted = ast.FormattedValue(value, conversion, spec[0] if spec else None)
                return ast.copy_location(formatted, node)
            case _:
                return node


def _pieces(part: ast.expr) -> list[ast.expr]:
    """A string beside an f-string belongs into it."""
    return part.values if isinstance(part, ast.JoinedStr) else [part]


def restore_strings(tree: ast.Module, marker: str) -> ast.AST:
    """Turn the marked calls back into strings."""
    restored: ast.AST = _Restorer(marker).visit(tree)
    return restored
