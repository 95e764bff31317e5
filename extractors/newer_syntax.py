"""Reads syntax that is newer than the running interpreter.

libcst knows the newer forms; each is rewritten, line for line, into one that the standard parser takes:

- type parameters (PEP 695, 696) are left out, ``type X = T`` becomes an assignment;
- ``except A, B:`` (PEP 758) gets its parentheses;
- f-strings of any nesting (PEP 701) and t-strings (PEP 750) become a marked call, which is turned
  back into an ``ast.JoinedStr`` after parsing;
- ``lazy import`` (PEP 810) is an import.
"""

from __future__ import annotations

import ast
import re
import threading
from collections.abc import Callable

import libcst as cst

from decompose.extractors.newer_strings import StringRewriter, Verbatim, restore_strings
from decompose.extractors.parsing import parse_text

_LAZY = re.compile(r"^([ \t]*)lazy[ \t]+(?=(?:import|from)\b)", re.MULTILINE)
_TOKEN = re.compile(r"\w+|[^\w\s]")
_MAX_DEPTH = 200
"""Brackets that CPython itself takes inside each other; libcst's time is cubic in that number."""
_BYTES_PER_TOKEN, _BYTES_PER_BRACKET = 4_096, 16_384
"""Native stack that libcst 1.9 needs for one more level, measured on its most expensive rules."""
_MAX_STACK = 1 << 30


def parse_newer(text: str) -> ast.Module:
    """Parse syntax of Python 3.12 to 3.15.

    Raises:
        Exception: it is not that either, or too deeply nested to be rewritten.
    """
    marker = unused_name(text)
    stack = _stack_needed(text)
    rewritten = _with_stack(stack, lambda: _rewrite(text, marker))
    tree = restore_strings(parse_text(rewritten), marker)
    if not isinstance(tree, ast.Module):
        raise TypeError(tree)
    return tree


def unused_name(text: str) -> str:
    """A name that does not occur in the text."""
    name = "_rewritten"
    while name in text:
        name += "_"
    return name


def _rewrite(text: str, marker: str) -> str:
    module = cst.parse_module(_LAZY.sub(r"\1", text))
    rewritten = module.visit(_Rewriter(marker)).code
    if rewritten.count("\n") != text.count("\n"):
        raise ValueError("rewriting would move lines")
    return rewritten


class _Rewriter(StringRewriter):
    """Replaces the newer forms; the strings are its base's work."""

    def leave_FunctionDef(self, _: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:  # noqa: N802
        if updated_node.type_parameters is None:
            return updated_node
        name = _padded(updated_node.name, updated_node.type_parameters)
        return updated_node.with_changes(name=name, type_parameters=None)

    def leave_ClassDef(self, _: cst.ClassDef, updated_node: cst.ClassDef) -> cst.ClassDef:  # noqa: N802
        if updated_node.type_parameters is None:
            return updated_node
        name = _padded(updated_node.name, updated_node.type_parameters)
        return updated_node.with_changes(name=name, type_parameters=None)

    def leave_TypeAlias(self, _: cst.TypeAlias, updated_node: cst.TypeAlias) -> cst.Assign:  # noqa: N802
        missing = _newlines(updated_node) - _newlines(updated_node.value)
        target = cst.AssignTarget(Verbatim(updated_node.name.value + "\\\n" * missing))
        return cst.Assign((target,), updated_node.value, updated_node.semicolon)

    def leave_ExceptHandler(self, _: cst.ExceptHandler, updated_node: cst.ExceptHandler) -> cst.ExceptHandler:  # noqa: N802
        return updated_node.with_changes(type=_parenthesised(updated_node.type))

    def leave_ExceptStarHandler(  # noqa: N802
        self, _: cst.ExceptStarHandler, updated_node: cst.ExceptStarHandler
    ) -> cst.ExceptStarHandler:
        return updated_node.with_changes(type=_parenthesised(updated_node.type))


def _newlines(node: cst.CSTNode | None) -> int:
    return cst.Module(()).code_for_node(node).count("\n") if node is not None else 0


def _padded(name: cst.Name, left_out: cst.CSTNode | None) -> cst.Name:
    """The name, with as many continued lines after it as are left out."""
    return Verbatim(name.value + "\\\n" * _newlines(left_out))


def _parenthesised(exceptions: cst.BaseExpression | None) -> cst.BaseExpression | None:
    if isinstance(exceptions, cst.Tuple) and not exceptions.lpar:
        return exceptions.with_changes(lpar=(cst.LeftParen(),), rpar=(cst.RightParen(),))
    return exceptions


def _stack_needed(text: str) -> int:
    """An upper bound of the stack that libcst's recursion takes: it would overflow without a message.

    Raises:
        RecursionError: no stack is large enough.
    """
    depth = deepest = 0
    for bracket in re.findall(r"[][(){}]", text):
        depth = depth + 1 if bracket in "([{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    opened = sum(map(text.count, "([{"))
    needed = opened * _BYTES_PER_BRACKET + len(_TOKEN.findall(text)) * _BYTES_PER_TOKEN
    if deepest > _MAX_DEPTH or needed > _MAX_STACK:
        raise RecursionError("nested too deeply")
    return max(needed, 1 << 24)


def _with_stack(size: int, work: Callable[[], str]) -> str:
    """Run in a thread of its own with a stack of that many bytes (committed only where it is used)."""
    results: list[str] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)

    before = threading.stack_size(-(-size // 65536) * 65536)
    try:
        thread = threading.Thread(target=run)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
