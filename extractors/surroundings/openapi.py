"""Descriptions of HTTP interfaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.surroundings import Surrounding, tells

_VERSION = re.compile(r"^\s{0,4}[\"']?(openapi|swagger)[\"']?\s*:\s*[\"']?([23](?:\.\d+)*)", re.MULTILINE)
_HEAD = 20_000


@tells(r"(?:.*/)?[^/]*(?i:openapi|swagger|api|spec)[^/]*\.(?:ya?ml|json)")
def description(file: Surrounding) -> Iterator[Mark]:
    """A document that says which version of OpenAPI (or Swagger) it follows."""
    found = _VERSION.search(file.text[:_HEAD])
    if found is not None:
        line = file.text.count("\n", 0, found.start(1)) + 1
        yield file.mark(MarkKind.OPENAPI, file.path, f"{found.group(1)} {found.group(2)}", line)
