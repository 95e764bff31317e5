"""What a route leads to: functions, and classes through ``as_view``."""

from __future__ import annotations

from decompose.extractors import facts
from decompose.extractors.frameworks import Wiring

_MOST = 8
_DEEPEST = 6


def views_of(wiring: Wiring, scope: int, node: int, depth: int = 0) -> list[int]:
    """The views that a value may be; where a call made it, what stands in the call is surer than what it returns."""
    found = wiring.functions(node)
    offset = wiring.linkage.value_offset[wiring.linkage.file_of[scope]]
    if _is_installed(wiring, scope, node):
        return []
    for op in _calls_making(wiring, scope, node) if depth < _DEEPEST else ():
        given = _as_views(wiring, scope, op)
        for argument in (*op.args, *(value for _, value in op.keywords)) if not given else ():
            given += views_of(wiring, scope, offset + argument, depth + 1)
        makers = wiring.functions(offset + op.func)
        made = [view for view in found if any(wiring.linkage.encloses(maker, view) for maker in makers)]
        found = given or made or (found if len(found) <= _MOST else makers)
    return list(dict.fromkeys(found))


def _is_installed(wiring: Wiring, scope: int, node: int, depth: int = 0) -> bool:
    """Whether a value is a view class of an installed package, perhaps inside of decorators: ``as_view`` of it."""
    offset = wiring.linkage.value_offset[wiring.linkage.file_of[scope]]
    for op in _calls_making(wiring, scope, node) if depth < _DEEPEST else ():
        bases = [
            attribute.base
            for attribute in wiring.linkage.of_type(scope, facts.Attr)
            if attribute.target == op.func and attribute.name == "as_view"
        ]
        if bases:
            things = wiring.linkage.solver.get(offset + bases[0])
            return bool(things) and not wiring.functions(offset + bases[0])
        if any(_is_installed(wiring, scope, offset + value, depth + 1) for value in op.args):
            return True
    return False


def _as_views(wiring: Wiring, scope: int, op: facts.Call) -> list[int]:
    """The class of ``View.as_view()``."""
    offset = wiring.linkage.value_offset[wiring.linkage.file_of[scope]]
    return [
        view
        for attribute in wiring.linkage.scopes[scope].ops
        if isinstance(attribute, facts.Attr) and attribute.target == op.func and attribute.name == "as_view"
        for view in wiring.functions(offset + attribute.base)
    ]


def _calls_making(wiring: Wiring, scope: int, node: int) -> list[facts.Call]:
    """The calls of a scope whose result is that value."""
    offset = wiring.linkage.value_offset[wiring.linkage.file_of[scope]]
    return [op for op in wiring.linkage.scopes[scope].ops if isinstance(op, facts.Call) and offset + op.target == node]
