"""The bytes of the files that are code, or why they could not be had."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from decompose.extractors.repository import Repository, Role, SourceFile

MOST_BYTES = 5_000_000
"""A larger file is data, not a program that somebody wrote."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file of code.

    Attributes:
        path: relative to the repository's root.
        data: its bytes; empty where they could not be read.
        problem: why they could not; empty otherwise.
    """

    path: str
    data: bytes
    problem: str = ""

    @property
    def digest(self) -> str:
        """Changes whenever what is known of the file changes."""
        return hashlib.sha256(self.problem.encode() + b"\0" + self.data).hexdigest()


def read_sources(repository: Repository) -> tuple[Source, ...]:
    """Every file that is code, in the repository's order."""
    root = Path(repository.root)
    return tuple(_read(root, source) for source in repository.sources if source.role is Role.CODE)


def _read(root: Path, source: SourceFile) -> Source:
    try:
        with (root / source.path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Source(source.path, b"", f"cannot be read: {reason}")
    if len(data) > MOST_BYTES:
        message = f"larger than {MOST_BYTES // 1_000_000} MB; left out, exclude it to be rid of this message"
        return Source(source.path, b"", message)
    return Source(source.path, data)
