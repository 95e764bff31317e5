"""Which special methods an operation calls, first of all and in place of others."""

from __future__ import annotations

_BINARY = (
    *("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow"),
    *("lshift", "rshift", "or", "xor", "and"),
)
_IN_PLACE = {f"__i{name}__": (f"__i{name}__", f"__{name}__") for name in _BINARY}
_MIRRORED = {"__lt__": "__gt__", "__le__": "__ge__", "__gt__": "__lt__", "__ge__": "__le__"}
REFLECTED = {f"__{prefix}{name}__": f"__r{name}__" for name in _BINARY for prefix in ("", "i")} | _MIRRORED
"""method of the first operand → that of the second, if the first has none."""


def operator_methods(method: str) -> tuple[str, ...]:
    """The methods that an operation may call on its first operand; the first that is there counts."""
    if method == "__bool__":
        return ("__bool__", "__len__")
    return _IN_PLACE.get(method, (method,))
