"""Suppressions: comments that allow a finding on their line, with a reason and, if wanted, a last day.

``# decompose: allow[DC201] until=2027-03-31 reason`` in Python, ``-- decompose: allow[DC203] reason`` in SQL. A comment
on a line of its own is about the line below it; behind a statement of several lines it is about all of them.
"""

from __future__ import annotations

import ast
import datetime
import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from decompose.clustering.guarding.codes import CODES

MARK = "decompose: allow"
"""What every suppression holds; files without it need not be read."""
_COMMENT = re.compile(r"(?:#|--)\s*decompose:\s*allow\b(?P<rest>.*)", re.IGNORECASE)
_REST = re.compile(r"\s*\[(?P<codes>[^\]]*)\]\s*(?:until=(?P<until>\S+)\s*)?(?P<reason>.*)")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment.

    Attributes:
        path, line, column: where it stands, counted from 1.
        first, last: the lines that it is about.
        codes: what it allows.
        until: the last day on which it does.
        reason: why.
        problem: why it suppresses nothing: what is wrong with it; empty if it can be read.
    """

    path: str
    line: int
    column: int
    first: int
    last: int
    codes: tuple[str, ...] = ()
    until: datetime.date | None = None
    reason: str = ""
    problem: str = ""

    def allows(self, code: str, line: int, today: datetime.date) -> bool:
        """Whether it allows a finding of that code on a line."""
        is_over = self.until is not None and today > self.until
        return self.first <= line <= self.last and not is_over and code in self.codes


def suppressions(texts: Mapping[str, str]) -> tuple[Suppression, ...]:
    """All suppressions in some files.

    Args:
        texts: path → content.
    """
    return tuple(found for path in sorted(texts) for found in _in_file(path, texts[path]))


def _in_file(path: str, text: str) -> Iterator[Suppression]:
    comments = _sql_comments(text) if path.endswith(".sql") else _python_comments(text)
    spans = None
    for line, column, comment, is_alone in comments:
        found = _COMMENT.match(comment)
        if found is None:
            continue
        if spans is None:
            spans = _Spans(text if not path.endswith(".sql") else "")
        first, last = spans.about(line, is_alone=is_alone)
        yield _read(path, line, column, (first, last), found["rest"])


def _read(path: str, line: int, column: int, lines: tuple[int, int], rest: str) -> Suppression:
    found = _REST.match(rest)
    codes = tuple(code.strip().upper() for code in found["codes"].split(",")) if found else ()
    unknown = [code for code in codes if code not in CODES]
    until, problem = None, ""
    if not found or not any(codes):
        problem = "it names no code"
    elif unknown:
        problem = f"there is no code {unknown[0]}"
    elif found["until"]:
        try:
            until = datetime.date.fromisoformat(found["until"])
        except ValueError:
            problem = f"{found['until']!r} is no date"
    if found is None or problem:
        return Suppression(path, line, column, *lines, problem=problem)
    return Suppression(path, line, column, *lines, codes, until, found["reason"].strip())


def _python_comments(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """(line, column, comment, whether it stands alone); up to where the text is no Python any more."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.start[1] + 1, token.string, not token.line[: token.start[1]].strip()
    except (tokenize.TokenError, SyntaxError):
        return


def _sql_comments(text: str) -> Iterator[tuple[int, int, str, bool]]:
    for number, line in enumerate(text.splitlines(), 1):
        start = line.find("--")
        if start >= 0:
            yield number, start + 1, line[start:], not line[:start].strip()


class _Spans:
    """Which lines a comment is about."""

    def __init__(self, text: str) -> None:
        self._spans = sorted(_statements(text), key=lambda span: span[1] - span[0])

    def about(self, line: int, *, is_alone: bool) -> tuple[int, int]:
        """The lines of the statement that the comment stands behind, or of the one below it."""
        wanted = line + 1 if is_alone else line
        for first, last in self._spans:
            if first <= wanted <= last:
                return first, last
        return wanted, wanted


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """The lines of statements; of compound ones those up to their body, decorators included."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt):
            continue
        decorators = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
        body = getattr(node, "body", None)
        last = body[0].lineno - 1 if isinstance(body, list) and body else (node.end_lineno or node.lineno)
        yield first, max(first, last)
