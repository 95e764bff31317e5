"""Checks a configuration table, so that everything that is wrong with it is reported together."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import PurePosixPath
from typing import Any, TypeAlias, get_args, get_origin

import msgspec

from decompose.analyzer.configuration import Configuration
from decompose.analyzer.errors import Problem, UserError
from decompose.analyzer.rendering import format_names
from decompose.analyzer.spans import is_span
from decompose.analyzer.tomltext import Keys
from decompose.clustering.guarding.codes import CODES
from decompose.clustering.guarding.tolerating import KIND_NAMES
from decompose.recommenders.conditions import mistakes
from decompose.recommenders.costs.prices import shipped

BUDGETS = (*KIND_NAMES.values(), "all")
"""What there may be a budget for."""

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
        known = {key_of(field): field for field in msgspec.structs.fields(struct)}
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
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(value, dict):
            return self._struct(keys, value, kind)
        if get_origin(kind) is dict and isinstance(value, dict):
            of_entries = get_args(kind)[1]
            return {name: self._value((*keys, name), entry, of_entries) for name, entry in value.items()}
        if _holds_structs(kind) and isinstance(value, list):
            of_entries = get_args(kind)[0]
            return tuple(self._value((*keys, str(number)), entry, of_entries) for number, entry in enumerate(value, 1))
        return self._convert(keys, value, kind)

    def _struct(self, keys: Keys, value: dict[str, Any], kind: type[msgspec.Struct]) -> Any:
        needed = [key_of(field) for field in msgspec.structs.fields(kind) if field.required]
        missing = [key for key in needed if key not in value]
        for key in missing:
            self._wrong(keys, f'"{key}" is missing')
        fields = self.fields(value, kind, keys)
        return None if missing else kind(**fields)

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


def key_of(field: msgspec.structs.FieldInfo) -> str:
    """The key in the file for a field of a struct."""
    return field.encode_name if field.encode_name != field.name else field.name.replace("_", "-")


def _holds_structs(kind: Any) -> bool:
    held = get_args(kind)[:1] if get_origin(kind) is tuple else ()
    return any(isinstance(inner, type) and issubclass(inner, msgspec.Struct) for inner in held)


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
        case ("output", *_):
            yield from _complaints_of_output(keys[1:], value)
        case ("roots",) if any(map(_leaves_root, value)):
            yield "give folders inside the analysed root, relative to it"
        case ("pins", _) if not value.strip():
            yield "a service needs a name"
        case ("recommend" | "cost" | "plan", *_):
            yield from _complaints_of_advice(keys, value)
        case ("check", *_):
            yield from _complaints_of_check(keys[1:], value)
        case _:
            pass


def _complaints_of_advice(keys: Keys, value: Any) -> Iterator[str]:
    match keys:
        case ("recommend", "rules", _, "when" | "unless", _, field):
            yield from mistakes(field, value)
        case ("cost", "prices", price) if price not in {known.id for known in shipped().prices}:
            yield "there is no such price; docs/costs.md lists them"
        case ("cost", "prices", _) | ("cost", "traffic", _, _) if value is not None and not 0 <= value < float("inf"):
            yield "give a number of 0 or more"
        case ("plan", "rates", _) if not 0 <= value[0] <= value[1] < float("inf"):
            yield "give two numbers of 0 or more, the lower one first, as in [1.0, 3.0]"
        case _:
            pass


def _complaints_of_output(keys: Keys, value: Any) -> Iterator[str]:
    match keys:
        case ("folder",) if _leaves_root(value):
            yield "give a folder inside the analysed root, relative to it"
        case ("formats",) if not set(value) <= set(format_names()):
            yield f"formats are: {', '.join(format_names())}"
        case ("web-base",) if not value.startswith(("https://", "http://")):
            yield "give an address that begins with https://"
        case _:
            pass


def _complaints_of_check(keys: Keys, value: Any) -> Iterator[str]:
    match keys:
        case ("baseline",) if _leaves_root(value):
            yield "give a file inside the analysed root, relative to it"
        case ("levels", code) if code not in CODES:
            yield f"there is no such code; known: {', '.join(CODES)}"
        case ("budgets", kind) if kind not in BUDGETS:
            yield f"there is no such kind; known: {', '.join(BUDGETS)}"
        case ("budgets", _) | ("max-new-calls",) if value < 0:
            yield "give a number of 0 or more"
        case ("allow" | "forbid", _, "kinds") if not set(value) <= set(KIND_NAMES.values()):
            yield f"kinds are: {', '.join(KIND_NAMES.values())}"
        case ("overrides", _, "codes") if not set(value) <= set(CODES):
            yield f"codes are: {', '.join(CODES)}"
        case _:
            pass


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
        what += f"; known: {', '.join(item.value for item in _enum_in(kind))}"
    at = at.rstrip("`")
    return f"{what} (at {at})" if at else what


def _enum_in(kind: Any) -> type[Enum]:
    """The enumeration that a type is, or that it holds."""
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return next(_enum_in(inner) for inner in get_args(kind) if inner is not Ellipsis)
