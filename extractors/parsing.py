"""From the bytes of one file to its syntax tree, whichever Python it is written in.

The standard parser comes first. What it rejects is either Python 2, newer than the running
interpreter, or broken: the first two are rewritten line for line into what it takes.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from decompose.extractors.decoding import decode
from decompose.extractors.places import Diagnostic, Place

Syntax: TypeAlias = Literal["python3", "newer", "python2"]
Dialect: TypeAlias = Literal["python2", "python3"]

MAX_BYTES = 10_000_000
"""Larger files are not parsed: a syntax tree takes about a hundred times the memory of its source."""

_REJECTED = (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file's bytes say.

    Attributes:
        tree: None where no parser can read the file.
        syntax: ``newer`` than the running interpreter's, ``python2``, or ``python3``.
        diagnostics: what was doubtful, and why there is no tree.
        lines: physical lines.
    """

    tree: ast.Module | None
    syntax: Syntax
    diagnostics: tuple[Diagnostic, ...]
    lines: int


def parse(data: bytes, path: str = "", dialect: Dialect | None = None) -> Parsed:
    """Parse a source file; line numbers are those of the file in every syntax.

    Args:
        data: its content.
        path: only for the diagnostics.
        dialect: what the code base is written in where that is known: it decides the one form that
            means two things (``except A, b:``).
    """
    if len(data) > MAX_BYTES:
        return Parsed(None, "python3", (_too_big(data, path),), data.count(b"\n"))
    text, doubts = decode(data, path)
    lines = text.count("\n") + (not text.endswith("\n") and bool(text))
    try:
        return Parsed(parse_text(text), "python3", doubts, lines)
    except _REJECTED as error:
        rejection = error
    for syntax, reader in _other_readers(text, rejection, dialect):
        try:
            return Parsed(reader(text), syntax, doubts, lines)
        except Exception:  # noqa: S112 - whatever the rewriters stumble over is data
            continue
    return Parsed(None, "python3", (*doubts, _rejected(rejection, path)), lines)


def parse_text(text: str) -> ast.Module:
    """The standard parser, without its warnings on the analysed code's style.

    Raises:
        SyntaxError, ValueError, OverflowError, RecursionError, MemoryError: it is rejected.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _other_readers(
    text: str, rejection: BaseException, dialect: Dialect | None
) -> list[tuple[Syntax, Callable[[str], ast.Module]]]:
    """The readers worth trying, likeliest first; imported only now, since few files need them."""
    if not isinstance(rejection, SyntaxError) or "too many nested" in str(rejection.msg):
        return []
    from decompose.extractors import newer_syntax, python2

    newer: tuple[Syntax, Callable[[str], ast.Module]] = ("newer", newer_syntax.parse_newer)
    old: tuple[Syntax, Callable[[str], ast.Module]] = ("python2", python2.parse_python2)
    is_old = dialect == "python2" or isinstance(rejection, TabError)
    is_old = is_old or (dialect is None and python2.looks_like_python2(text))
    return [old, newer] if is_old else [newer, old]


def _too_big(data: bytes, path: str) -> Diagnostic:
    message = f"{len(data) // 1_000_000} MB of source are not read; exclude the file or split it"
    return Diagnostic(Place(path, 0), "file-too-big", message)


def _rejected(error: BaseException, path: str) -> Diagnostic:
    if isinstance(error, SyntaxError):
        reason = " ".join(str(error.msg).split())[:200]
        return Diagnostic(Place(path, max(error.lineno or 0, 0)), "syntax-error", f"not parsed: {reason}")
    if isinstance(error, (RecursionError, MemoryError)):
        message = "not parsed: expressions are nested too deeply; split them or exclude the file"
        return Diagnostic(Place(path, 0), "nested-too-deeply", message)
    reason = " ".join(str(error).split())[:200]
    return Diagnostic(Place(path, 0), "syntax-error", f"not parsed: {reason}")
