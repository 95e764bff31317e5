"""Numbers and durations that the code writes down."""

from __future__ import annotations

import re

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage

_DEEPEST = 6
_UNITS = {"weeks": 604800, "days": 86400, "hours": 3600, "minutes": 60, "seconds": 1, "milliseconds": 0.001}
_TEXT = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw]?)")
_LETTERS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def number(linkage: Linkage, gid: int, value: int, depth: int = 0) -> float | None:
    """A number, or the seconds of a duration, that a value of a scope is; None where the code does not tell."""
    if depth > _DEEPEST or value < 0:
        return None
    op = next((op for op in linkage.ops(gid) if getattr(op, "target", -1) == value), None)
    match op:
        case facts.Const(kind="int" | "float" | "str"):
            found = _TEXT.fullmatch(op.text)
            return float(found.group(1)) * _LETTERS[found.group(2)] if found is not None else None
        case facts.Copy():
            return number(linkage, gid, op.source, depth + 1)
        case facts.Operator():
            return _computed(op.method, [number(linkage, gid, operand, depth + 1) for operand in op.operands])
        case facts.Call():
            return _duration(linkage, gid, op, depth)
        case facts.Load():
            return _global(linkage, gid, op.name, depth)
        case _:
            return None


def _computed(method: str, operands: list[float | None]) -> float | None:
    left, right = (*operands, None, None)[:2]
    if left is None or right is None:
        return None
    match method:
        case "__mul__":
            return left * right
        case "__add__":
            return left + right
        case "__sub__":
            return left - right
        case _:
            return None


def _duration(linkage: Linkage, gid: int, op: facts.Call, depth: int) -> float | None:
    """``timedelta(minutes=5)``."""
    things = linkage.solver.get(linkage.node(gid, op.func))
    names = {linkage.objects.external_name(thing) or "" for thing in things}
    if not any(name.endswith("timedelta") for name in names):
        return None
    words = [*zip(("days", "seconds"), op.args, strict=False), *op.keywords]
    parts = [(word, number(linkage, gid, value, depth + 1)) for word, value in words]
    if not parts or any(amount is None or word not in _UNITS for word, amount in parts):
        return None
    return sum((amount or 0) * _UNITS[word] for word, amount in parts)


def _global(linkage: Linkage, gid: int, name: str, depth: int) -> float | None:
    """What the module binds a name to, if it binds it once."""
    body = linkage.scope_offset[linkage.file_of[gid]]
    sources = [op.source for op in linkage.of_type(body, facts.Bind) if op.name == name]
    return number(linkage, body, sources[0], depth + 1) if len(sources) == 1 else None
