"""Which functions hand their parameters back: as they are, narrowed down, copied, or another of the same class.

``return query.filter(…)``, ``return copy.copy(thing)``, ``return thing.__class__()``.

What such a function returns is told apart by call (see ``calls``): it depends on what that call gave.
"""

from __future__ import annotations

from collections import defaultdict

from decompose.extractors import facts
from decompose.extractors.facts import Scope, Value

NARROWING = frozenset(
    [
        *("filter", "exclude", "order_by", "select_related", "prefetch_related", "distinct", "annotate", "defer"),
        *("only", "filter_by", "options", "outerjoin", "limit", "offset", "where", "group_by", "having"),
    ]
)
"""Methods of queries that return a query over the same rows."""


def handed_back(scope: Scope) -> dict[Value, Value]:
    """The values that a function returns and that are a parameter or made of one → that parameter."""
    if scope.kind != "function" or scope.yielded >= 0:
        return {}
    params = {
        param.value for param in scope.params if param.kind in {"positional", "keyword"} and not param.has_default
    }
    sources = _made_of(scope)
    for param in params:
        sources.pop(param, None)  # what its annotation says
    origins = _origins(sources, params)
    found: dict[Value, Value] = {}
    for op in scope.ops:
        if isinstance(op, facts.Copy) and op.target == scope.returned and len(origins.get(op.source, ())) == 1:
            (found[op.source],) = origins[op.source]
    return found


def annotated_as(scope: Scope, param: Value) -> list[Value]:
    """The values that hold what the annotation of a parameter says it is."""
    return [op.source for op in scope.ops if isinstance(op, facts.Copy) and op.target == param]


def _made_of(scope: Scope) -> dict[Value, list[Value]]:
    """Value → the values that it is a copy or a narrowing of."""
    bases = {op.target: op.base for op in scope.ops if isinstance(op, facts.Attr) and op.name in NARROWING}
    bases |= _classes_of(scope)
    copying = _copying(scope)
    found: dict[Value, list[Value]] = defaultdict(list)
    for op in scope.ops:
        if isinstance(op, facts.Copy) and op.target != scope.returned:
            found[op.target].append(op.source)
        elif isinstance(op, facts.Delegate):
            found[op.target].append(op.base)
        elif isinstance(op, facts.Call) and op.func in bases:
            found[op.target].append(bases[op.func])
        elif isinstance(op, facts.Call) and op.func in copying and op.args:
            found[op.target].append(op.args[0])
    return found


def _classes_of(scope: Scope) -> dict[Value, Value]:
    """The values that hold the class of another → that other: ``thing.__class__``, ``type(thing)``."""
    asking = {op.target for op in scope.ops if isinstance(op, facts.Load) and op.name == "type"}
    found = {op.target: op.base for op in scope.ops if isinstance(op, facts.Attr) and op.name == "__class__"}
    for op in scope.ops:
        if isinstance(op, facts.Call) and op.func in asking and len(op.args) == 1:
            found[op.target] = op.args[0]
    return found


def _copying(scope: Scope) -> set[Value]:
    """The values that hold ``copy.copy`` or ``copy.deepcopy``, as far as their names tell."""
    loads = {op.target: op.name for op in scope.ops if isinstance(op, facts.Load)}
    found = {value for value, name in loads.items() if name == "deepcopy"}
    return found | {
        op.target
        for op in scope.ops
        if isinstance(op, facts.Attr) and op.name in {"copy", "deepcopy"} and loads.get(op.base) == "copy"
    }


def _origins(sources: dict[Value, list[Value]], params: set[Value]) -> dict[Value, set[Value]]:
    """Value → the parameters that it is made of, for those that are made of nothing else."""
    pure = params | sources.keys()
    shrinking = True
    while shrinking:
        mixed = {value for value, made_of in sources.items() if value in pure and not pure.issuperset(made_of)}
        pure -= mixed
        shrinking = bool(mixed)
    origins: dict[Value, set[Value]] = {value: {value} for value in params & pure}
    growing = True
    while growing:
        growing = False
        for value in sorted(pure & sources.keys()):
            reached = set().union(*(origins.get(source, set()) for source in sources[value])) | origins.get(
                value, set()
            )
            if reached != origins.get(value):
                origins[value] = reached
                growing = bool(reached) or growing
    return {value: reached for value, reached in origins.items() if reached}
