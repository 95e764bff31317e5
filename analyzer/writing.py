"""Writes files whole or not at all, and never where a hostile repository would have them."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from decompose.analyzer.errors import Problem, UserError


def write_whole(file: Path, data: bytes) -> None:
    """Write a file so that it is never seen half-written; a link in its place is replaced, not followed.

    Raises:
        UserError: it cannot be written there.
    """
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            temporary.replace(file)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise not_writable(file, error) from error


def not_writable(path: Path, error: OSError) -> UserError:
    """The error for a place that cannot be written to."""
    return UserError(Problem(f"cannot write: {error.strerror}", str(path), "choose another place"))


def prepare_own_folder(folder: Path) -> bool:
    """Make the tool's folder, which tells git to ignore it; False if it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mark = folder / ".gitignore"
        if not mark.exists() and not mark.is_symlink():
            write_whole(mark, b"*\n")
    except (OSError, UserError):
        return False
    return os.access(folder, os.W_OK)


def leads_out(path: Path, root: Path) -> bool:
    """Whether links in the repository make a path end outside of it."""
    try:
        return not path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a loop of links
        return True
