"""Gives every file a module name of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from decompose.extractors.places import Diagnostic, Place, Severity
from decompose.extractors.repository import Role
from decompose.extractors.roots import ImportRoot, owner


def name_modules(paths: dict[str, Role], roots: Sequence[ImportRoot]) -> tuple[dict[str, str], list[Diagnostic]]:
    """The module name of each file.

    Where two import roots have the same module, which of them a program means depends on how it is
    started. The first root's package keeps its names; the others' are named from the repository
    instead, the package as a whole, so that its modules stay together.

    Args:
        paths: the files with their roles; a conflict among tests alone is not worth a diagnostic.
        roots: the import roots, in order of precedence.
    """
    owners = {path: owner(roots, path) for path in paths}
    modules = {path: root.module(path) for path, root in owners.items()}
    moved: set[tuple[ImportRoot, str]] = set()
    diagnostics: list[Diagnostic] = []
    for first, *others in _of_same_name(paths, modules, owners):
        for path in others:
            package = modules[path].partition(".")[0]
            if owners[path] == owners[first] or (owners[path], package) in moved:
                continue
            moved.add((owners[path], package))
            if paths[path] is Role.CODE:
                what = f"{package} is also a package of {owners[first].folder or 'the repository'}"
                where = _qualified(owners[path], package)
                message = f"{what}; its modules are named {where} here"
                diagnostics.append(Diagnostic(Place(path, 0), "same-module", message, Severity.NOTE))
    for path, root in owners.items():
        if (root, modules[path].partition(".")[0]) in moved:
            modules[path] = _qualified(root, modules[path])
    return _made_unique(modules), diagnostics


def _of_same_name(paths: Iterable[str], modules: dict[str, str], owners: dict[str, ImportRoot]) -> list[list[str]]:
    """Groups of files with one name, each in order of precedence."""
    groups: dict[str, list[str]] = defaultdict(list)
    for path in sorted(paths, key=lambda path: (owners[path], path)):
        groups[modules[path]].append(path)
    return [group for group in groups.values() if len(group) > 1]


def _qualified(root: ImportRoot, module: str) -> str:
    return ".".join([*root.folder.split("/"), module]) if root.folder else module


def _made_unique(modules: dict[str, str]) -> dict[str, str]:
    """A package hides the module of the same name beside it, which is told apart by a suffix."""
    taken: set[str] = set()
    unique: dict[str, str] = {}
    for path in sorted(modules, key=lambda path: (not path.endswith("/__init__.py"), path)):
        name = modules[path]
        while name in taken:
            name += "__hidden"
        taken.add(name)
        unique[path] = name
    return unique
