"""Finds and reads ``decompose.toml``, or ``[tool.decompose]`` in ``pyproject.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from decompose.analyzer.checking import check
from decompose.analyzer.configuration import Configuration
from decompose.analyzer.errors import Problem, UserError
from decompose.analyzer.tomltext import Keys, lines_of_keys

MAX_BYTES = 1_000_000
"""A configuration file larger than this is refused."""


def find_configuration(folder: Path) -> Path | None:
    """The configuration file of a folder; ``decompose.toml`` comes before ``pyproject.toml``."""
    own, shared = folder / "decompose.toml", folder / "pyproject.toml"
    if own.is_file():
        return own
    return shared if shared.is_file() and _mentions_tool(shared) else None


def load_configuration(path: Path) -> Configuration:
    """Read and check a configuration file.

    Raises:
        UserError: naming every unknown key and wrong value with its line.
    """
    text = _read(path)
    prefix: Keys = ("tool", "decompose") if path.name == "pyproject.toml" else ()
    table = _table(_parse(text, path), prefix, path)
    lines = lines_of_keys(text)

    def where(keys: Keys) -> str:
        full = prefix + keys
        while full and full not in lines:
            full = full[:-1]
        return f"{path}:{lines[full]}" if full else str(path)

    return check(table, where)


def lines_of_configuration(path: Path) -> dict[Keys, int]:
    """The line of each key of a configuration file that has been read before.

    Raises:
        UserError: it cannot be read.
    """
    prefix: Keys = ("tool", "decompose") if path.name == "pyproject.toml" else ()
    lines = lines_of_keys(_read(path))
    return {keys[len(prefix) :]: line for keys, line in lines.items() if keys[: len(prefix)] == prefix}


def _mentions_tool(path: Path) -> bool:
    try:
        document = tomllib.loads(_read(path))
    except (tomllib.TOMLDecodeError, RecursionError, UserError):
        return False  # somebody else's broken file is no reason to refuse the analysis
    tool = document.get("tool")
    return isinstance(tool, dict) and "decompose" in tool


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UserError(Problem(f"cannot read the configuration: {error.strerror}", str(path))) from error
    if len(data) > MAX_BYTES:
        raise UserError(Problem("the configuration is larger than 1 MB", str(path), "shorten it"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UserError(Problem("not valid UTF-8", f"{path}:{line}", "save it as UTF-8")) from error


def _parse(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, at = str(error).partition(" (at ")
        line = at.removeprefix("line ").partition(",")[0] if at.startswith("line ") else str(text.count("\n") + 1)
        raise UserError(Problem(f"not valid TOML: {what}", f"{path}:{line}")) from error
    except RecursionError as error:
        raise UserError(Problem("nested too deeply", str(path), "flatten it")) from error


def _table(document: dict[str, Any], prefix: Keys, path: Path) -> dict[str, Any]:
    table: Any = document
    for key in prefix:
        table = table.get(key, {}) if isinstance(table, dict) else table
    if not isinstance(table, dict):
        raise UserError(Problem(f'"{".".join(prefix)}" is not a table', str(path), "write it as a table"))
    return table
