"""Counts in words: ``1 table``, ``24 foreign keys, 22 reads of tables``."""

from __future__ import annotations

from collections.abc import Mapping

from decompose.extractors.graph import EdgeKind

RELATIONS = {
    EdgeKind.CALLS: ("call", "calls"),
    EdgeKind.IMPORTS: ("name", "names"),
    EdgeKind.INHERITS: ("base class", "base classes"),
    EdgeKind.READS: ("read of a table", "reads of tables"),
    EdgeKind.WRITES: ("write to a table", "writes to tables"),
    EdgeKind.JOINS: ("join", "joins"),
    EdgeKind.FOREIGN_KEY: ("foreign key", "foreign keys"),
    EdgeKind.TRANSACTION: ("table in a spanning transaction", "tables in spanning transactions"),
    EdgeKind.EVENT: ("event", "events"),
    EdgeKind.HANDLES: ("entry point", "entry points"),
}
"""What one relation of a kind is called, and several."""


def plural(count: int, one: str, many: str = "") -> str:
    """``1 table``, ``2,000 tables``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def by_kind(counts: Mapping[EdgeKind, int], most: int = 0) -> str:
    """``11 calls, 6 reads of tables``, the most frequent first; no more than so many kinds, 0 for all."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(plural(count, *RELATIONS[kind]) for kind, count in ordered[: most or None])
