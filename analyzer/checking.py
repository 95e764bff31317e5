"""Checks a configuration table, so that everything that is wrong with it is reported together."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, TypeAlias

import msgspec

from decompose.analyzer.configuration import Configuration, Output, OutputFormat
from decompose.analyzer.errors import Problem, UserError
from decompose.analyzer.spans import is_span
from decompose.analyzer.tomltext import Keys
from decompose.clustering.options import Evidence, Weights

Where: TypeAlias = Callable[[Keys], str]
"""Says for a key's path where it stands: ``path:line``."""


def check(table: Mapping[str, Any], where: Where) -> Configuration:
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

    def __init__(self, where: Where) -> None:
        self.problems: list[Problem] = []
        self._where = where

    def fields(self, table: Mapping[str, Any], struct: type[msgspec.Struct], prefix: Keys) -> dict[str, Any]:
        """The converted fields of a struct, by attribute name; problems are collected."""
        known = {kebab(field.name): field for field in msgspec.structs.fields(struct)}
        values: dict[str, Any] = {}
        for key, value in table.items():
            keys = (*prefix, key)
            field = known.get(key)
            if field is None:
                self._unknown(keys, known)
            else:
                values[field.name] = self._value(keys, value, field.type)
        return values

    def _value(self, keys: Keys, value: Any, kind: Any) -> Any:
        """Tables are converted entry by entry, so that a complaint names the entry."""
        if kind in (Weights, Output) and isinstance(value, dict):
            return kind(**self.fields(value, kind, keys))
        if kind == dict[str, str] and isinstance(value, dict):
            return {name: self._convert((*keys, name), text, str) for name, text in value.items()}
        return self._convert(keys, value, kind)

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
        case ("services",) if isinstance(value, int) and value < 1:
            yield "give a number of 1 or more"
        case ("services",) if isinstance(value, str) and not is_span(value):
            yield 'give a number of 1 or more, or a range such as "6-10"'
        case ("previous",) if value is not None and _leaves_root(value):
            yield "give a file inside the analysed root, relative to it"
        case ("weights", _) if not 0 <= value < float("inf"):
            yield "give a number of 0 or more"
        case ("output", "folder") if _leaves_root(value):
            yield "give a folder inside the analysed root, relative to it"
        case ("roots",) if any(map(_leaves_root, value)):
            yield "give folders inside the analysed root, relative to it"
        case ("pins", _) if not value.strip():
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
