"""Files that hold what a text should be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write them anew, and nothing else into that folder."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def differing(folder: Path, files: Mapping[str, str]) -> list[str]:
    """The names of files that are missing, left over, or hold something else."""
    found = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    return sorted(name for name in found.keys() | files.keys() if found.get(name) != files.get(name))
