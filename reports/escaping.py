"""Text from analysed code inside of notations that would take parts of it for their own."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from decompose.reports.lines.cutting import visible

_FORMULA = re.compile(r"(^|[,;|\t])([\s\"'\u00a0\u200b]*)([=+\-@\uff1d\uff0b\uff0d\uff20])")
_WHOLE = 1 << 20
LONGEST = 1500
"""Characters of a name that every format takes; longer ones are cut in the middle."""


def mermaid_text(text: str, most: int = 80) -> str:
    """Text that Mermaid shows as it is, inside of quotes; cut in the middle if it is long, never blank."""
    shown = visible(text, most).strip() or "–"
    return "".join(char if char.isalnum() or char in " ._-/,:–…" else f"#{ord(char)};" for char in shown)


def dot_text(text: str, most: int = LONGEST) -> str:
    """A quoted string of Graphviz, which knows entities of HTML in any string and takes 16,384 bytes of it."""
    escaped = visible(text, most).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def xml_text(text: str) -> str:
    """Text of XML, of characters that XML may have."""
    return escape(visible(text, _WHOLE), {'"': "&quot;"})


def cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, whichever sign it takes for the one between cells.

    After OWASP, *CSV injection*: signs that begin a formula, their full-width forms, also behind blanks, quotes and
    separators; control characters are shown as escapes.
    """
    shown = visible(text, _WHOLE)
    return _FORMULA.sub(lambda found: f"{found[1]}'{found[2]}{found[3]}", shown)
