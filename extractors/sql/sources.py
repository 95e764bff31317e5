"""Where a parsed statement takes its rows from, and which of its names are its own ``WITH`` clauses."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

_SOURCE_KEYS = ("this", "from_", "from", "joins", "using", "laterals")


def sources(node: exp.Expr) -> Iterator[exp.Table]:
    """The tables that a node names directly as its sources, those of subqueries left out."""
    for key in _SOURCE_KEYS:
        value = node.args.get(key)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, exp.Expr):
                yield from _at(child)


def _at(node: exp.Expr) -> Iterator[exp.Table]:
    if isinstance(node, exp.Table):
        yield node
        yield from sources(node)
    elif isinstance(node, (exp.From, exp.Join, exp.Paren, exp.Schema, exp.Subquery)) and not isinstance(
        node.this, exp.Query
    ):
        yield from sources(node)


def resolve(name: str, among: list[exp.Table]) -> exp.Table | None:
    """The source that a name in the statement stands for: by alias, else by its own name."""
    wanted = name.casefold()
    by_alias = next((table for table in among if table.alias.casefold() == wanted), None)
    return by_alias or next((table for table in among if table.name.casefold() == wanted), None)


def definition(table: exp.Table) -> exp.CTE | None:
    """The ``WITH`` clause that a table node refers to; a name with a schema refers to none."""
    if table.db or not table.name:
        return None
    wanted = table.name.casefold()
    child: exp.Expr = table
    node = table.parent
    while node is not None:
        clause = node.args.get("with_") or node.args.get("with")
        if isinstance(clause, exp.With) and clause is not child:
            for cte in clause.expressions:
                if cte.alias.casefold() == wanted:
                    return _as_cte(cte)
        if isinstance(node, exp.With):
            found = _among_siblings(node, child, wanted)
            if found is not None:
                return found
        child, node = node, node.parent
    return None


def _among_siblings(clause: exp.With, inside: exp.Expr, wanted: str) -> exp.CTE | None:
    """The earlier clauses are visible inside one; itself and the later ones only where it recurs."""
    is_earlier = True
    for cte in clause.expressions:
        if cte is inside:
            is_earlier = False
            if cte.alias.casefold() == wanted and (clause.args.get("recursive") or _recurs(cte)):
                return _as_cte(cte)
            continue
        if cte.alias.casefold() == wanted and (is_earlier or clause.args.get("recursive")):
            return _as_cte(cte)
    return None


def _recurs(cte: exp.Expr) -> bool:
    """T-SQL and Oracle have no word for it: a union that starts from something else recurs."""
    return isinstance(cte.this, exp.SetOperation)


def _as_cte(cte: exp.Expr) -> exp.CTE | None:
    return cte if isinstance(cte, exp.CTE) else None
