"""Path rules: which prefixes of the routes lead to one service alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

_VARIABLE = re.compile(r"[<{(\[*:?\\$^]")
_ANY = "*"


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


@dataclass(slots=True)
class _Node:
    """A segment of a path: who has routes here, and here or below."""

    ends: set[str] = field(default_factory=set)
    services: set[str] = field(default_factory=set)
    below: dict[str, _Node] = field(default_factory=dict)


def path_of(entry_point: str) -> str:
    """The path in an entry point's name (``http POST /orders/<id>``); empty without one."""
    return next((word for word in entry_point.split() if word.startswith("/")), "")


def segments(path: str) -> list[str]:
    """The parts of a path; variable ones as ``*``."""
    parts = [part for part in _without_groups(path).strip("^$").split("/") if part]
    return [_ANY if _VARIABLE.search(part) else part for part in parts]


def _without_groups(path: str) -> str:
    """A path whose groups and classes of characters (``(?P<id>[^/]+)``) are ``*``: their slashes do not count."""
    found: list[str] = []
    depth = 0
    for character in path:
        is_outside = depth == 0
        if character in "([":
            depth += 1
        elif character in ")]" and depth:
            depth -= 1
        if is_outside:
            found.append(character if depth == 0 else _ANY)
    return "".join(found)


class Routes:
    """The routes of all services."""

    def __init__(self, routes: Iterable[tuple[str, str]]) -> None:
        """Take them in.

        Args:
            routes: (service, name of the entry point); names without a path are passed over.
        """
        self._root = _Node()
        self._paths: dict[str, list[list[str]]] = {}
        for service, name in routes:
            path = path_of(name)
            if path:
                self._add(service, segments(path))

    def _add(self, service: str, path: list[str]) -> None:
        self._paths.setdefault(service, []).append(path)
        node = self._root
        node.services.add(service)
        for part in path:
            node = node.below.setdefault(part, _Node())
            node.services.add(service)
        node.ends.add(service)

    def rules_of(self, service: str) -> list[Rule]:
        """The shortest prefixes that lead to the routes of one service and to none of others, most routes first.

        What has no such prefix is a rule of its own.
        """
        found: dict[str, int] = {}
        shared: set[str] = set()
        for path in self._paths.get(service, ()):
            pattern, is_shared = self._pattern(service, path)
            found[pattern] = found.get(pattern, 0) + 1
            if is_shared:
                shared.add(pattern)
        rules = (Rule(pattern, count, pattern in shared) for pattern, count in found.items())
        return sorted(rules, key=lambda rule: (-rule.routes, rule.pattern))

    def patterns_of(self, service: str) -> tuple[str, ...]:
        """The same as a load balancer takes them: ``/orders`` and ``/orders/*`` apart, as far as routes need them."""
        found = set()
        for path in self._paths.get(service, ()):
            pattern, _ = self._pattern(service, path)
            is_prefix_alone = pattern.endswith("/*") and len(segments(pattern)) - 1 == len(path)
            found.add(pattern[:-2] if is_prefix_alone else pattern)
        return tuple(sorted(found))

    def _pattern(self, service: str, path: Sequence[str]) -> tuple[str, bool]:
        nodes = [self._root]
        for length, part in enumerate(path, start=1):
            nodes = [below for node in nodes for below in _matching(node, part)]
            if part != _ANY and all(node.services == {service} for node in nodes):
                return "/" + "/".join(path[:length]) + "/*", False
        return "/" + "/".join(path), any(node.ends - {service} for node in nodes)


def _matching(node: _Node, part: str) -> Iterator[_Node]:
    """The nodes below that a segment may mean."""
    if part == _ANY:
        yield from node.below.values()
    else:
        yield from (node.below[known] for known in (part, _ANY) if known in node.below)
