"""Discovery: the Python files of a repository, their module names, and what each is for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from decompose.extractors.ignoring import Ignored
from decompose.extractors.places import Diagnostic, Place, Severity
from decompose.extractors.repository import Repository, Role, SourceFile
from decompose.extractors.roles import role_of
from decompose.extractors.roots import ImportRoot, find_roots

_NEVER = frozenset(
    {
        *("venv", "env", "node_modules", "__pycache__"),
        *("site-packages", "bower_components"),
    }
)
_RESOURCES = (".sql", ".cfg", ".toml", ".ini", ".html", ".jinja", ".jinja2", ".j2")
MOST_BYTES = 5_000_000
"""A larger Python file is data, not a program."""


class DiscoveryOptions(msgspec.Struct, frozen=True):
    """What to look at.

    Attributes:
        roots: import roots, relative to the repository; empty lets discovery find them.
        exclude: patterns (as in ``.gitignore``) of files to leave out.
        include: patterns of files to treat as code whatever their role seems to be.
    """

    roots: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()


def discover(root: Path, options: DiscoveryOptions | None = None) -> Repository:
    """Find the Python files below a folder, or take one file.

    Args:
        root: a repository, a package folder, or a single ``.py`` file.
        options: patterns and import roots.

    Returns:
        the repository; what was left out is among its diagnostics.
    """
    chosen = options or DiscoveryOptions()
    root = root.absolute()
    if root.is_file():
        name = root.stem
        source = SourceFile(root.name, name, size=root.stat().st_size)
        return Repository(name, str(root.parent), (".",), (source,))
    walk = _Walk(root, chosen)
    python, resources = [], []
    for path, size in walk.files():
        if path.endswith((".py", ".pyw")):
            python.append((path, size))
        elif path.endswith(_RESOURCES):
            resources.append(path)
    paths = [path for path, _ in python if role_of(root, path) is Role.CODE]
    roots = [ImportRoot(path) for path in chosen.roots] or find_roots(root, paths)
    sources = _sources(root, python, roots, chosen, walk.diagnostics)
    return Repository(
        name=root.name or "root",
        root=str(root),
        import_roots=tuple(found.path for found in roots),
        sources=tuple(sorted(sources)),
        resources=tuple(sorted(resources)),
        diagnostics=tuple(sorted(set(walk.diagnostics))),
    )


def _sources(
    root: Path,
    python: Iterable[tuple[str, int]],
    roots: list[ImportRoot],
    options: DiscoveryOptions,
    diagnostics: list[Diagnostic],
) -> list[SourceFile]:
    included = Ignored(options.include)
    taken: dict[str, str] = {}
    sources = []
    for path, size in sorted(python):
        if size > MOST_BYTES:
            message = f"{size:,} bytes are more than a program has; the file was left out"
            diagnostics.append(Diagnostic(Place(path, 0), "file-too-large", message))
            continue
        module = module_name(path, roots)
        if module in taken:
            message = f"has the same module name as {taken[module]}; its own path names it instead"
            diagnostics.append(Diagnostic(Place(path, 0), "same-module", message, Severity.NOTE))
            module = path.removesuffix(".py").replace("/", ".")
        taken[module] = path
        role = role_of(root, path) if not included.matches(path) else Role.CODE
        sources.append(SourceFile(path, module, role, path.endswith("__init__.py"), size))
    return sources


def module_name(path: str, roots: Iterable[ImportRoot]) -> str:
    """The dotted name of a file, seen from the deepest import root above it."""
    above = [found for found in roots if found.path == "." or path.startswith(found.path + "/")]
    best = max(above, key=lambda found: len(found.path) if found.path != "." else 0, default=ImportRoot("."))
    inside = path if best.path == "." else path[len(best.path) + 1 :]
    parts = [*best.prefix, *inside.removesuffix(".py").removesuffix(".pyw").split("/")]
    if parts[-1] == "__init__" and len(parts) > 1:
        parts.pop()
    return ".".join(parts)


class _Walk:
    """Walks a folder without following links, leaving out what is ignored."""

    def __init__(self, root: Path, options: DiscoveryOptions) -> None:
        self._root = root
        self._ignored = Ignored(options.exclude).with_repository(root)
        self.diagnostics: list[Diagnostic] = []

    def files(self) -> Iterator[tuple[str, int]]:
        """The files as relative path and size in bytes, in a fixed order."""
        yield from self._folder("", self._ignored)

    def _folder(self, folder: str, ignored: Ignored) -> Iterator[tuple[str, int]]:
        try:
            entries = sorted(os.scandir(self._root / folder), key=lambda entry: entry.name)
        except OSError as error:
            message = f"the folder cannot be read ({error.strerror}); its files were left out"
            self.diagnostics.append(Diagnostic(Place(folder or ".", 0), "unreadable", message))
            return
        if any(entry.name == ".gitignore" for entry in entries) and folder:
            ignored = ignored.with_folder(self._root, folder)
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not _is_text(path):
                message = "the name is not valid Unicode; the file was left out"
                self.diagnostics.append(Diagnostic(Place(ascii(path), 0), "bad-name", message))
            elif entry.is_symlink():
                if entry.name.endswith(".py") or entry.is_dir():
                    message = "links are not followed"
                    self.diagnostics.append(Diagnostic(Place(path, 0), "link", message, Severity.NOTE))
            elif entry.is_dir(follow_symlinks=False):
                if not self._is_skipped(entry.name, path, ignored):
                    yield from self._folder(path, ignored)
            elif entry.is_file(follow_symlinks=False) and not ignored.matches(path):
                yield path, entry.stat(follow_symlinks=False).st_size

    def _is_skipped(self, name: str, path: str, ignored: Ignored) -> bool:
        if name in _NEVER or name.startswith(".") or name.endswith(".egg-info") or ignored.matches(path + "/"):
            return True
        return (self._root / path / "pyvenv.cfg").exists()


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
