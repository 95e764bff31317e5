"""States of a repository that git keeps: read from its objects, never by a checkout over the user's files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from decompose.extractors.git import ask_git

_MOST_BYTES = 5_000_000
_BATCH = 400
"""Files that are asked for at once: their contents are held in memory."""
_READ = frozenset(
    {
        *(".py", ".pyw", ".pyi", ".sql", ".toml", ".cfg", ".ini", ".in", ".html", ".htm", ".jinja", ".jinja2", ".j2"),
        *(".mako", ".txt", ".xml", ".eml", ".json", ".yml", ".yaml", ".proto", ".graphql"),
    }
)
"""Endings of files of which more than the name matters."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A state of the folder that is analysed.

    Attributes:
        commit: its full name.
        tree: the name of that folder's content; the same content has the same name.
    """

    commit: str
    tree: str


@dataclass(frozen=True, slots=True)
class _Blob:
    name: str
    path: str
    size: int


def find_revision(folder: Path, name: str) -> Revision | None:
    """What a branch, tag or commit says of a folder; None where git knows nothing of it."""
    commit = _one_line(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"])
    prefix = ask_git(folder, ["rev-parse", "--show-prefix"])
    if not commit or prefix is None:
        return None
    inside = prefix.decode("utf-8", "surrogateescape").rstrip("\n").rstrip("/")
    tree = _one_line(folder, ["rev-parse", "--verify", "--quiet", f"{commit}:{inside}"])
    return Revision(commit, tree) if tree else None


def merge_base(folder: Path, one: str, other: str) -> str:
    """The commit where two lines of work parted; empty where git finds none, as in a shallow clone."""
    return _one_line(folder, ["merge-base", "--end-of-options", one, other])


def is_shallow(folder: Path) -> bool:
    """Whether the clone lacks the older history."""
    return _one_line(folder, ["rev-parse", "--is-shallow-repository"]) == "true"


def export(folder: Path, revision: Revision, into: Path) -> None:
    """Write the files of a revision into an empty folder.

    Files of which the name alone matters are left empty, links and submodules are left out.
    """
    blobs = list(_blobs(folder, revision.tree))
    for path in sorted({blob.path.rpartition("/")[0] for blob in blobs}):
        (into / path).mkdir(parents=True, exist_ok=True)
    wanted = [blob for blob in blobs if blob.size <= _MOST_BYTES and _is_read(blob.path)]
    for blob in set(blobs) - set(wanted):
        (into / blob.path).touch()
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        for blob, content in zip(batch, _contents(folder, batch), strict=False):
            (into / blob.path).write_bytes(content)


def content_of(folder: Path, revision: Revision, path: str) -> bytes | None:
    """The content of one file below the folder; None where the revision does not have it."""
    return ask_git(folder, ["cat-file", "blob", f"{revision.tree}:{path}"])


def files_with(folder: Path, revision: Revision, text: str) -> tuple[str, ...]:
    """The files below the folder that hold a text, sorted."""
    found = ask_git(folder, ["grep", "-l", "-z", "-F", "-I", "-e", text, revision.tree, "--"]) or b""
    names = (os.fsdecode(name).partition(":")[2] for name in found.split(b"\0") if name)
    return tuple(sorted(name for name in names if _stays_inside(name)))


def _is_read(path: str) -> bool:
    name = PurePosixPath(path)
    return name.suffix.lower() in _READ or not name.suffix


def _blobs(folder: Path, tree: str) -> Iterator[_Blob]:
    listing = ask_git(folder, ["ls-tree", "-r", "-l", "-z", "--full-tree", tree]) or b""
    for line in listing.split(b"\0"):
        about, tab, path = line.partition(b"\t")
        if not tab:
            continue
        mode, kind, name, size = about.split()
        text = path.decode("utf-8", "surrogateescape")
        if kind == b"blob" and mode.startswith(b"100") and _stays_inside(text):
            yield _Blob(name.decode(), text, int(size) if size.isdigit() else _MOST_BYTES + 1)


def _stays_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and "\\" not in path and ".git" not in parts


def _contents(folder: Path, blobs: list[_Blob]) -> Iterator[bytes]:
    """The contents in the order of the blobs; empty for what a partial clone lacks."""
    questions = "".join(f"{blob.name}\n" for blob in blobs).encode()
    answer = ask_git(folder, ["cat-file", "--batch"], given=questions) or b""
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        head = answer[at:end].split()
        size = int(head[2]) if len(head) == 3 else -1
        yield answer[end + 1 : end + 1 + size] if size >= 0 else b""
        at = end + 1 + (size + 1 if size >= 0 else 0)


def _one_line(folder: Path, arguments: list[str]) -> str:
    return (ask_git(folder, arguments) or b"").decode("utf-8", "replace").strip()
