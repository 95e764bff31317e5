"""Writes files that people go on editing: into one folder, and never over something else unless told to."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from decompose.analyzer.errors import Problem, UserError
from decompose.analyzer.writing import leads_out, write_whole


def deliver(files: Iterable[tuple[str, bytes]], folder: Path, *, force: bool = False) -> list[Path]:
    """Write files below a folder; all of them, or none if one would be in the way.

    Args:
        files: path relative to the folder, with forward slashes, and content.
        folder: is made if need be.
        force: replace files whose content differs.

    Returns:
        the files that are there now, in the order given.

    Raises:
        UserError: a file with other content is in the way, or a path leads out of the folder.
    """
    wanted = [(_inside(folder, path), data) for path, data in files]
    if not force:
        differing = [file for file, data in wanted if _differs(file, data)]
        if differing:
            more = f" and {len(differing) - 1} more" if len(differing) > 1 else ""
            what = f"{differing[0]}{more} would be replaced, with other content"
            raise UserError(Problem(what, str(folder), "choose another folder, or say --force"))
    for file, data in wanted:
        write_whole(file, data)
    return [file for file, _ in wanted]


def _inside(folder: Path, path: str) -> Path:
    pure = PurePosixPath(path.replace("\\", "/"))
    file = folder.joinpath(*pure.parts)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts or leads_out(file, folder):
        raise UserError(Problem(f'"{path}" leads out of the folder', str(folder), "choose another folder"))
    return file


def _differs(file: Path, data: bytes) -> bool:
    if not os.path.lexists(file):
        return False
    try:
        return file.is_symlink() or not file.is_file() or file.read_bytes() != data
    except OSError:
        return True
