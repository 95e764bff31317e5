"""Procfiles: the processes of a program, one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.surroundings import Surrounding, tells

_PROCESS = re.compile(r"([A-Za-z0-9_-]+):\s*(\S.*)")


@tells(r"(?:.*/)?Procfile")
def procfile(file: Surrounding) -> Iterator[Mark]:
    """``web: gunicorn shop.wsgi``."""
    for number, line in enumerate(file.lines, 1):
        found = _PROCESS.fullmatch(line.strip())
        if found is not None:
            yield file.mark(MarkKind.PROCESS, found.group(1), found.group(2), number, found.group(1))
