"""The defining statements of an SQL script, however large the data between them.

Rows are skipped without being looked at: ``INSERT`` statements and ``COPY`` sections may be gigabytes.
Only where a statement starts and ends is found here; what it says is for sqlglot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BLANK = re.compile(r"(?:\s+|--[^\n]*\n?|/\*(?!!).*?(?:\*/|\Z)|/\*!\d*|\*/|;)+", re.DOTALL)
"""What may stand before a statement; the marks of MySQL's conditional comments count as nothing."""
_WORD = re.compile(r"[A-Za-z_]+")
_LEXEME = re.compile(
    r"'(?:[^'\\]|\\(?:.|\Z)|'')*(?:'|\Z)|\"[^\"]*(?:\"|\Z)|`[^`]*(?:`|\Z)|--[^\n]*|/\*(?!!).*?(?:\*/|\Z)"
    r"|(?P<tag>\$\w*\$).*?(?:(?P=tag)|\Z)"
    r"|(?P<end>;|^GO[ \t]*\r?$)|(?P<begin>\bBEGIN\b)|(?P<close>\bEND\b)|(?P<case>\bCASE\b)",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
"""What stays open reaches to the end, so that every character is looked at once."""
_END_OF_LINE = re.compile(r";[ \t]*(?:\*/)?[ \t]*;?[ \t]*\r?(?:\n|\Z)|^GO[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_COPIED_ROWS = re.compile(r"\bFROM\s+STDIN\b", re.IGNORECASE)
_CONDITIONAL = re.compile(r"/\*!\d*|\*/")
_DEFINING = frozenset({"CREATE", "ALTER", "DROP", "RENAME"})
LONGEST = 60_000
"""Characters of one definition, which is a thousand columns; what is cut off there is no statement any more."""
_FURTHEST = 1_000_000
"""Characters in which the end of a definition is looked for; a quote that stays open would swallow the rest."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One CREATE, ALTER or DROP statement.

    Attributes:
        text: without its semicolon, cut off after ``LONGEST`` characters.
        line: where it starts, counted from 1.
    """

    text: str
    line: int


def definitions(text: str) -> Iterator[Definition]:
    """The statements of a script that define something, in order."""
    position, line, counted = 0, 1, 0
    while True:
        blank = _BLANK.match(text, position)
        position = blank.end() if blank else position
        if position >= len(text):
            return
        word = _WORD.match(text, position)
        verb = word.group().upper() if word else ""
        if verb not in _DEFINING:
            position = _behind_other(text, position, verb)
            continue
        end, behind = _end(text, position)
        line += text.count("\n", counted, position)
        counted = position
        yield Definition(_CONDITIONAL.sub("", text[position : min(end, position + LONGEST)]).rstrip(), line)
        position = behind


def _behind_other(text: str, position: int, verb: str) -> int:
    """Where a statement that defines nothing is over."""
    if verb == "DELIMITER":  # MySQL's routines, whose bodies hold semicolons
        closing = re.compile(r"^DELIMITER[ \t]+;[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
        found = closing.search(text, position)
        return found.end() if found else len(text)
    if verb == "COPY":
        end, behind = _end(text, position)
        if not _COPIED_ROWS.search(text, position, end):
            return behind
        last = text.find("\n\\.", behind - 1)
        return last + 3 if last >= 0 else len(text)
    found = _END_OF_LINE.search(text, position)
    return found.end() if found else len(text)


def _end(text: str, start: int) -> tuple[int, int]:
    """Where the statement that starts at a position ends, and where the next one may start."""
    depth = 0
    for lexeme in _LEXEME.finditer(text, start, min(len(text), start + _FURTHEST)):
        if lexeme["begin"] or (lexeme["case"] and depth):
            depth += 1
        elif lexeme["close"] and depth:
            depth -= 1
        elif lexeme["end"] and (depth == 0 or lexeme["end"] != ";"):
            return lexeme.start(), lexeme.end()
    if len(text) - start <= _FURTHEST:
        return len(text), len(text)
    found = _END_OF_LINE.search(text, start)
    return (found.start(), found.end()) if found else (len(text), len(text))
