"""Queries that loops repeat, in words; those that the cut would turn into calls over the network come first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from decompose.extractors.graph import DependencyGraph, RepeatedKind, RepeatedQuery
from decompose.extractors.places import Confidence
from decompose.extractors.reach import Frequencies

_VERBS = {RepeatedKind.QUERY: "queries", RepeatedKind.LOAD: "loads", RepeatedKind.WRITE: "writes"}
_HOW_OFTEN = {1: "per row", 2: "per row of a row", 3: "deeper in loops"}
_MOST_TABLES = 8
_FEW = 3
_MIXED = 2


def in_words(found: RepeatedQuery) -> str:
    """One line: what a loop repeats, and over what it goes."""
    row = f"row of {' or '.join(found.rows)}" if len(found.rows) <= _MIXED else "row"
    through = f" through {found.via[-1]}" if found.via else ""
    doubt = "" if found.confidence is Confidence.INFERRED else f" ({found.confidence.value})"
    return f"{_VERBS[found.kind]} {_few(found.tables)} for each {row if found.rows else 'element'}{through}{doubt}"


def _few(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more


def repeated_queries(graph: DependencyGraph, placed: Mapping[str, str]) -> list[RepeatedQuery]:
    """All of them; first those that reach into tables or functions of other services, then the surest.

    Args:
        graph: the code base.
        placed: unit or table → service.
    """
    return sorted(graph.repeated, key=lambda found: (not crosses(found, placed), *_rank(found)))


def crosses(found: RepeatedQuery, placed: Mapping[str, str]) -> bool:
    """Whether a table that is queried belongs to another service than the loop."""
    home = placed.get(found.unit, "")
    return bool(home) and any(placed.get(table, home) != home for table in found.tables)


def _rank(found: RepeatedQuery) -> tuple[bool, bool, RepeatedQuery]:
    return found.confidence is not Confidence.INFERRED, found.kind is RepeatedKind.WRITE, found


def repetition_lines(found: Iterable[RepeatedQuery], most: int = 5) -> list[str]:
    """One line for each of the first, with its place, and how many more there are."""
    ranked = sorted(found, key=_rank)
    lines = [f"chatty: {in_words(one)} ({one.call})" for one in ranked[:most]]
    return lines + ([f"chatty: {len(ranked) - most:,} more loops that repeat queries"] if len(ranked) > most else [])


def frequency_lines(often: Frequencies) -> list[str]:
    """What a request does more than once."""
    lines = []
    for loops, words in _HOW_OFTEN.items():
        for verb, tables in (("reads", often.reads), ("writes", often.writes)):
            listed = [table for table, level in tables.items() if level == loops]
            if listed:
                more = f" and {len(listed) - _MOST_TABLES} more" if len(listed) > _MOST_TABLES else ""
                lines.append(f"{words}: {verb} {', '.join(listed[:_MOST_TABLES])}{more}")
    return lines
