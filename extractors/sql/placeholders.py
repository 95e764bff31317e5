"""Placeholders and holes, written as identifiers so that any SQL tokenizer takes them.

The styles come from PEP 249 (``%s``, ``%(x)s``, ``:x``, ``:1``), asyncpg (``$1``) and Python's string
formatting (``{}``, ``{name!r}``); ``?`` is left to sqlglot, since it is also an operator.
"""

from __future__ import annotations

import re

from decompose.extractors.sql.holes import HOLE

VALUE = "decompose_value_"
"""Where the driver puts a value: it can never be a table or a clause, unless Python formats it."""
PART = "decompose_part_"
"""Where Python puts a part of the text: a name, a clause, whole statements."""

_SLOTS = re.compile(
    rf"(?P<escaped>%%)|(?P<shift><<|>>)="
    rf"|(?P<part>{HOLE}|\{{\{{[^{{}}\n]*\}}\}}|\$?\{{[\w.\[\]]*(?:![rsa])?(?::[^{{}}\s'\"]*)?\}})"
    rf"|(?P<value>%(?:\([^()\n]*\))?[-+#0]?\d*(?:\.\d+)?[sdrf]"
    rf"|(?<![:\w\]]):[A-Za-z_]\w*|(?<![:\w\]]):\d+|(?<!\w)\$\d+)"
)
_MARKS = re.compile(f"{VALUE}|{PART}")


def mark(text: str) -> str:
    """The text with every placeholder and hole replaced by an identifier."""
    return _SLOTS.sub(_marked, text)


def is_marked(text: str) -> bool:
    """Whether something unknown is part of the text."""
    return VALUE in text or PART in text


def is_slot(text: str) -> bool:
    """Whether the text is nothing but unknown parts."""
    return bool(text) and not _MARKS.sub("", text)


def slots(text: str) -> list[tuple[int, int]]:
    """Start and end of every unknown part of a marked text."""
    return [match.span() for match in _MARKS.finditer(text)]


def without_marks(text: str) -> str:
    """A marked text as a person would read it."""
    return _MARKS.sub("…", text)


def _marked(match: re.Match[str]) -> str:
    if match["escaped"]:
        return "%"
    if match["shift"]:  # PostgreSQL's <<= and >>= on networks, which sqlglot does not know
        return match["shift"]
    return PART if match["part"] else VALUE
