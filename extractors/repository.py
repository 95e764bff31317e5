"""What discovery hands on: the Python files of a repository, each with its module name and role."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from decompose.extractors.places import Diagnostic
from decompose.extractors.plugins import Plugin


class Role(StrEnum):
    """What a file is for. Only code is clustered."""

    CODE = "code"
    TEST = "test"
    MIGRATION = "migration"
    VENDORED = "vendored"
    GENERATED = "generated"
    SETUP = "setup"
    """Build and documentation scripts: ``setup.py``, ``docs/conf.py``, ``noxfile.py``."""


class SourceFile(msgspec.Struct, frozen=True, order=True):
    """One Python file.

    Attributes:
        path: relative to the repository's root, with forward slashes.
        module: dotted name from its import root (``shop.orders.models``; a package's
            ``__init__.py`` has the package's name).
        role: what it is for.
        is_package: it is an ``__init__.py``.
        size: in bytes.
    """

    path: str
    module: str
    role: Role = Role.CODE
    is_package: bool = False
    size: int = 0


class Repository(msgspec.Struct, frozen=True):
    """A repository as discovery sees it.

    Attributes:
        name: the folder's name.
        root: absolute path.
        import_roots: folders that are on ``sys.path`` when the program runs, relative to root.
        sources: the Python files, sorted by path.
        resources: other files that later stages may read (``.sql``, ``.cfg``, ``.toml``, templates),
            relative paths, sorted.
        surroundings: files beside the code that tell how it is built and run (Dockerfiles, requirements, pipelines,
            manifests), relative paths, sorted.
        diagnostics: what was left out, and why.
        plugins: entry points that its packaging metadata declare, sorted.
        user_model: Django's user model (``label.Model``) as the settings of its tests name it; empty without.
    """

    name: str
    root: str
    import_roots: tuple[str, ...] = (".",)
    sources: tuple[SourceFile, ...] = ()
    resources: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    plugins: tuple[Plugin, ...] = ()
    user_model: str = ""
    surroundings: tuple[str, ...] = ()
