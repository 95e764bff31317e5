"""Path rules: which prefixes of the routes lead to one service alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from decompose.extractors.graph import EntryPoint

_METHOD = re.compile(r"[A-Z]+ ")
_VARIABLE = re.compile(r"[<{(\[*:?\\$^]")


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """A path rule.

    Attributes:
        pattern: ``/orders/*``, which means ``/orders`` too, or a whole path.
        routes: how many routes it sends to the service.
        is_shared: routes of others match it, too, so that they need rules of their own before it.
    """

    pattern: str
    routes: int
    is_shared: bool = False


def path_of(entry: EntryPoint) -> str:
    """The path of a route, without its method and what was added to make its name unique."""
    return _METHOD.sub("", entry.name.partition(" → ")[0], count=1)


def segments(path: str) -> list[str]:
    """The parts of a path; variable ones as ``*``."""
    parts = [part for part in path.strip("^$").split("/") if part]
    return ["*" if _VARIABLE.search(part) else part for part in parts]


def rules_of(own: Iterable[EntryPoint], others: Iterable[EntryPoint]) -> list[Rule]:
    """The shortest prefixes that lead to the routes of one service and to none of others, most routes first.

    What has no such prefix is a rule of its own.
    """
    mine = [segments(path_of(entry)) for entry in own]
    foreign = [segments(path_of(entry)) for entry in others]
    found: dict[str, int] = {}
    shared: set[str] = set()
    for path in mine:
        pattern, is_shared = _pattern(path, foreign)
        found[pattern] = found.get(pattern, 0) + 1
        if is_shared:
            shared.add(pattern)
    return sorted((Rule(pattern, count, pattern in shared) for pattern, count in found.items()), key=_most_first)


def _most_first(rule: Rule) -> tuple[int, str]:
    return -rule.routes, rule.pattern


def _pattern(path: Sequence[str], foreign: Sequence[Sequence[str]]) -> tuple[str, bool]:
    for length in range(1, len(path) + 1):
        prefix = path[:length]
        if prefix[-1] != "*" and not any(_matches(prefix, other) for other in foreign):
            return "/" + "/".join(prefix) + "/*", False
    return "/" + "/".join(path), any(_same(path, other) for other in foreign)


def _matches(prefix: Sequence[str], path: Sequence[str]) -> bool:
    return len(path) >= len(prefix) and all(a == b or "*" in (a, b) for a, b in zip(prefix, path, strict=False))


def _same(path: Sequence[str], other: Sequence[str]) -> bool:
    return len(path) == len(other) and _matches(path, other)
