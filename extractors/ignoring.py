"""Patterns of files to leave out: ``.gitignore`` files, git's own exclude file, and the user's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pathspec


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns that hold below one folder."""

    folder: str
    spec: pathspec.PathSpec


class Ignored:
    """Decides whether a path is left out. Patterns of deeper folders overrule those above."""

    def __init__(self, patterns: Sequence[str] = (), layers: tuple[_Patterns, ...] = ()) -> None:
        self._layers = layers
        if patterns:
            self._layers = (*layers, _Patterns("", pathspec.PathSpec.from_lines("gitignore", patterns)))

    def matches(self, path: str) -> bool:
        """Whether a path (with a trailing slash for a folder) is left out."""
        decided = False
        for layer in self._layers:
            inside = path[len(layer.folder) + 1 :] if layer.folder else path
            result = layer.spec.check_file(inside)
            if result.include is not None:
                decided = result.include
        return decided

    def with_repository(self, root: Path) -> Ignored:
        """Add the patterns of the repository that holds ``root``: its exclude file and ignore files."""
        lines: list[str] = []
        for file in (root / ".git" / "info" / "exclude", root / ".gitignore"):
            lines += _lines(file)
        layers = (_Patterns("", _spec(lines)),) if lines else ()
        return Ignored((), (*layers, *self._layers))

    def with_folder(self, root: Path, folder: str) -> Ignored:
        """Add a folder's own ``.gitignore``."""
        return Ignored((), (*self._layers, _Patterns(folder, _spec(_lines(root / folder / ".gitignore")))))


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(errors="replace").splitlines()
    except OSError:
        return []


def _spec(lines: Sequence[str]) -> pathspec.PathSpec:
    valid = []
    for line in lines:
        try:
            pathspec.PathSpec.from_lines("gitignore", [line])
        except ValueError:
            continue  # git ignores a pattern that it cannot read
        valid.append(line)
    return pathspec.PathSpec.from_lines("gitignore", valid)
