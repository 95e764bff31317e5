"""Which paths of the shared listener lead where: every rule has its own priority, the most particular path first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from decompose.recommenders.architecture import Workload
from decompose.recommenders.templates.limits import limits
from decompose.recommenders.templates.naming import Named
from decompose.recommenders.templates.services import Service, System, is_balanced

_OTHER = re.compile(r"[^A-Za-z0-9_\-.$/~\"'@:+&?*]+")


@dataclass(frozen=True, slots=True)
class Route:
    """One rule of the listener.

    Attributes:
        service, workload: slugs of where it leads.
        paths: patterns, as many as a rule takes.
        priority: unique; the smallest is asked first.
    """

    service: str
    workload: str
    paths: tuple[str, ...]
    priority: int


@dataclass(slots=True)
class _Rule:
    """A rule that still takes paths, as long as its place in the order does not matter for them."""

    target: tuple[str, str]
    paths: list[str]

    def has_room(self, path: str) -> bool:
        """Whether another path fits, by the bounds of AWS."""
        bounds = limits()
        wildcards = sum(map(_wildcards, (*self.paths, path)))
        return len(self.paths) < bounds.rule_values and wildcards <= bounds.rule_wildcards


@lru_cache(maxsize=4)
def routes(system: System) -> tuple[Route, ...]:
    """All rules, by priority. What no path leads to goes to what remains of the monolith, if it answers requests."""
    found = [
        (path, (service.slug, item.slug))
        for service in system.services
        for item in service.workloads
        if is_balanced(item.part)
        for path in _paths(service, item)
    ]
    rules: list[_Rule] = []
    taken: set[str] = set()
    for path, target in sorted(found, key=lambda each: (_weight(each[0]), each)):
        if path not in taken:
            taken.add(path)
            _place(rules, path, target)
    for target in sorted({target for _, target in found} - {rule.target for rule in rules}):
        rules.insert(0, _Rule(target, [_own_path(target, taken)]))
    return tuple(Route(*rule.target, tuple(rule.paths), 10 * number) for number, rule in enumerate(rules, 1))


def _own_path(target: tuple[str, str], taken: set[str]) -> str:
    """A path for what others have all the paths of: it has to be reachable, and its targets need a rule."""
    number = 1
    while (path := f"/{target[0]}/{target[1]}{'' if number == 1 else f'-{number}'}/*") in taken:
        number += 1
    taken.add(path)
    return path


def _place(rules: list[_Rule], path: str, target: tuple[str, str]) -> None:
    """Into the last rule that leads there and has room, unless a path in between would lose requests by it."""
    for rule in reversed(rules):
        if rule.target == target:
            if rule.has_room(path):
                rule.paths.append(path)
                return
        elif any(overlap(path, other) for other in rule.paths):
            break
    rules.append(_Rule(target, [path]))


def overlap(first: str, second: str) -> bool:
    """Whether some request fits both patterns; ``*`` stands for any characters, slashes too.

    >>> overlap("/a/*", "/*/b"), overlap("/a/*", "/b/*")
    (True, False)
    """
    reached = {(0, 0)}
    waiting = [(0, 0)]
    while waiting:
        one, two = waiting.pop()
        if (one, two) == (len(first), len(second)):
            return True
        for step in _steps(first[one : one + 1], second[two : two + 1]):
            place = (one + step[0], two + step[1])
            if place not in reached:
                reached.add(place)
                waiting.append(place)
    return False


def _steps(first: str, second: str) -> list[tuple[int, int]]:
    """How two patterns can go on from here, together."""
    found = [(1, 0)] if first == "*" else []
    found += [(0, 1)] if second == "*" else []
    if first == "*" and second not in {"", "*"}:
        found.append((0, 1))
    if second == "*" and first not in {"", "*"}:
        found.append((1, 0))
    if first and second and "*" not in {first, second} and ("?" in {first, second} or first == second):
        found.append((1, 1))
    return found


def _wildcards(path: str) -> int:
    return path.count("*") + path.count("?")


def routes_of(service: Service, item: Named[Workload]) -> tuple[Route, ...]:
    """Those that lead to a workload."""
    leads_to = (service.slug, item.slug)
    return tuple(route for route in routes(service.system) if (route.service, route.workload) == leads_to)


def _paths(service: Service, item: Named[Workload]) -> list[str]:
    paths = [pattern(path) for path in item.part.paths if path]
    first = next(each for each in service.workloads if is_balanced(each.part))
    if service.name == service.architecture.remains and item is first:
        paths.append("/*")
    return paths or [f"/{service.slug}/*" if item is first else f"/{service.slug}/{item.slug}/*"]


def _weight(path: str) -> tuple[int, str]:
    """The most particular first: by how much is written out."""
    return (-len(path) + _wildcards(path), path)


def pattern(path: str) -> str:
    """A path as listeners take it; what they do not take becomes a wildcard.

    >>> pattern("/orders/<int:id>/")
    '/orders/*/'
    """
    holes = re.sub(r"<[^>]*>|\{[^}]*\}", "*", path if path.startswith("/") else f"/{path}")
    plain = re.sub(r"\*[*?]+|\?+\*+", "*", _OTHER.sub("*", holes))
    most, longest = limits().rule_wildcards, limits().path_pattern
    parts = re.split(r"([*?])", plain)
    if _wildcards(plain) > most:
        plain = "".join(parts[: 2 * most - 1]) + "*"
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip('*')}*"
