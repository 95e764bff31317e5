"""Which functions hand their parameters back, as they are or narrowed down: ``return query.filter(…)``.

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
    origins = _origins(sources, params)
    found: dict[Value, Value] = {}
    for op in scope.ops:
        if isinstance(op, facts.Copy) and op.target == scope.returned and len(origins.get(op.source, ())) == 1:
            (found[op.source],) = origins[op.source]
    return found


def _made_of(scope: Scope) -> dict[Value, list[Value]]:
    """Value → the values that it is a copy or a narrowing of."""
    bases = {op.target: op.base for op in scope.ops if isinstance(op, facts.Attr) and op.name in NARROWING}
    found: dict[Value, list[Value]] = defaultdict(list)
    for op in scope.ops:
        if isinstance(op, facts.Copy) and op.target != scope.returned:
            found[op.target].append(op.source)
        elif isinstance(op, facts.Delegate):
            found[op.target].append(op.base)
        elif isinstance(op, facts.Call) and op.func in bases:
            found[op.target].append(bases[op.func])
    return found


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
