"""How the code is built today, as far as the repository tells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from decompose.extractors.graph import DependencyGraph, EntryKind
from decompose.extractors.marks import Mark, MarkKind, TraitKind
from decompose.recommenders.architecture import Packaging, Workload
from decompose.recommenders.routes import path_of

_VERSION = re.compile(r"(?<![\d.])3\.(\d{1,2})(?![\d])")
_ASIDE = frozenset({"bin", "tools", "scripts", "examples", "utils", "dev", "docs", "contrib"})
_MANIFESTS = ("requirements.txt", "pyproject.toml", "Pipfile", "setup.cfg", "setup.py")


def packaging_of(graph: DependencyGraph) -> Packaging:
    """Version, requirements, application and health check, from the files beside the code."""
    started = " ".join(mark.value for mark in _of(graph, MarkKind.PROCESS))
    applications = sorted(_of(graph, MarkKind.APPLICATION), key=lambda mark: _rank(mark, started))
    ports = sorted({int(mark.value) for mark in _of(graph, MarkKind.PORT) if mark.value.isdigit()})
    settings = sorted(m.value for m in _of(graph, MarkKind.SETTING) if m.name == "DJANGO_SETTINGS_MODULE")
    return Packaging(
        python_of(graph.marks),
        next(iter(_manifests(graph)), ""),
        tuple(sorted({mark.name for mark in _of(graph, MarkKind.SYSTEM_PACKAGE)})),
        applications[0].value if applications else "",
        bool(applications) and applications[0].name == "asgi",
        settings[0] if settings else "",
        _health(graph),
        ports[0] if len(ports) == 1 else 8000,
    )


def _rank(application: Mark, started: str) -> tuple[int, Mark]:
    """What a process of the repository names goes first, then what is no tool, ASGI, what is called as such."""
    name = application.value.rpartition(":")[2]
    is_named = application.value in started
    is_aside = bool(set(application.place.path.split("/")[:-1]) & _ASIDE)
    rank = (not is_named, is_aside, application.name != "asgi", name not in {"app", "application"})
    return sum(flag << (3 - at) for at, flag in enumerate(rank)), application


def started(workloads: Iterable[Workload], graph: DependencyGraph) -> list[Workload]:
    """Workloads with the command that starts them, where the repository names exactly one for such a process."""
    commands: dict[str, set[str]] = defaultdict(set)
    for mark in _of(graph, MarkKind.PROCESS):
        commands[mark.name.lower()].add(mark.value)
    found = []
    for workload in workloads:
        known = commands.get(workload.name) or commands.get(workload.kind.value) or set()
        command = next(iter(known)) if len(known) == 1 else ""
        found.append(msgspec.structs.replace(workload, command=command))
    return found


def python_of(marks: Iterable[Mark]) -> str:
    """The version of Python: that of an image or a version file, or else the lowest that is allowed; empty without."""
    told = [mark for mark in marks if mark.kind is MarkKind.PYTHON]
    exact = [found for mark in told if not mark.value.startswith((">", "^", "~")) for found in _minors(mark.value)]
    least = [min(found) for mark in told if (found := list(_minors(mark.value)))]
    minor = max(exact, default=max(least, default=None))
    return f"3.{minor}" if minor is not None else ""


def _minors(text: str) -> Iterator[int]:
    yield from (int(found.group(1)) for found in _VERSION.finditer(text))


def _manifests(graph: DependencyGraph) -> list[str]:
    """Files with requirements, those of the root before others, by their usual order."""
    paths = sorted({mark.place.path for mark in _of(graph, MarkKind.MANIFEST)})

    def rank(path: str) -> tuple[int, int, str]:
        name = path.rpartition("/")[2]
        return path.count("/"), _MANIFESTS.index(name) if name in _MANIFESTS else len(_MANIFESTS), path

    return sorted(paths, key=rank)


def _health(graph: DependencyGraph) -> str:
    """The path of a health check that exists."""
    symbols = {trait.symbol for trait in graph.traits if trait.kind is TraitKind.HEALTH}
    paths = [path_of(e.name) for e in graph.entry_points if e.kind is EntryKind.HTTP and e.symbol in symbols]
    return min(filter(None, paths), key=lambda path: (len(path), path), default="")


def _of(graph: DependencyGraph, kind: MarkKind) -> list[Mark]:
    return [mark for mark in graph.marks if mark.kind is kind]
