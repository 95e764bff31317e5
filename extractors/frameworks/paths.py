"""Paths of routes as the code puts them together."""

from __future__ import annotations

import re

from decompose.extractors.frameworks import Wiring
from decompose.extractors.frameworks.rows import NO_ROW, Row, texts_in
from decompose.extractors.linking.objects import Kind
from decompose.extractors.sql.holes import HOLE

_MOST_PATHS = 20
_MARK = re.compile(r"\A[^/<{\w]{1,2}(?=/)")
"""A rule has to begin with a slash; a sign before it is for the router of the program's own."""
_INSIDE = re.compile(rf"<[^<>]*{HOLE}[^<>]*>")


def paths_of(wiring: Wiring, scope: int, node: int, row: Row = NO_ROW) -> tuple[str, ...]:
    """The paths that a value may be, or those in the list that it is, sorted; ``<?>`` for what is not known."""
    linkage = wiring.linkage
    found = set(texts_in(wiring, scope, node, row))
    for thing in linkage.solver.get(node) if node >= 0 and not row else ():
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            found.update(wiring.texts(linkage.any_element(thing)))
    return tuple(sorted({shown(path) for path in found if not path or path.strip(HOLE)})[:_MOST_PATHS])


def below(prefix: str, path: str) -> str:
    """A path below a prefix; one with a sign of the program's own before its first slash lies at the root."""
    return _MARK.sub("", path) if is_marked(path) else prefix + path


def is_marked(path: str) -> bool:
    """Whether a sign of the program's own stands before the first slash of a path."""
    return bool(_MARK.match(path))


def shown(path: str) -> str:
    """A path with signs for its unknown parts."""
    path = _INSIDE.sub(lambda match: match[0].replace(HOLE, "?"), path).replace(HOLE, "<?>")
    return f"/{path}" if path.startswith("<?>/") else path
