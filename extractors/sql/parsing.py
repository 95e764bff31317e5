"""One statement through sqlglot: a tree, or where and why the parser stopped."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # it warns of what comes back as a Command

_FAILURES = (SqlglotError, RecursionError, ValueError, KeyError, TypeError, AttributeError, IndexError)
"""What sqlglot raises on text that is not SQL, besides its own errors."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A statement as the parser took it.

    Attributes:
        tree: the parsed statement.
        starts_unknown: the statement's beginning is unknown and was left out: names that look like
            tables may be defined there.
    """

    tree: exp.Expr
    starts_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """Where and why a parser stopped.

    Attributes:
        reason: in the parser's words, on one line.
        reached: how many characters it took.
    """

    reason: str
    reached: int


def parse(text: str, dialect: str) -> Parsed | Failure:
    """Parse one statement as it stands."""
    try:
        found = [tree for tree in sqlglot.parse(text, read=dialect or None) if tree is not None]
    except ParseError as error:
        return _failure(error, text)
    except _FAILURES as error:
        return Failure(str(error).partition("\n")[0][:160] or type(error).__name__, 0)
    if len(found) != 1:
        return Failure("it holds no statement" if not found else "it is more than one statement", 0)
    return Parsed(found[0])


def _failure(error: ParseError, text: str) -> Failure:
    """The furthest point that the parser names; sqlglot counts lines and columns from 1."""
    first = error.errors[0] if error.errors else {}
    line, column = int(first.get("line") or 1), int(first.get("col") or 0)
    lines = text.split("\n")
    reached = sum(len(before) + 1 for before in lines[: line - 1]) + column
    reason = str(first.get("description") or error).partition("\n")[0]
    near = str(first.get("highlight") or "")
    if "<Token" in reason:
        reason = reason.partition(" but got")[0]
    return Failure(f"{reason} near {near!r}"[:160] if near else reason[:160], reached)
