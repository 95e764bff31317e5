"""Where the files are, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shlex import quote

from decompose.reports.analysed import Analysed
from decompose.reports.lines import Block, Column, Piece, Table, line, words
from decompose.reports.terminal.services import largest


def file_rows(files: Sequence[Piece]) -> list[Block]:
    """The files that were written."""
    return [line(found, indent=2) for found in files]


def next_rows(analysed: Analysed, source: str) -> Iterator[Block]:
    """Commands that lead on."""
    services = largest(analysed)
    name = quote(services[0].name) if services else "NAME"
    path = quote(source)
    yield paired(
        (f"decompose explain {name} {path}", "what ties the largest service to others"),
        ("[pins] in decompose.toml", "move what is misplaced, then analyze again"),
        (f"decompose plan {path}", "who leaves when, and what is done for it"),
        ("report.html, in a browser", "the map, the tables, every coupling"),
    )


def paired(*rows: tuple[str, str]) -> Table:
    """What to type, and what for, side by side; one below the other where there is little room."""
    cells = tuple((words(first, "bold"), words(second)) for first, second in rows)
    return Table((Column(), Column()), cells, indent=2, is_stacked=True)
