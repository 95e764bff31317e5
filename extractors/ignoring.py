"""Patterns of files to leave out, in the syntax of ``.gitignore``."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pathspec

from decompose.extractors.git import ask_git

_MOST_BYTES = 1_000_000


class Patterns:
    """A list of patterns; one that cannot be read is passed over, as git does."""

    def __init__(self, lines: Sequence[str]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._spec = pathspec.GitIgnoreSpec.from_lines(line for line in lines if _is_readable(line))

    def verdict(self, path: str) -> bool | None:
        """True to leave a path out (a folder's ends with a slash), False to keep it, None to not say."""
        return self._spec.check_file(path).include


@dataclass(frozen=True, slots=True)
class IgnoreFiles:
    """The ``.gitignore`` files that hold in a folder; the patterns of deeper folders come first.

    Attributes:
        layers: how many characters of a path are above the file's folder, a path to put before what is
            left (for files above the analysed root), and the file's patterns.
    """

    layers: tuple[tuple[int, str, Patterns], ...] = ()

    def below(self, root: Path, folder: str) -> IgnoreFiles:
        """Add a folder's own file."""
        patterns = Patterns(_lines(root / folder / ".gitignore"))
        return IgnoreFiles(((len(folder) + 1 if folder else 0, "", patterns), *self.layers))

    def ignores(self, path: str) -> bool:
        """Whether a path is left out; a folder's ends with a slash."""
        for above, prefix, patterns in self.layers:
            verdict = patterns.verdict(prefix + path[above:])
            if verdict is not None:
                return verdict
        return False


def above(root: Path) -> IgnoreFiles:
    """What holds in the analysed root by the files of its repository that are not below it.

    Where these leave the root itself out, its user still wants it analysed: they are passed over.
    """
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    ignored = IgnoreFiles()
    folders = [folder for folder in (root, *root.parents) if folder.is_relative_to(top)]
    for folder in reversed(folders):
        prefix = "".join(f"{part}/" for part in root.relative_to(folder).parts)
        files = [folder / ".git" / "info" / "exclude"] if folder == top else []
        files += [folder / ".gitignore"] if folder != root else []
        for file in files:
            patterns = Patterns(_lines(file))
            starts = [prefix[: end + 1] for end, letter in enumerate(prefix) if letter == "/"]
            if not any(patterns.verdict(start) for start in starts):
                ignored = IgnoreFiles(((0, prefix, patterns), *ignored.layers))
    return ignored


def tracked_although_ignored(root: Path) -> frozenset[str]:
    """Files that are in the repository in spite of its ignore files: they belong to the code."""
    answer = ask_git(root, ["ls-files", "-z", "--cached", "--ignored", "--exclude-standard"], seconds=20)
    return frozenset(os.fsdecode(path) for path in (answer or b"").split(b"\0") if path)


def _lines(file: Path) -> list[str]:
    try:
        if not file.is_file() or file.stat().st_size > _MOST_BYTES:
            return []
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _is_readable(line: str) -> bool:
    try:
        pathspec.GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True
