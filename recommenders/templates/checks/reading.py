"""A template as it is read back: its resources, and what refers to what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_HOLE = re.compile(r"\$\{([^!}][^}]*)\}")


@dataclass(frozen=True, slots=True)
class Read:
    """One template.

    Attributes:
        path: of its file.
        size: in bytes.
        document: what is in it.
    """

    path: str
    size: int
    document: dict[str, Any]

    def section(self, name: str) -> dict[str, Any]:
        """``Resources``, ``Parameters``, ``Outputs`` …, empty where it has none."""
        found: dict[str, Any] = self.document.get(name, {})
        return found

    def resources(self, type_: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Logical ids and properties of the resources of that type."""
        for name, resource in sorted(self.section("Resources").items()):
            if resource["Type"] == type_:
                yield name, resource.get("Properties", {})


def walk(value: Any) -> Iterator[Any]:
    """A value and all values within."""
    yield value
    if isinstance(value, dict):
        for each in value.values():
            yield from walk(each)
    elif isinstance(value, list):
        for each in value:
            yield from walk(each)


def references(value: Any) -> Iterator[tuple[str, str]]:
    """What a value refers to: logical ids with the attribute that is asked for, empty for the id itself."""
    for each in walk(value):
        if not isinstance(each, dict) or len(each) != 1:
            continue
        ((how, what),) = each.items()
        if how == "Ref":
            yield what, ""
        elif how == "Fn::GetAtt":
            name, attribute = what if isinstance(what, list) else what.split(".", 1)
            yield name, attribute
        elif how == "Fn::Sub":
            text, given = (what, {}) if isinstance(what, str) else what
            for hole in _HOLE.findall(text):
                if hole not in given:
                    name, _, attribute = hole.partition(".")
                    yield name, attribute


def text_of(value: Any) -> str:
    """A name that is the same in all stacks of an environment: the text of a ``Fn::Sub``."""
    if isinstance(value, dict) and isinstance(value.get("Fn::Sub"), str):
        return str(value["Fn::Sub"])
    return str(value)
