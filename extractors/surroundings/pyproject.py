"""``pyproject.toml`` (standard metadata and Poetry's) and ``Pipfile``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.surroundings import Surrounding, tells
from decompose.extractors.surroundings.documents import read_toml, table, texts
from decompose.extractors.surroundings.requirements import normalised, requirements


@tells(r"(?:.*/)?pyproject\.toml")
def pyproject(file: Surrounding) -> Iterator[Mark]:
    """Version of Python and dependencies; extras and groups are chosen by others."""
    document = read_toml(file.text)
    project, poetry = table(document, "project"), table(document, "tool", "poetry")
    dependencies = texts(project.get("dependencies"))
    if project or poetry:
        yield file.mark(
            MarkKind.MANIFEST, "pyproject.toml", "", file.line_of("[project]" if project else "[tool.poetry")
        )
    wanted = project.get("requires-python")
    if isinstance(wanted, str):
        yield file.mark(MarkKind.PYTHON, "requires-python", wanted, file.line_of("requires-python"))
    yield from requirements(file, dependencies)
    yield from _named(file, table(poetry, "dependencies"))


@tells(r"(?:.*/)?Pipfile")
def pipfile(file: Surrounding) -> Iterator[Mark]:
    """Version of Python and packages; those for development are left out."""
    document = read_toml(file.text)
    yield file.mark(MarkKind.MANIFEST, "Pipfile")
    for key in ("python_version", "python_full_version"):
        wanted = table(document, "requires").get(key)
        if isinstance(wanted, str):
            yield file.mark(MarkKind.PYTHON, key, wanted, file.line_of(key))
    yield from _named(file, table(document, "packages"))


def _named(file: Surrounding, listed: Mapping[str, Any]) -> Iterator[Mark]:
    """Dependencies as a mapping: ``requests = "^2.31"``, ``redis = {version = ">=5", optional = true}``."""
    for name, wanted in listed.items():
        given = wanted[0] if isinstance(wanted, list) and wanted else wanted
        version = given.get("version", "") if isinstance(given, dict) else given
        if not isinstance(version, str) or (isinstance(given, dict) and given.get("optional") is True):
            continue
        line = _line_of_key(file, name)
        if name.lower() == "python":
            yield file.mark(MarkKind.PYTHON, "python", version, line)
        else:
            yield file.mark(MarkKind.REQUIREMENT, normalised(name), "" if version == "*" else version, line)


def _line_of_key(file: Surrounding, name: str) -> int:
    starts = (f"{name} ", f"{name}=", f'"{name}"', f"{name}.")
    return next((number for number, line in enumerate(file.lines, 1) if line.strip().startswith(starts)), 1)
