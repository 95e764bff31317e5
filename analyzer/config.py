"""``decompose.toml`` or ``[tool.decompose]`` in ``pyproject.toml``: what users may configure.

Every key is documented in ``docs/configuration.md``.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from decompose.analyzer.errors import Problem, UserError
from decompose.analyzer.tomltext import Keys, lines_of_keys
from decompose.clustering.options import Evidence, Weights

MAX_BYTES = 1_000_000
"""A configuration file larger than this is refused."""


class OutputFormat(StrEnum):
    """A file that ``decompose analyze`` writes."""

    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"


class Output(msgspec.Struct, frozen=True):
    """Where results are written.

    Attributes:
        folder: relative to the analysed root, inside of it.
        formats: which files are written.
    """

    folder: str = ".decompose"
    formats: tuple[OutputFormat, ...] = tuple(OutputFormat)


class Configuration(msgspec.Struct, frozen=True, rename="kebab"):
    """What the configuration file says; command line options override it.

    Attributes:
        roots: import roots, relative to the analysed root; empty: found by discovery.
        exclude: files to leave out, as ``.gitignore`` patterns.
        include: files to analyse although another rule leaves them out, as ``.gitignore`` patterns.
        pins: unit or table (``*`` patterns allowed) → the service that it belongs to.
        must_link, cannot_link: pairs that have to be, or must not be, in one service.
        shared: patterns of units that belong to the shared library.
        weights: of the parts of the score.
        services: the wanted number of services; None leaves it to the score.
        evidence: the relations that the clustering may use.
        output: where results are written.
    """

    roots: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    pins: dict[str, str] = {}
    must_link: tuple[tuple[str, str], ...] = ()
    cannot_link: tuple[tuple[str, str], ...] = ()
    shared: tuple[str, ...] = ()
    weights: Weights = Weights()
    services: int | None = None
    evidence: tuple[Evidence, ...] = tuple(Evidence)
    output: Output = Output()


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


def check(table: Mapping[str, Any], where: Any) -> Configuration:
    """Convert a table to a configuration; ``where`` says for a key's path where it stands.

    Raises:
        UserError: naming everything that is wrong.
    """
    checked = Checked(where)
    values = checked.fields(table, Configuration, ())
    if checked.problems:
        raise UserError(*checked.problems)
    return Configuration(**values)


class Checked:
    """Collects the problems of a table while it is converted.

    Attributes:
        problems: in the order of the text.
    """

    def __init__(self, where: Any) -> None:
        self.problems: list[Problem] = []
        self._where = where

    def fields(
        self, table: Mapping[str, Any], struct: type[msgspec.Struct], prefix: Keys
    ) -> dict[str, Any]:
        """The converted fields of a struct, by attribute name; problems are collected."""
        known = {kebab(field.name): field for field in msgspec.structs.fields(struct)}
        values: dict[str, Any] = {}
        for key, value in table.items():
            keys = (*prefix, key)
            field = known.get(key)
            if field is None:
                self._unknown(keys, known)
                continue
            is_group = field.type in (Weights, Output)
            if is_group and isinstance(value, dict):
                values[field.name] = field.type(**self.fields(value, field.type, keys))
            else:
                values[field.name] = self._convert(keys, value, field.type)
        return values

    def _convert(self, keys: Keys, value: Any, kind: Any) -> Any:
        try:
            converted = msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            self._wrong(keys, _in_words(str(error), kind))
            return None
        for complaint in _complaints(keys, converted):
            self._wrong(keys, complaint)
        return converted

    def _unknown(self, keys: Keys, known: Mapping[str, object]) -> None:
        near = difflib.get_close_matches(keys[-1].replace("_", "-"), known, n=1, cutoff=0.5)
        mend = f'did you mean "{near[0]}"?' if near else f"known keys: {', '.join(sorted(known))}"
        self.problems.append(Problem(f'unknown key "{".".join(keys)}"', self._where(keys), mend))

    def _wrong(self, keys: Keys, complaint: str) -> None:
        self.problems.append(Problem(f'wrong value for "{".".join(keys)}"', self._where(keys), complaint))


def kebab(name: str) -> str:
    """The key in the file for an attribute's name."""
    return name.replace("_", "-")


def _complaints(keys: Keys, value: Any) -> Iterator[str]:
    """What the types alone do not say."""
    match keys:
        case ("services",) if value is not None and value < 1:
            yield "give a number of 1 or more"
        case ("weights", _) if not 0 <= value < float("inf"):
            yield "give a number of 0 or more"
        case ("output", "folder") if _leaves_root(value):
            yield "give a folder inside the analysed root, relative to it"
        case ("roots",) if any(map(_leaves_root, value)):
            yield "give folders inside the analysed root, relative to it"
        case ("pins",) if any(not service.strip() for service in value.values()):
            yield "a service needs a name"


def _leaves_root(path: str) -> bool:
    parts = PurePosixPath(path.replace("\\", "/"))
    return not path.strip() or parts.is_absolute() or ".." in parts.parts or ":" in path or "\0" in path


def _in_words(message: str, kind: Any) -> str:
    """A validation error in the words of TOML, with the accepted values where they are few."""
    what, _, at = message.partition(" - at `$")
    for python, toml in (("`object`", "table"), ("`str`", "string"), ("`int`", "whole number")):
        what = what.replace(python, toml)
    what = what.replace("`float`", "number").replace("`array`", "list").replace("`null`", "nothing")
    what = what[:1].lower() + what[1:]
    if "enum value" in what:
        enum = OutputFormat if kind == tuple[OutputFormat, ...] else Evidence
        what += f"; known: {', '.join(item.value for item in enum)}"
    at = at.rstrip("`")
    return f"{what} (at {at})" if at else what


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
        line = at.removeprefix("line ").partition(",")[0]
        where = f"{path}:{line}" if line.isdigit() else str(path)
        raise UserError(Problem(f"not valid TOML: {what}", where)) from error
    except RecursionError as error:
        raise UserError(Problem("nested too deeply", str(path), "flatten it")) from error


def _table(document: dict[str, Any], prefix: Keys, path: Path) -> dict[str, Any]:
    table: Any = document
    for key in prefix:
        table = table.get(key, {}) if isinstance(table, dict) else table
    if not isinstance(table, dict):
        raise UserError(Problem(f'"{".".join(prefix)}" is not a table', str(path), "write it as a table"))
    return table
