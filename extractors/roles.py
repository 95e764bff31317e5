"""What each file is for, told by its path, its neighbours and its first lines.

The outermost folder that says something decides: a migration below ``tests/`` is a test. A name alone
does not suffice where an application could have it too: an application for vendors may be called
``vendor``, one for medical tests ``tests``.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from decompose.extractors.folders import Folders
from decompose.extractors.repository import Role

MOST_BYTES = 2_000_000
"""A larger Python file is data that some program wrote."""

_VENDORED = frozenset(
    {"_vendor", "_vendored", "vendored", "third_party", "third-party", "thirdparty", "3rdparty", "extern"}
)
_VENDORED_OR_APP = frozenset({"vendor", "externals", "bundled"})
_TESTS = frozenset(
    {
        *("test", "tests", "testing", "testsuite", "unittests", "unit_tests", "e2e"),
        *("functional_tests", "integration_tests", "acceptance_tests"),
    }
)
_MIGRATIONS = frozenset({"migrations", "south_migrations", "migrate_repo", "alembic", "alembic_migrations"})
_MIGRATION_FILE = re.compile(r"(?:V?\d{3,}|[0-9a-f]{8,})[_-].*\.(?:py|sql)|\d{4}\.py")
_MIGRATION_TOOL = frozenset({"script.py.mako", "migrate.cfg", "alembic.ini"})
_APP = frozenset({"models.py", "models", "apps.py", "views.py", "views", "urls.py", "services.py", "migrations"})
_ASIDE = frozenset({"docs", "doc", "examples", "example", "sandbox", "benchmarks", "benchmark"})
_BUILD_SCRIPT = frozenset(
    {"setup.py", "noxfile.py", "fabfile.py", "hatch_build.py", "versioneer.py", "ez_setup.py", "conanfile.py"}
)
_TEST_FILE = re.compile(r"(?:test_.*|.*_tests?|tests?|conftest|testing)\.py")
_SURE_TEST_FILE = frozenset({"conftest.py", "tests.py", "test.py", "testing.py"})
_TEST_CODE = re.compile(rb"\b(?:unittest|pytest|nose|testtools|TestCase)\b|^[ \t]*(?:async )?def test", re.MULTILINE)
_GENERATED_FILE = re.compile(r".*_pb2(?:_grpc)?\.py")
_GENERATED_MARK = re.compile(
    rb"\bgenerated (?:by|from|using|with|code)\b|@generated\b|do not (?:edit|modify)\b|\bcode generated\b",
    re.IGNORECASE,
)
_FOR_PEOPLE = re.compile(rb"startproject|startapp|cookiecutter", re.IGNORECASE)
_HEAD, _TEST_HEAD = 1_000, 65_536


class Roles:
    """Tells the roles of a repository's files."""

    def __init__(self, root: Path, folders: Folders) -> None:
        self._root = root
        self._folders = folders
        self._known: dict[str, Role] = {"": Role.CODE}

    def of(self, path: str, size: int) -> Role:
        """The role of a Python file of so many bytes."""
        folder, _, name = path.rpartition("/")
        role = self.of_folder(folder)
        return role if role is not Role.CODE else self._of_file(path, name, size)

    def of_folder(self, folder: str) -> Role:
        """The role of everything in a folder, as far as folders decide it."""
        unknown = []
        while folder not in self._known:
            unknown.append(folder)
            folder = folder.rpartition("/")[0]
        role = self._known[folder]
        for inner in reversed(unknown):
            role = role if role is not Role.CODE else self._own(inner)
            self._known[inner] = role
        return role

    def _own(self, folder: str) -> Role:
        above, _, name = folder.rpartition("/")
        name = name.lower()
        if name in _VENDORED or (name in _VENDORED_OR_APP and not self._is_app(folder)):
            return Role.VENDORED
        if self._holds_migrations(folder, name):
            return Role.MIGRATION
        if name in _TESTS and (folder in self._with_tests or not self._is_app(folder)):
            return Role.TEST
        is_named_so = name.startswith("test_") or name.endswith(("_test", "_tests"))
        if is_named_so and folder in self._with_tests and f"{name}.py" not in self._folders.files(folder):
            return Role.TEST  # lab_test/lab_test.py is about tests in a laboratory
        if "{{" in name or self._is_documentation(folder) or (not above and name in _ASIDE and self._is_project):
            return Role.SETUP
        return Role.CODE

    def _is_app(self, folder: str) -> bool:
        """It looks like a part of the application: it has models, views …"""
        return bool(_APP & self._folders.names(folder))

    @cached_property
    def _with_tests(self) -> frozenset[str]:
        """Folders that hold test files, directly or below; a ``tests`` folder speaks only for itself."""
        found: set[str] = set()
        for folder in self._folders.all():
            files = self._folders.files(folder)
            if not any(_TEST_FILE.fullmatch(name) and name not in {"tests.py", "testing.py"} for name in files):
                continue
            above = folder
            while above and above not in found:
                found.add(above)
                above, _, name = above.rpartition("/")
                if name in _TESTS:
                    break
        return frozenset(found)

    def _holds_migrations(self, folder: str, name: str) -> bool:
        files, subfolders = self._folders.files(folder), self._folders.subfolders(folder)
        if "versions" in subfolders and ("env.py" in files or _MIGRATION_TOOL & files):
            return True
        if "env.py" in files and "script.py.mako" in files:
            return True
        if name == "patches" and "patches.txt" in self._folders.files(folder.rpartition("/")[0]):
            return True  # Frappe's
        if name not in _MIGRATIONS:
            return False
        versions = self._folders.files(f"{folder}/versions")
        return files <= {"__init__.py"} or any(map(_MIGRATION_FILE.fullmatch, files | versions))

    def _is_documentation(self, folder: str) -> bool:
        """It is a Sphinx project's."""
        files = self._folders.files(folder)
        return "conf.py" in files and any(name.startswith("index.") for name in files)

    @cached_property
    def _is_project(self) -> bool:
        """The repository has a distribution of its own, so that its documentation stands beside it."""
        return bool({"pyproject.toml", "setup.py", "setup.cfg", "manage.py"} & self._folders.files(""))

    def _of_file(self, path: str, name: str, size: int) -> Role:
        if name in _SURE_TEST_FILE:
            return Role.TEST
        if _TEST_FILE.fullmatch(name) and _TEST_CODE.search(self._head(path, _TEST_HEAD)):
            return Role.TEST
        if name in _BUILD_SCRIPT and not self._folders.is_package(path.rpartition("/")[0]):
            return Role.SETUP
        if _GENERATED_FILE.fullmatch(name) or size > MOST_BYTES or _says_generated(self._head(path, _HEAD)):
            return Role.GENERATED
        if name == "tasks.py" and "/" not in path and b"import" in (head := self._head(path, _HEAD)):
            return Role.SETUP if re.search(rb"^(?:from|import) invoke\b", head, re.MULTILINE) else Role.CODE
        return Role.CODE

    def _head(self, path: str, size: int) -> bytes:
        try:
            with (self._root / path).open("rb") as stream:
                return stream.read(size)
        except OSError:
            return b""


def _says_generated(head: bytes) -> bool:
    """A comment at the top says so, or a docstring that also says not to edit it."""
    if not _GENERATED_MARK.search(head):
        return False
    lines = [line.strip() for line in head.splitlines()]
    comments = b"\n".join(line for line in lines if line.startswith(b"#"))
    if _GENERATED_MARK.search(comments):
        return not _FOR_PEOPLE.search(comments)
    start = head.lstrip()
    docstring = head.split(start[:3], 2)[1] if start[:3] in {b'"""', b"'''"} else b""
    return b"do not edit" in docstring.lower() and b"generated" in docstring.lower()
