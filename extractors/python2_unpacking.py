"""Unfolds what Python 2 unpacks where Python 3 has no place for it: parameters and ``except`` targets."""

from __future__ import annotations

import ast


def restore_unpacking(tree: ast.Module, marker: str) -> ast.Module:
    """Turn marked parameters and marked ``except`` types into an assignment at the head of the body.

    ``def f(M1: (a, b))`` becomes ``def f(M1): a, b = M1``, and ``except M(E, (a, b))`` becomes
    ``except E as M: a, b = M``, on the line of the original.
    """
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef():
                _unfold_parameters(node, marker)
            case ast.ExceptHandler(type=ast.Call(func=ast.Name(id=name), args=[caught, target])) if name == marker:
                node.type, node.name = caught, marker
                node.body.insert(0, _assignment(target, marker))
            case _:
                continue
    return tree


def _unfold_parameters(function: ast.FunctionDef, marker: str) -> None:
    for parameter in reversed([*function.args.posonlyargs, *function.args.args]):
        if parameter.arg.startswith(marker) and parameter.annotation is not None:
            function.body.insert(0, _assignment(parameter.annotation, parameter.arg))
            parameter.annotation = None


def _assignment(target: ast.expr, name: str) -> ast.Assign:
    for node in ast.walk(target):
        if isinstance(node, ast.Name | ast.Tuple | ast.List | ast.Starred):
            node.ctx = ast.Store()
    value = ast.copy_location(ast.Name(name, ast.Load()), target)
    return ast.copy_location(ast.Assign([target], value), target)
