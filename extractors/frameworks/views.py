"""What a route leads to: functions, and classes through ``as_view``."""

from __future__ import annotations

from decompose.extractors import facts
from decompose.extractors.frameworks import Wiring


def views_of(wiring: Wiring, scope: int, node: int) -> list[int]:
    """The view function, or the class of ``View.as_view()``, through decorating calls."""
    found = dict.fromkeys(wiring.functions(node))
    for op in calls_making(wiring, scope, node):
        offset = wiring.linkage.value_offset[wiring.linkage.file_of[scope]]
        for attribute in wiring.linkage.scopes[scope].ops:
            is_callee = isinstance(attribute, facts.Attr) and attribute.target == op.func
            if is_callee and attribute.name == "as_view":  # type: ignore[union-attr]
                found.update(dict.fromkeys(wiring.functions(offset + attribute.base)))  # type: ignore[union-attr]
        if not found:
            for argument in op.args:
                found.update(dict.fromkeys(views_of(wiring, scope, offset + argument)))
    return list(found)


def calls_making(wiring: Wiring, scope: int, node: int) -> list[facts.Call]:
    """The calls of a scope whose result is that value."""
    offset = wiring.linkage.value_offset[wiring.linkage.file_of[scope]]
    ops = wiring.linkage.scopes[scope].ops
    return [op for op in ops if isinstance(op, facts.Call) and offset + op.target == node]
