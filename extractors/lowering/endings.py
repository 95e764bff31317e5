"""Whether a loop ever ends."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_LEAVING = (ast.Return, ast.Yield, ast.YieldFrom)
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def is_endless(loop: ast.While) -> bool:
    """Whether the test is a constant truth, and nothing inside breaks the loop, returns or yields."""
    if not (isinstance(loop.test, ast.Constant) and loop.test.value):
        return False
    return not any(_leaves(node, is_inner) for node, is_inner in _inside(loop.body))


def _leaves(node: ast.AST, is_inner: bool) -> bool:
    return isinstance(node, _LEAVING) or (isinstance(node, ast.Break) and not is_inner)


def _inside(body: list[ast.stmt]) -> Iterator[tuple[ast.AST, bool]]:
    """The nodes of a body, but for those of functions defined in it; whether a loop within encloses them."""
    pending: list[tuple[ast.AST, bool]] = [(node, False) for node in body]
    while pending:
        node, is_inner = pending.pop()
        yield node, is_inner
        if isinstance(node, _INNER):
            continue
        is_loop = isinstance(node, (ast.For, ast.AsyncFor, ast.While))
        after = set(map(id, node.orelse)) if isinstance(node, (ast.For, ast.AsyncFor, ast.While)) else set()
        pending += [(child, is_inner or (is_loop and id(child) not in after)) for child in ast.iter_child_nodes(node)]
