"""Surroundings: what files beside the code tell of how the whole is built, installed and run.

Each module of this package knows one kind of file and registers itself. Which files matter is decided by their paths
alone; what they say depends on their content alone. Nothing in them is run, and no value that may be a secret is kept.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path

from decompose.extractors.declarations import DeclaringFile
from decompose.extractors.decoding import decode
from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.places import Place
from decompose.extractors.repository import Repository

_MOST_BYTES = 1_000_000
_MOST_FILES = 5_000
"""A repository with more files that may tell something holds data of that form."""
_MOST_MARKS = 500
"""A file that tells more than this is data."""
_LONGEST = 200
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]*@|(?i:(?<=password=)|(?<=token=)|(?<=secret=))\S+")


@dataclass(frozen=True)
class Surrounding:
    """A file beside the code.

    Attributes:
        path: relative to the repository.
        text: its content, with Unix line ends.
    """

    path: str
    text: str

    @property
    def name(self) -> str:
        """Its name without the folder."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The folder that it stands in; ``.`` for the repository itself."""
        return self.path.rpartition("/")[0] or "."

    @cached_property
    def lines(self) -> list[str]:
        """Its lines."""
        return self.text.split("\n")

    def line_of(self, *words: str) -> int:
        """The first line that holds all of these words; 1 if none does."""
        return next((number for number, line in enumerate(self.lines, 1) if all(word in line for word in words)), 1)

    def mark(self, kind: MarkKind, name: str, value: str = "", line: int = 1, subject: str = "") -> Mark:
        """A statement of this file; credentials in its words are left out."""
        return Mark(kind, _public(name), _public(value), Place(self.path, line), _public(subject))


def _public(text: str) -> str:
    """A text on one line, without what stands in an address before its host, or after the word password."""
    return _CREDENTIALS.sub("", " ".join("".join(char if char.isprintable() else " " for char in text).split()))[
        :_LONGEST
    ]


Reader = Callable[[Surrounding], Iterable[Mark]]
_READERS: list[tuple[re.Pattern[str], Reader]] = []


def tells(paths: str) -> Callable[[Reader], Reader]:
    """Register a reader of the files whose whole path matches a regular expression."""

    def register(reader: Reader) -> Reader:
        _READERS.append((re.compile(paths), reader))
        return reader

    return register


@lru_cache(maxsize=1)
def _load() -> re.Pattern[str]:
    """All readers; the pattern of the paths that any of them asks for."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        importlib.import_module(f"{__name__}.{module.name}")
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _READERS))


def tells_of_surroundings(path: str) -> bool:
    """Whether a file, by its path, may tell how the code is built and run."""
    return _load().fullmatch(path) is not None


def surrounding_files(repository: Repository) -> list[DeclaringFile]:
    """The files of a repository that may tell something; one that cannot be read, or is too large, is passed over."""
    found = []
    for path in repository.surroundings[:_MOST_FILES]:
        file = Path(repository.root, path)
        try:
            if file.stat().st_size <= _MOST_BYTES:
                found.append(DeclaringFile(path, file.read_bytes()))
        except OSError:
            continue
    return found


def read_marks(files: Iterable[DeclaringFile]) -> tuple[Mark, ...]:
    """What files tell, sorted; one that is malformed tells nothing."""
    _load()
    return tuple(sorted({mark for file in files for mark in _marks(file)}))


def _marks(file: DeclaringFile) -> Iterator[Mark]:
    readers = [reader for pattern, reader in _READERS if pattern.fullmatch(file.path)]
    surrounding = Surrounding(file.path, decode(file.data).text if readers else "")
    for reader in readers:
        try:
            yield from islice(reader(surrounding), _MOST_MARKS)
        except (ValueError, RecursionError, SyntaxError, MemoryError):
            continue
