"""What is found: one query that a loop repeats."""

from __future__ import annotations

from dataclasses import dataclass

from decompose.extractors.places import Confidence


@dataclass(frozen=True, slots=True, order=True)
class Query:
    """A place at which a function runs a query.

    Attributes:
        scope, line: where.
        loop: the element of the nearest loop around it (a value); -1 outside of loops.
        tables: what it touches, sorted.
        kind: ``query``, ``load`` or ``write``.
        is_sure: nothing of the program is known to fetch these rows beforehand.
        row: of a load: the value whose attribute loads, as each row does that once; -1 for others.
        mapped: of a load: the class (an object) of the row that is loaded; -1 for others.
    """

    scope: int
    line: int
    loop: int
    tables: tuple[str, ...]
    kind: str
    is_sure: bool = True
    row: int = -1
    mapped: int = -1


@dataclass(frozen=True, slots=True, order=True)
class Repeated:
    """A query runs once for each element of a loop; see ``graph.RepeatedQuery``.

    Attributes:
        scope: the function with the loop.
        loop: the line of the loop.
        line: what the loop repeats: the query itself, or the call that leads to it.
        rows: tables whose rows the loop goes over, sorted.
        query: the query.
        via: the scopes of the functions between the loop and the query.
        confidence: how sure.
    """

    scope: int
    loop: int
    line: int
    rows: tuple[str, ...]
    query: Query
    via: tuple[int, ...]
    confidence: Confidence
