"""What files say that are no part of the program: tables of SQL scripts, DocTypes, migrations; templates.

Each module of this package knows one kind of file and registers itself. Which files matter is decided by
their paths alone; what they say depends on their bytes alone.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from decompose.extractors.graph import Table
from decompose.extractors.marks import Mark
from decompose.extractors.places import Diagnostic, Place, Severity
from decompose.extractors.repository import Repository, Role
from decompose.extractors.template_facts import TemplateFacts

MOST_BYTES = 50_000_000
"""A larger file is a backup, and no declaration."""


class DocType(msgspec.Struct, frozen=True, order=True):
    """A document type of Frappe.

    Attributes:
        name: as users see it (``Sales Invoice``).
        path: its JSON file.
        children: (field, document type) of its child tables.
        is_single: it has no table of its own: its values are rows of ``tabSingles``.
        is_child: its rows are parts of other documents.
    """

    name: str
    path: str
    children: tuple[tuple[str, str], ...] = ()
    is_single: bool = False
    is_child: bool = False


class Migration(msgspec.Struct, frozen=True, order=True):
    """What one migration makes and takes away.

    Attributes:
        path: its file.
        app: the application whose models it speaks of; empty where it speaks of tables.
        made: (model or table, table), sorted.
        gone: models or tables that it drops or renames, sorted.
    """

    path: str
    app: str
    made: tuple[tuple[str, Table], ...] = ()
    gone: tuple[str, ...] = ()


class Declarations(msgspec.Struct, frozen=True):
    """What such files declare.

    Attributes:
        tables: sorted by name; a table may be declared several times.
        doctypes: sorted by name.
        migrations: sorted by path.
        templates: sorted by path.
        diagnostics: what was not understood, sorted.
        marks: what files beside the code tell of how it is built and run, sorted; read elsewhere (``surroundings``).
    """

    tables: tuple[Table, ...] = ()
    doctypes: tuple[DocType, ...] = ()
    migrations: tuple[Migration, ...] = ()
    templates: tuple[TemplateFacts, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    marks: tuple[Mark, ...] = ()


NO_DECLARATIONS = Declarations()
Reader = Callable[[str, bytes], Declarations]
"""(path relative to the repository, content) → what the file declares."""
_READERS: list[tuple[re.Pattern[str], Reader]] = []


def declares_tables(paths: str) -> Callable[[Reader], Reader]:
    """Register a reader of the files whose whole path matches a regular expression."""

    def register(reader: Reader) -> Reader:
        _READERS.append((re.compile(paths), reader))
        return reader

    return register


@lru_cache(maxsize=1)
def _load() -> None:
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        importlib.import_module(f"{__name__}.{module.name}")


class DeclaringFile(msgspec.Struct, frozen=True):
    """A file that may declare tables, with its content."""

    path: str
    data: bytes

    @property
    def digest(self) -> str:
        """What tells contents apart."""
        return f"{self.path}:{hashlib.sha256(self.data).hexdigest()}"


def declaring_files(repository: Repository) -> list[DeclaringFile]:
    """The files of a repository that may declare tables; one that cannot be read is passed over."""
    _load()
    migrations = (source.path for source in repository.sources if source.role is Role.MIGRATION)
    found = []
    for path in sorted({*repository.resources, *migrations}):
        if any(pattern.fullmatch(path) for pattern, _ in _READERS):
            file = Path(repository.root, path)
            try:
                if file.stat().st_size <= MOST_BYTES:
                    found.append(DeclaringFile(path, file.read_bytes()))
            except OSError:
                continue
    return found


def read_declarations(files: Iterable[DeclaringFile]) -> Declarations:
    """What files declare; one that makes a reader fail is a diagnostic."""
    _load()
    read = [_read(file, reader) for file in files for pattern, reader in _READERS if pattern.fullmatch(file.path)]
    return Declarations(
        tuple(sorted((table for found in read for table in found.tables), key=lambda table: table.name)),
        tuple(sorted(doctype for found in read for doctype in found.doctypes)),
        tuple(sorted((migration for found in read for migration in found.migrations), key=lambda found: found.path)),
        tuple(sorted((template for found in read for template in found.templates), key=lambda found: found.path)),
        tuple(sorted(diagnostic for found in read for diagnostic in found.diagnostics)),
    )


def _read(file: DeclaringFile, reader: Reader) -> Declarations:
    try:
        return reader(file.path, file.data)
    except (ValueError, msgspec.MsgspecError, RecursionError, SyntaxError, MemoryError) as error:
        message = f"this declaration of tables could not be read ({type(error).__name__})"
        return Declarations(
            diagnostics=(Diagnostic(Place(file.path, 1), "declaration-not-read", message, Severity.WARNING),)
        )
