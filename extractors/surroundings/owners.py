"""CODEOWNERS: who looks after which files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.surroundings import Surrounding, tells


@tells(r"(?:(?:\.github|\.gitlab|\.gitea|\.forgejo|docs)/)?CODEOWNERS")
def code_owners(file: Surrounding) -> Iterator[Mark]:
    """``/shop/orders/ @shop/orders-team``; a pattern without owners takes them away."""
    for number, line in enumerate(file.lines, 1):
        pattern, *owners = re.split(r"\s#", line.strip())[0].split() or [""]
        if pattern and not pattern.startswith(("#", "[", "^[")):
            yield file.mark(MarkKind.OWNERS, pattern, " ".join(owners), number)
