"""How much is left out, and where it is."""

from __future__ import annotations

from decompose.reports.lines import Block, line


def more(count: int, shown: int, nouns: str = "", *, where: str = "in report.html") -> list[Block]:
    """A line on what is left out of a list; nothing if it is whole."""
    if count <= shown:
        return []
    return [line(f"… and {count - shown:,} more{f' {nouns}' if nouns else ''} {where}", indent=2, style="dim")]


IN_JSON = "(--format json shows all)"
