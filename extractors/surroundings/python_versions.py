"""Files that name nothing but the version of Python."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.surroundings import Surrounding, tells

_VERSION = re.compile(r"(?:python[-=@: ]*|cpython-)?(\d+(?:\.\d+){0,2})")


@tells(r"(?:.*/)?(?:runtime\.txt|\.python-version)")
def version_file(file: Surrounding) -> Iterator[Mark]:
    """Heroku's ``runtime.txt``, pyenv's ``.python-version``."""
    for number, line in enumerate(file.lines, 1):
        found = _VERSION.fullmatch(line.strip())
        if found is not None:
            yield file.mark(MarkKind.PYTHON, file.name, found.group(1), number)
            return


@tells(r"(?:.*/)?\.tool-versions")
def tool_versions(file: Surrounding) -> Iterator[Mark]:
    """Asdf's."""
    for number, line in enumerate(file.lines, 1):
        words = line.split("#")[0].split()
        if len(words) > 1 and words[0] == "python" and _VERSION.fullmatch(words[1]):
            yield file.mark(MarkKind.PYTHON, file.name, words[1], number)
