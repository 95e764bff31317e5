"""Where a project's packaging metadata says that its packages are."""

from __future__ import annotations

import ast
import configparser
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from decompose.extractors.decoding import decode
from decompose.extractors.parsing import parse

Location: TypeAlias = tuple[str, str]
"""A folder, relative to the metadata's, and the dotted name of the package it is; empty for a root."""

_MOST_BYTES = 2_000_000


def declared_locations(file: Path) -> list[Location]:
    """What one file of metadata says; nothing where it cannot be read or is silent."""
    reader = _READERS.get(file.name)
    try:
        if reader is None or not file.is_file() or file.stat().st_size > _MOST_BYTES:
            return []
        data = file.read_bytes()
    except OSError:
        return []
    return sorted(set(reader(data)))


def _pyproject(data: bytes) -> Iterator[Location]:
    try:
        tools = _table(tomllib.loads(decode(data).text), "tool")
    except (ValueError, RecursionError):
        return
    yield from _setuptools(_table(tools, "setuptools"))
    for entry in _list(_table(tools, "poetry").get("packages")):
        if isinstance(entry, dict) and isinstance(entry.get("from"), str):
            yield entry["from"], ""
    yield from _hatch(_table(tools, "hatch", "build"))
    yield from _hatch(_table(tools, "hatch", "build", "targets", "wheel"))
    for backend, key in (("pdm", "package-dir"), ("flit", "source"), ("maturin", "python-source")):
        for place in (_table(tools, backend), _table(tools, backend, "build")):
            if isinstance(place.get(key), str):
                yield place[key], ""
    module_root = _table(tools, "uv", "build-backend").get("module-root")
    if isinstance(module_root, str):
        yield module_root, ""


def _setuptools(table: Mapping[str, Any]) -> Iterator[Location]:
    yield from _package_dir(_table(table, "package-dir"))
    for where in _list(_table(table, "packages", "find").get("where")):
        if isinstance(where, str):
            yield where, ""


def _hatch(table: Mapping[str, Any]) -> Iterator[Location]:
    for package in _list(table.get("packages")):
        if isinstance(package, str):
            yield package.rstrip("/").rpartition("/")[0] or ".", ""
    sources = table.get("sources")
    yield from ((source, "") for source in _list(sources) if isinstance(source, str))
    yield from _package_dir({str(name): folder for folder, name in _table(table, "sources").items()})


def _package_dir(folders: Mapping[str, Any]) -> Iterator[Location]:
    """``package_dir``: a package's dotted name → its folder, the empty name for all others."""
    for package, folder in folders.items():
        if isinstance(folder, str):
            yield folder, package


def _setup_cfg(data: bytes) -> Iterator[Location]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(decode(data).text)
    except (configparser.Error, ValueError):
        return
    for line in parser.get("options", "package_dir", fallback="").splitlines():
        package, equals, folder = line.partition("=")
        if equals and folder.strip():
            yield folder.strip(), package.strip()
    for where in parser.get("options.packages.find", "where", fallback="").split():
        yield where, ""


def _setup_py(data: bytes) -> Iterator[Location]:
    """The literal arguments of ``setup(package_dir={…})`` and ``find_packages("src")``."""
    tree = parse(data).tree
    for call in ast.walk(tree) if tree else ():
        match call:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments, keywords=keywords):
                named = {keyword.arg: keyword.value for keyword in keywords}
                if name == "setup":
                    literal = _literal(named.get("package_dir"))
                    yield from _package_dir(literal if isinstance(literal, dict) else {})
                elif name in {"find_packages", "find_namespace_packages"}:
                    where = _literal(named.get("where", arguments[0] if arguments else None))
                    if isinstance(where, str):
                        yield where, ""
            case _:
                continue


def _literal(node: ast.expr | None) -> object:
    try:
        return ast.literal_eval(node) if node is not None else None
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None


def _table(document: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    current: Any = document
    for key in keys:
        current = current.get(key) if isinstance(current, dict) else None
    return current if isinstance(current, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


_READERS: dict[str, Callable[[bytes], Iterator[Location]]] = {
    "pyproject.toml": _pyproject,
    "setup.cfg": _setup_cfg,
    "setup.py": _setup_py,
}
METADATA = tuple(_READERS)
"""Names of the files that are read."""
