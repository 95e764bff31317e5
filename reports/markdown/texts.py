"""Markdown from text that may hold anything: shown as it is, wherever the page is put."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from decompose.reports.lines.cutting import visible

_NAME = 200
_SYNTAX = frozenset("\\`*_[]<>|~$")
_REFERS = r"[@#]|://|(?i:www)"
"""What GitHub takes for a mention, an issue or an address begins or goes on with one of these."""
_LIKE_CODE = r"`[^`\n]+`|(?<![\w./])[^\W\d]\w*(?:\.[^\W\d]\w*)+|\b\w*_\w*\b"


def prose(raw: str) -> str:
    """Text that Markdown shows as it is, and in which GitHub sees no mention, issue or address."""
    escaped = "".join(f"\\{char}" if char in _SYNTAX else char for char in visible(raw)).replace("&", "&amp;")
    escaped = re.sub(r"^(\d+)([.)])", r"\1\\\2", escaped)
    escaped = re.sub(r"^([-+=])", r"\\\1", escaped)
    return re.sub(_REFERS, _parted, escaped)


def in_html(raw: str) -> str:
    """Text on a line of HTML, which Markdown leaves as it is."""
    return re.sub(_REFERS, _parted, escape(visible(raw, _NAME), quote=False))


def _parted(found: re.Match[str]) -> str:
    return f"{found[0][0]}<!-- -->{found[0][1:]}"


def code(raw: str) -> str:
    """A name in code style, in a cell of a table as well."""
    shown = visible(raw, _NAME).replace("`", "'").replace("|", "¦").strip() or " "
    return f"`{shown}`"


def told(text: str, names: Iterable[str] = ()) -> str:
    """A sentence in which the given names, and what else looks like code, are set as code."""
    known = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
    pattern = "|".join([*(rf"(?<![\w.]){re.escape(name)}(?!\w)" for name in known), _LIKE_CODE])
    pieces = re.split(f"({pattern})", text)
    return "".join(code(_bare(piece)) if index % 2 else prose(piece) for index, piece in enumerate(pieces))


def _bare(piece: str) -> str:
    is_quoted = len(piece) > 2 and piece[0] == piece[-1] == "`"
    return piece[1:-1] if is_quoted else piece
