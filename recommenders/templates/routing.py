"""Which paths of the shared listener lead where: every rule has its own priority, the most particular path first."""

from __future__ import annotations

import re
from dataclasses import dataclass

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


def routes(system: System) -> tuple[Route, ...]:
    """All rules, by priority. What no path leads to goes to what remains of the monolith, if it answers requests."""
    found = [
        (path, service, item)
        for service in system.services
        for item in service.workloads
        if is_balanced(item.part)
        for path in _paths(service, item)
    ]
    groups: dict[tuple[int, str, str], list[str]] = {}
    taken: set[str] = set()
    for path, service, item in sorted(found, key=lambda each: (_weight(each[0]), each[1].slug, each[2].slug)):
        if path not in taken:
            taken.add(path)
            groups.setdefault((_weight(path)[0], service.slug, item.slug), []).append(path)
    most = limits().rule_values
    chunks = [
        (service, item, tuple(paths[start : start + most]))
        for (_, service, item), paths in sorted(groups.items())
        for start in range(0, len(paths), most)
    ]
    return tuple(Route(service, item, paths, 10 * number) for number, (service, item, paths) in enumerate(chunks, 1))


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
    return (-len(path.rstrip("*")), path)


def pattern(path: str) -> str:
    """A path as listeners take it; what they do not take becomes a wildcard.

    >>> pattern("/orders/<int:id>/")
    '/orders/*/'
    """
    holes = re.sub(r"<[^>]*>|\{[^}]*\}", "*", path if path.startswith("/") else f"/{path}")
    plain = re.sub(r"\*+", "*", _OTHER.sub("*", holes))
    longest = limits().path_pattern
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip('*')}*"
