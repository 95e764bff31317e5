"""Features of SQL statements that only some databases have."""

from __future__ import annotations

from functools import lru_cache

from sqlglot import exp

from decompose.extractors.sql.parsing import Failure, parse
from decompose.extractors.sql.placeholders import mark
from decompose.extractors.sql.special_functions import FUNCTIONS_OF_DATABASES
from decompose.extractors.sql.tokens import preferred, split

_BY_TYPE: dict[type[exp.Expr], str] = {
    exp.Window: "window function",
    exp.ILike: "ILIKE",
    exp.Returning: "RETURNING",
    exp.Lateral: "LATERAL",
    exp.JSONBExtract: "JSONB",
    exp.JSONBContains: "JSONB",
    exp.JSONExtract: "JSON",
    exp.JSONExtractScalar: "JSON",
    exp.MatchAgainst: "full-text search",
    exp.ArrayAgg: "ARRAY",
    exp.Array: "ARRAY",
    exp.Lock: "SELECT FOR UPDATE",
    exp.StDistance: "GIS",
    exp.StPoint: "GIS",
}
_LONGEST = 20_000


@lru_cache(maxsize=4096)
def features_of(text: str) -> tuple[str, ...]:
    """The features that a text of SQL uses, sorted; none where no dialect parses it."""
    found: set[str] = set()
    dialects = preferred(None, text)
    for statement in split(mark(text[:_LONGEST]), dialects):
        if statement.strip().upper().startswith(("LISTEN ", "NOTIFY ")):
            found.add("LISTEN")
            continue
        for dialect in dialects:
            outcome = parse(statement, dialect)
            if not isinstance(outcome, Failure):
                found.update(feature for node in outcome.tree.walk() if (feature := _feature(node)))
                break
    return tuple(sorted(found))


def _feature(node: exp.Expr) -> str:
    match node:
        case exp.OnConflict():
            return "ON DUPLICATE KEY" if node.args.get("duplicate") else "ON CONFLICT"
        case exp.Distinct() if node.args.get("on"):
            return "DISTINCT ON"
        case exp.DataType() if node.this is exp.DataType.Type.JSONB:
            return "JSONB"
        case exp.Create() if node.find(exp.MaterializedProperty):
            return "materialized view"
        case exp.Anonymous():
            name = str(node.this).lower()
            return "GIS" if name.startswith("st_") else FUNCTIONS_OF_DATABASES.get(name, "")
        case _:
            return _BY_TYPE.get(type(node), "")
