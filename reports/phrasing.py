"""The words that reports of all kinds share."""

from __future__ import annotations

VERBS = {
    "foreign_key": "has a foreign key to",
    "imports": "refers to",
    "inherits": "inherits from",
    "joins": "is joined with",
    "transaction": "changes in its transaction",
}
"""Kind of a coupling → what its source does to its target; the others are verbs themselves."""


def verb(kind: str) -> str:
    """What the source of a relation does to its target."""
    return VERBS.get(kind, kind)
