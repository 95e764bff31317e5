"""Discovery: the Python files of a repository, their module names, and what each is for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from decompose.extractors.folders import Folders
from decompose.extractors.ignoring import Patterns
from decompose.extractors.naming import name_modules
from decompose.extractors.places import Diagnostic, Place, Severity
from decompose.extractors.plugins import declared_plugins
from decompose.extractors.repository import Repository, Role, SourceFile
from decompose.extractors.roles import MOST_BYTES, Roles
from decompose.extractors.roots import ImportRoot, find_roots, owner, package_of
from decompose.extractors.settings_of_tests import user_model_of_tests
from decompose.extractors.surroundings import tells_of_surroundings
from decompose.extractors.walking import Walk

_RESOURCE = re.compile(
    r".*\.(?:sql|toml|cfg|ini|html|htm|jinja|jinja2|j2|proto|graphql)"
    r"|(?:.*/)?(?:Procfile|crontab|(?:docker-)?compose[^/]*\.ya?ml|serverless\.ya?ml|openapi\.(?:ya?ml|json))"
    r"|(?:.*/)?templates/.*\.(?:txt|xml|eml)"
    r"|(?:.*/)?doctype/(?P<name>[^/]+)/(?P=name)\.json"
)
_SCRIPT_FOLDER = re.compile(r"(?:^|/)(?:bin|scripts|tools)/[^/.]+$")


class DiscoveryOptions(msgspec.Struct, frozen=True):
    """What to look at.

    Attributes:
        roots: import roots, relative to the repository; empty lets discovery find them.
        exclude: patterns (as in ``.gitignore``) of files to leave out.
        include: patterns of files to treat as code whatever their role seems to be.
        gitignore: leave out what the repository's ignore files name, unless it is tracked.
    """

    roots: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    gitignore: bool = True


def discover(root: Path, options: DiscoveryOptions | None = None) -> Repository:
    """Find the Python files below a folder, or take one file.

    Args:
        root: a repository, a package folder, or a single ``.py`` file.
        options: patterns and import roots.

    Returns:
        the repository; what was left out is among its diagnostics. It has no sources where ``root``
        does not exist.
    """
    chosen = options or DiscoveryOptions()
    root = Path(os.path.abspath(root))  # noqa: PTH100 - links in the path the user gave stay as given
    if root.is_file():
        return _single_file(root)
    walk = Walk(root, chosen.exclude, chosen.gitignore).run()
    folders = Folders(walk.sizes)
    roles = _roles(root, walk.sizes, folders, chosen)
    roots, doubts = _roots(root, roles, folders, chosen)
    modules, conflicts = name_modules(roles, roots)
    sources = [
        SourceFile(path, modules[path], role, path.endswith("__init__.py"), walk.sizes[path])
        for path, role in roles.items()
    ]
    own = _own_files(root, walk.sizes, folders)
    diagnostics = {*walk.diagnostics, *doubts, *conflicts, *_too_large(walk.sizes, roles)}
    return Repository(
        name=root.name or "root",
        root=str(root),
        import_roots=_on_path(roles, roots),
        sources=tuple(sorted(sources)),
        resources=tuple(path for path in own if _RESOURCE.fullmatch(path)),
        diagnostics=tuple(sorted(diagnostics)),
        plugins=declared_plugins(root, own),
        user_model=user_model_of_tests(root, roles),
        surroundings=tuple(sorted(path for path in {*own, *walk.hidden} if tells_of_surroundings(path))),
    )


def _single_file(file: Path) -> Repository:
    inside = ImportRoot("", package_of(file))
    source = SourceFile(
        file.name, inside.module(file.name), is_package=file.name == "__init__.py", size=file.stat().st_size
    )
    return Repository(file.stem, str(file.parent), (inside.on_path,), (source,))


def _roles(root: Path, sizes: dict[str, int], folders: Folders, options: DiscoveryOptions) -> dict[str, Role]:
    """The Python files, sorted, each with its role."""
    roles = Roles(root, folders)
    included = Patterns(options.include)
    found: dict[str, Role] = {}
    for path in sorted(sizes):
        if path.endswith((".py", ".pyw")) or (_SCRIPT_FOLDER.search(path) and _is_script(root / path)):
            found[path] = Role.CODE if included.verdict(path) else roles.of(path, sizes[path])
    return found


def _is_script(file: Path) -> bool:
    """A Python program without an ending says so in its first line."""
    try:
        with file.open("rb") as stream:
            first = stream.readline(200)
    except OSError:
        return False
    return first.startswith(b"#!") and b"python" in first


def _roots(
    root: Path, roles: dict[str, Role], folders: Folders, options: DiscoveryOptions
) -> tuple[list[ImportRoot], list[Diagnostic]]:
    """The import roots: those asked for, or those found."""
    if not options.roots:
        own = [path for path, role in roles.items() if role is not Role.VENDORED]
        return find_roots(root, own, folders), []
    doubts, roots = [], [ImportRoot("")]
    for wanted in options.roots:
        folder = wanted.replace("\\", "/").strip("/").removeprefix("./")
        if folder in {"", "."} or (".." not in folder.split("/") and (root / folder).is_dir()):
            roots.append(ImportRoot("" if folder == "." else folder))
        else:
            message = "the import root is no folder of the repository, and is passed over"
            doubts.append(Diagnostic(Place(wanted, 0), "root-missing", message))
    return sorted(set(roots)), doubts


def _on_path(roles: dict[str, Role], roots: list[ImportRoot]) -> tuple[str, ...]:
    """The roots that code is imported from."""
    code = [path for path, role in roles.items() if role is Role.CODE] or list(roles)
    return tuple(sorted({owner(roots, path).on_path for path in code})) or (".",)


def _own_files(root: Path, sizes: Iterable[str], folders: Folders) -> list[str]:
    """All files but those of tests, documentation or other people."""
    roles = Roles(root, folders)
    kept = {Role.CODE, Role.MIGRATION}
    return sorted(path for path in sizes if roles.of_folder(path.rpartition("/")[0]) in kept)


def _too_large(sizes: dict[str, int], roles: dict[str, Role]) -> list[Diagnostic]:
    return [
        Diagnostic(
            Place(path, 0),
            "file-too-large",
            f"{sizes[path] // 1_000_000} MB are more than a program has; taken for generated data",
            Severity.WARNING,
        )
        for path, role in roles.items()
        if role is Role.GENERATED and sizes[path] > MOST_BYTES
    ]
