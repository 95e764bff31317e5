"""What stands in which folder of a repository."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Folders:
    """The folders above a number of files.

    Paths are relative to the repository; the repository itself is ``""``.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._files: dict[str, set[str]] = defaultdict(set)
        self._subfolders: dict[str, set[str]] = defaultdict(set)
        for path in paths:
            folder, _, name = path.rpartition("/")
            if folder not in self._files:
                self._connect(folder)
            self._files[folder].add(name)

    def _connect(self, folder: str) -> None:
        while folder:
            above, _, name = folder.rpartition("/")
            if name in self._subfolders[above]:
                return
            self._subfolders[above].add(name)
            folder = above

    def all(self) -> list[str]:
        """The folders that hold files, sorted."""
        return sorted(self._files)

    def files(self, folder: str) -> set[str]:
        """Names of the files right in a folder."""
        return self._files.get(folder, set())

    def subfolders(self, folder: str) -> set[str]:
        """Names of the folders right in a folder."""
        return self._subfolders.get(folder, set())

    def names(self, folder: str) -> set[str]:
        """Names of the files and folders right in a folder."""
        return self.files(folder) | self.subfolders(folder)

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        folder, _, name = path.rpartition("/")
        return name in self.files(folder)

    def is_package(self, folder: str) -> bool:
        """Whether the folder has an ``__init__.py``."""
        return "__init__.py" in self.files(folder)

    def has_python(self, folder: str) -> bool:
        """Whether there is a Python file anywhere in the folder."""
        pending = [folder]
        while pending:
            current = pending.pop()
            if any(name.endswith(".py") for name in self.files(current)):
                return True
            pending += [f"{current}/{name}" if current else name for name in self.subfolders(current)]
        return False

    def top_package(self, folder: str) -> str:
        """The topmost of the packages around a package."""
        while "/" in folder and self.is_package(folder.rpartition("/")[0]):
            folder = folder.rpartition("/")[0]
        return folder
