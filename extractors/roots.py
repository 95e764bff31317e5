"""Import roots: the folders that are on ``sys.path`` when the program runs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from decompose.extractors.folders import Folders
from decompose.extractors.packaging import METADATA, declared_locations
from decompose.extractors.path_hints import STARTERS, path_hints
from decompose.extractors.usage import Usage

_REPOSITORY_MARKS = (*METADATA, "manage.py", ".git")


@dataclass(frozen=True, order=True, slots=True)
class ImportRoot:
    """A folder below which module names start.

    Attributes:
        folder: relative to the analysed folder; empty for itself.
        package: dotted name that the folder itself has; empty where it is on ``sys.path``.
    """

    folder: str
    package: str = ""

    def holds(self, path: str) -> bool:
        """Whether a path is below it."""
        return not self.folder or path.startswith(self.folder + "/")

    def module(self, path: str) -> str:
        """The dotted name of a file below it."""
        inside = path[len(self.folder) + 1 :] if self.folder else path
        parts = inside.removesuffix(".py").removesuffix(".pyw").split("/")
        if parts[-1] == "__init__" and (len(parts) > 1 or self.package):
            parts.pop()
        return ".".join([*([self.package] if self.package else []), *parts])

    @property
    def on_path(self) -> str:
        """The folder that is on ``sys.path``, relative to the analysed folder.

        A folder that metadata maps to a package stands for itself: it is on the path by another name.
        """
        if self.folder or not self.package:
            return self.folder or "."
        return "/".join([".."] * len(self.package.split(".")))


def find_roots(root: Path, python: Sequence[str], folders: Folders) -> list[ImportRoot]:
    """The import roots of a repository, or of a folder of one.

    Known are: what packaging metadata declares, ``src`` layouts, folders with a ``manage.py``, and what
    start-up scripts put on ``sys.path`` literally. Packages below none of these, and folders of modules
    without ``__init__.py``, are named as the code's own imports name them: from the nearest known root
    (namespace packages) or from their own folder.

    Args:
        root: the analysed folder.
        python: its Python files.
        folders: all its files.
    """
    usage = Usage(root, python)
    if folders.is_package("") and not any((root / mark).exists() for mark in _REPOSITORY_MARKS):
        package = _packages_above(root)
        if not _imports_from_itself(package, folders, usage):
            return [ImportRoot("", ".".join(package))]
    known = {found for found in _declared(root, folders, usage) if not _inside_package(found, folders)}
    known |= {ImportRoot(folder) for folder in _started(root, python, folders)}
    known.add(ImportRoot(""))
    for folder in _loose(python, folders, known):
        nearest = _deepest(known, folder + "/")
        if not _is_namespace(folder, nearest, folders, usage):
            known.add(ImportRoot(folder))
    return sorted(known)


def _deepest(roots: Iterable[ImportRoot], path: str) -> ImportRoot:
    return max((found for found in roots if found.holds(path)), key=lambda found: (len(found.folder), found))


def owner(roots: Iterable[ImportRoot], path: str) -> ImportRoot:
    """The root that a file is imported from: the deepest one above it."""
    holding = [found for found in roots if found.holds(path)]
    return _deepest(holding, path) if holding else ImportRoot("")


def _imports_from_itself(package: list[str], folders: Folders, usage: Usage) -> bool:
    """Whether the code names its own packages from the analysed folder, although that is a package, too."""
    if usage.of(package[0]):
        return False
    return any(usage.of(name) for name in folders.subfolders("") if folders.is_package(name))


def _packages_above(folder: Path) -> list[str]:
    """The names of the packages from the topmost one down to the folder."""
    names: list[str] = []
    while (folder / "__init__.py").exists() and folder.parent != folder:
        names.insert(0, folder.name)
        folder = folder.parent
    return names


def package_of(file: Path) -> str:
    """The dotted name of the package that a file stands in; empty for none."""
    return ".".join(_packages_above(file.parent))


def _inside_package(found: ImportRoot, folders: Folders) -> bool:
    return not found.package and bool(found.folder) and folders.is_package(found.folder)


def _declared(root: Path, folders: Folders, usage: Usage) -> Iterator[ImportRoot]:
    """What metadata says, wherever in the repository it stands."""
    for folder in folders.all():
        files = folders.files(folder)
        metadata = [name for name in METADATA if name in files]
        locations = [found for name in metadata for found in declared_locations(root / folder / name)]
        for where, package in locations:
            target = posixpath.normpath(posixpath.join(folder, where))
            if not target.startswith(("..", "/")) and (root / target).is_dir():
                yield ImportRoot("" if target == "." else target, package)
        source = f"{folder}/src" if folder else "src"
        if metadata and not locations and folders.has_python(source) and not usage.of("src"):
            yield ImportRoot(source)
        if metadata and any(folders.is_package(f"{folder}/{name}") for name in folders.subfolders(folder)):
            yield ImportRoot(folder)


def _started(root: Path, python: Sequence[str], folders: Folders) -> Iterator[str]:
    """Folders of ``manage.py``, and those that start-up scripts name."""
    for path in python:
        folder, _, name = path.rpartition("/")
        if name == "manage.py" and folder and not folders.is_package(folder):
            yield folder
        if name in STARTERS:
            try:
                hints = path_hints((root / path).read_bytes(), path)
            except OSError:
                continue
            yield from (hint for hint in hints if hint != "." and folders.has_python(hint))


def _loose(python: Sequence[str], folders: Folders, known: set[ImportRoot]) -> list[str]:
    """Folders that are no packages but hold topmost packages or modules, and are no known roots."""
    found: set[str] = set()
    for path in python:
        folder = path.rpartition("/")[0]
        if folders.is_package(folder):
            folder = folders.top_package(folder).rpartition("/")[0]
        if not folders.is_package(folder) and not _below_package(folder, folders):
            found.add(folder)
    return sorted(found - {root.folder for root in known})


def _below_package(folder: str, folders: Folders) -> bool:
    """A folder without ``__init__.py`` inside a package is part of it, unless that is the repository."""
    while folder:
        folder = folder.rpartition("/")[0]
        if folders.is_package(folder):
            return bool(folder)
    return False


def _is_namespace(folder: str, nearest: ImportRoot, folders: Folders, usage: Usage) -> bool:
    """Whether the code names what is in the folder from the nearest root, not from the folder itself."""
    dotted = nearest.module(folder + "/__init__.py")
    inside = [name for name in folders.subfolders(folder) if folders.is_package(f"{folder}/{name}")]
    modules = [name.removesuffix(".py") for name in folders.files(folder) if name.endswith(".py")]
    as_namespace = usage.of(dotted)
    as_root = sum(usage.of(name) for name in inside) + sum(usage.of(name, folder) for name in modules)
    if as_namespace or as_root:
        return as_namespace >= as_root
    return not inside
