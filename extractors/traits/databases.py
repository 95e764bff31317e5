"""Features that only some databases have: of object mappers, and of the statements that the program executes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.marks import TraitKind
from decompose.extractors.places import Confidence
from decompose.extractors.sql.special_functions import FUNCTIONS_OF_DATABASES
from decompose.extractors.traits import Found, Watched, finder

_FEATURES = {
    "django.contrib.postgres.": {
        "ArrayField": "ARRAY",
        "HStoreField": "HSTORE",
        "JSONField": "JSONB",
        "ArrayAgg": "ARRAY",
        "JSONBAgg": "JSONB",
        **dict.fromkeys(("SearchVector", "SearchQuery", "SearchRank", "SearchVectorField"), "full-text search"),
        **dict.fromkeys(("TrigramSimilarity", "TrigramWordSimilarity", "TrigramDistance"), "trigrams"),
        **dict.fromkeys(("GinIndex", "GistIndex", "BrinIndex"), "index of PostgreSQL"),
        **dict.fromkeys(("DateTimeRangeField", "DateRangeField", "IntegerRangeField"), "range type"),
        "ExclusionConstraint": "exclusion constraint",
    },
    "django.db.models.": {"JSONField": "JSON", "Window": "window function"},
    "sqlalchemy.dialects.postgresql.": {
        **{name: name for name in ("JSONB", "HSTORE", "TSVECTOR", "INET", "CIDR", "ARRAY", "JSON")},
        "insert": "ON CONFLICT",
        "array_agg": "ARRAY",
        "array": "ARRAY",
    },
    "sqlalchemy.dialects.mysql.": {"insert": "ON DUPLICATE KEY"},
    "sqlalchemy.": {"ARRAY": "ARRAY", "JSON": "JSON"},
    "sqlalchemy_utils.": {"TSVectorType": "full-text search"},
    "sqlalchemy_searchable.": dict.fromkeys(("make_searchable", "search", "sync_trigger"), "full-text search"),
    "geoalchemy2.": dict.fromkeys(("Geometry", "Geography", "Raster"), "GIS"),
    "pgvector.": dict.fromkeys(("Vector", "VectorField", "HalfVector"), "vector"),
}
"""Beginning of a dotted name → last part → the feature; longer beginnings stand before shorter ones."""
_GIS = "django.contrib.gis.db.models."
_SPATIAL = ("Point", "LineString", "Polygon", "Multi", "Geometry", "Raster")
_LOCKING = frozenset({"select_for_update", "with_for_update"})
_WORTH_READING = re.compile(
    r"\b(?:JSONB?|OVER|LISTEN|NOTIFY|\w*advisory\w*|ILIKE|CONFLICT|RETURNING|RECURSIVE|MATERIALIZED|ST_\w+|TSVECTOR|tsquery"
    r"|LATERAL|UNNEST|array_agg|ARRAY|DUPLICATE|AGAINST|TOP|ROWNUM|jsonb_\w+|to_ts\w+|FOR\s+UPDATE|SKIP\s+LOCKED|GET_LOCK)\b"
    r"|->>?|@>|<->|DISTINCT\s+ON",
    re.IGNORECASE,
)
_MOST_TEXTS = 8


@finder
def of_mappers(watched: Watched) -> Iterator[Found]:
    """Fields, expressions and types; locks on rows."""
    for call in watched.calls_of(*dict.fromkeys(beginning.partition(".")[0] for beginning in _FEATURES)):
        feature = _feature(call.name.removesuffix(".__init__"), call.last)
        if feature:
            yield Found(TraitKind.SQL_FEATURE, call.scope, call.line, feature, confidence=call.confidence)
    linkage = watched.linkage
    for gid in linkage.as_written():
        called = {op.func for op in linkage.of_type(gid, facts.Call)}
        for attr in linkage.of_type(gid, facts.Attr):
            if attr.name in _LOCKING and attr.target in called:
                yield Found(TraitKind.SQL_FEATURE, gid, attr.line, "SELECT FOR UPDATE")


def _feature(name: str, last: str) -> str:
    if name.startswith(_GIS):
        return "GIS" if last.endswith("Field") and last.startswith(_SPATIAL) else ""
    if name.startswith("sqlalchemy") and ".func." in name:
        return FUNCTIONS_OF_DATABASES.get(last, "")
    return next((known[last] for start, known in _FEATURES.items() if name.startswith(start) and last in known), "")


@finder
def of_statements(watched: Watched) -> Iterator[Found]:
    """Of the SQL that is executed, as sqlglot reads it."""
    for execution in watched.accesses.executions:
        for text in execution.texts[:_MOST_TEXTS]:
            if _WORTH_READING.search(text):
                from decompose.extractors.sql.features import features_of

                for feature in features_of(text):
                    yield Found(
                        TraitKind.SQL_FEATURE, execution.scope, execution.line, feature, confidence=Confidence.INFERRED
                    )
