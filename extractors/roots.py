"""Import roots: the folders that are on the path when the program runs."""

from __future__ import annotations

import configparser
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class ImportRoot:
    """A folder of importable modules.

    Attributes:
        path: relative to the analysed folder; ``.`` for itself.
        prefix: packages above the analysed folder, where it lies inside one.
    """

    path: str
    prefix: tuple[str, ...] = ()


def find_roots(root: Path, python: Sequence[str]) -> list[ImportRoot]:
    """The import roots of a repository.

    Args:
        root: the analysed folder.
        python: its Python files, relative.

    Returns:
        ``.`` and what packaging metadata, ``manage.py``, ``src`` layouts and packages point to.
    """
    if (root / "__init__.py").exists():
        return [ImportRoot(".", tuple(_packages_above(root)))]
    found = {".", *_declared(root, python)}
    packages = {path.rpartition("/")[0] for path in python if path.endswith("__init__.py")}
    for path in python:
        folder, _, name = path.rpartition("/")
        if name == "manage.py" and folder and not _is_below_code(folder, set(), python):
            found.add(folder)
    for package in packages:
        top = package
        while "/" in top and top.rpartition("/")[0] in packages:
            top = top.rpartition("/")[0]
        above = top.rpartition("/")[0]
        if above and not _is_below_code(above, found, python):
            found.add(above)
    return [ImportRoot(path) for path in sorted(found)]


def _packages_above(root: Path) -> list[str]:
    names: list[str] = []
    folder = root
    while (folder / "__init__.py").exists() and folder.parent != folder:
        names.insert(0, folder.name)
        folder = folder.parent
    return names


def _is_below_code(folder: str, roots: set[str], python: Sequence[str]) -> bool:
    """A folder of modules without ``__init__.py`` below a package is a namespace, not a root."""
    parts = folder.split("/")
    inits = {path for path in python if path.endswith("__init__.py")}
    return any(
        "/".join([*parts[:count], "__init__.py"]) in inits for count in range(1, len(parts) + 1)
    ) or any(root != "." and folder.startswith(root + "/") for root in roots)


def _declared(root: Path, python: Sequence[str]) -> Iterator[str]:
    """What ``pyproject.toml`` and ``setup.cfg`` files say, wherever they stand."""
    folders = sorted({path.rpartition("/")[0] for path in python if path.count("/") <= 2} | {""})
    for folder in folders:
        for base in _from_pyproject(root / folder / "pyproject.toml"):
            yield _inside(folder, base)
        for base in _from_setup_cfg(root / folder / "setup.cfg"):
            yield _inside(folder, base)
        is_project = any((root / folder / name).exists() for name in ("pyproject.toml", "setup.py", "setup.cfg"))
        source = root / folder / "src"
        if is_project and source.is_dir() and not (source / "__init__.py").exists():
            yield _inside(folder, "src")


def _inside(folder: str, base: str) -> str:
    joined = "/".join(part for part in (folder, base.strip("/")) if part and part != ".")
    return joined or "."


def _from_pyproject(file: Path) -> Iterator[str]:
    try:
        document = tomllib.loads(file.read_text(errors="replace"))
    except (OSError, ValueError):
        return
    tool = document.get("tool")
    tables: dict[str, Any] = tool if isinstance(tool, dict) else {}
    setuptools = tables.get("setuptools")
    if isinstance(setuptools, dict):
        package_dir = setuptools.get("package-dir")
        if isinstance(package_dir, dict) and isinstance(package_dir.get(""), str):
            yield package_dir[""]
        packages = setuptools.get("packages")
        find = packages.get("find") if isinstance(packages, dict) else None
        where = find.get("where") if isinstance(find, dict) else None
        yield from (entry for entry in where or () if isinstance(entry, str))
    poetry = tables.get("poetry")
    for entry in (poetry.get("packages") or ()) if isinstance(poetry, dict) else ():
        if isinstance(entry, dict) and isinstance(entry.get("from"), str):
            yield entry["from"]


def _from_setup_cfg(file: Path) -> Iterator[str]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(file.read_text(errors="replace"))
    except (OSError, configparser.Error):
        return
    for line in parser.get("options", "package_dir", fallback="").splitlines():
        name, _, base = line.partition("=")
        if base.strip() and not name.strip():
            yield base.strip()
    where = parser.get("options.packages.find", "where", fallback="").strip()
    if where:
        yield where
