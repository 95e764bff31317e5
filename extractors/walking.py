"""Walks a repository: the files there are, without those that are ignored, hidden, or elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from decompose.extractors.ignoring import IgnoreFiles, Patterns, above, tracked_although_ignored
from decompose.extractors.places import Diagnostic, Place, Severity

_INSTALLED = frozenset({"node_modules", "bower_components", "site-packages", "dist-packages"})
_MADE = frozenset({"__pycache__", "__pypackages__"})
_OF_SERVERS = frozenset(
    {
        *(".github", ".gitlab", ".circleci", ".buildkite", ".woodpecker", ".forgejo", ".gitea", ".semaphore"),
        *(".azure-pipelines", ".zuul.d", ".tekton", ".ebextensions", ".platform"),
    }
)
"""Hidden folders at the top that tell how the code is built and run."""


@dataclass(slots=True)
class Walk:
    """One walk through a repository.

    Attributes:
        root: absolute.
        exclude: the user's own patterns.
        sizes: file → bytes, in the order of the walk; paths relative to the root, with forward slashes.
        hidden: files that are hidden themselves, or stand in a hidden folder that tells how the code is built and run;
            they hold no code.
        diagnostics: what was left out without being ignored.
    """

    root: Path
    exclude: Sequence[str] = ()
    respect_gitignore: bool = True
    sizes: dict[str, int] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _excluded: Patterns = field(init=False)
    _kept: frozenset[str] = frozenset()
    _kept_folders: frozenset[str] = frozenset()

    def run(self) -> Walk:
        """Walk; afterwards the files are known."""
        self._excluded = Patterns(self.exclude)
        ignored = IgnoreFiles()
        if self.respect_gitignore:
            ignored = above(self.root)
            self._kept = tracked_although_ignored(self.root)
            self._kept_folders = frozenset(folder for path in self._kept for folder in _folders_above(path))
        pending = [("", ignored, False)]
        while pending:
            pending += self._folder(*pending.pop())
        return self

    def _folder(self, folder: str, ignored: IgnoreFiles, is_left_out: bool) -> list[tuple[str, IgnoreFiles, bool]]:
        """Take the folder's files; hand back its subfolders, each with what is ignored in it."""
        entries = self._entries(folder)
        if self.respect_gitignore and any(entry.name == ".gitignore" for entry in entries):
            ignored = ignored.below(self.root, folder)
        subfolders = []
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not _is_plain(entry.name):
                message = "its name has characters that no module name has; rename it to have it analysed"
                self._note(_printable(path), "odd-name", message, Severity.WARNING)
            elif entry.is_symlink():
                self._link(entry, path)
            elif entry.name.startswith("."):
                self._hidden(entry, path, is_ignored=is_left_out or ignored.ignores(path))
            elif entry.is_dir(follow_symlinks=False):
                left_out = is_left_out or ignored.ignores(path + "/")
                if (not left_out or path in self._kept_folders) and self._is_wanted(entry.name, path):
                    subfolders.append((path, ignored, left_out))
            elif entry.is_file(follow_symlinks=False) and not self._excluded.verdict(path):
                is_ignored = path not in self._kept and (is_left_out or ignored.ignores(path))
                self.sizes |= {} if is_ignored else {path: _size(entry)}
        return subfolders[::-1]

    def _hidden(self, entry: os.DirEntry[str], path: str, *, is_ignored: bool) -> None:
        """Note a hidden file, or the files of a hidden folder."""
        if (is_ignored and path not in self._kept) or self._excluded.verdict(path):
            return
        if entry.is_file(follow_symlinks=False):
            self.hidden.append(path)
        elif path in _OF_SERVERS and entry.is_dir(follow_symlinks=False):
            for folder, _, names in os.walk(entry.path):
                inside = Path(folder).relative_to(self.root).as_posix()
                self.hidden += [
                    f"{inside}/{name}" for name in names if _is_plain(name) and not Path(folder, name).is_symlink()
                ]

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self.root / folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            message = f"the folder cannot be read ({error.strerror}); nothing in it is analysed"
            self._note(folder or ".", "folder-unreadable", message, Severity.ERROR)
            return []

    def _is_wanted(self, name: str, path: str) -> bool:
        if name in _MADE or name.endswith((".egg-info", ".dist-info")):
            return False
        if self._excluded.verdict(path + "/"):
            return False
        if name in _INSTALLED or (self.root / path / "pyvenv.cfg").is_file():
            message = "holds installed packages, which are not analysed"
            self._note(path, "installed-packages", message, Severity.NOTE)
            return False
        if path in {"build/lib", "build/bdist"} or path.startswith("build/lib."):
            self._note(path, "build-output", "is a copy made by a build, which is not analysed", Severity.NOTE)
            return False
        return True

    def _link(self, entry: os.DirEntry[str], path: str) -> None:
        """A link's target is analysed where it stands, or not at all."""
        if entry.name.startswith(".") or self._excluded.verdict(path):
            return
        try:
            if not (entry.name.endswith(".py") or entry.is_dir()):
                return
        except OSError:  # it leads to itself
            pass
        target = os.path.realpath(self.root / path)
        if Path(target).is_relative_to(os.path.realpath(self.root)):
            self._note(path, "link", "is a link; what it leads to is analysed in its own place", Severity.NOTE)
        else:
            message = "is a link that leads out of the repository, and is not followed"
            self._note(path, "link-out", message, Severity.WARNING)

    def _note(self, path: str, code: str, message: str, severity: Severity) -> None:
        self.diagnostics.append(Diagnostic(Place(path, 0), code, message, severity))


def _folders_above(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_size
    except OSError:
        return 0


def _is_plain(name: str) -> bool:
    """Valid Unicode without control characters: safe to print, and to write into any report."""
    return name.isprintable()


def _printable(path: str) -> str:
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in path)
