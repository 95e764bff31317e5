"""Modules by their dotted names, and what an import statement means."""

from __future__ import annotations

from collections.abc import Iterable


class Modules:
    """The modules of the program.

    Attributes:
        names: dotted name of each file.
        files: dotted name → file.
    """

    def __init__(self, names: Iterable[str], packages: Iterable[bool]) -> None:
        self.names = list(names)
        self.is_package = list(packages)
        self.files = {name: index for index, name in reversed(list(enumerate(self.names)))}
        self.prefixes = {
            ".".join(parts[:count])
            for parts in (name.split(".") for name in self.names)
            for count in range(1, len(parts))
        }
        """Packages without an ``__init__.py`` that hold modules of the program."""
        self._tails: dict[str, list[str]] = {}
        for name in self.files:
            self._tails.setdefault(name.rpartition(".")[2], []).append(name)

    def absolute(self, file: int, module: str, level: int) -> str | None:
        """The absolute dotted name that an import in a file means; None beyond the top package."""
        if level == 0:
            return module
        package = self.names[file].split(".")
        if not self.is_package[file]:
            package = package[:-1]
        if level > 1:
            package = package[: 1 - level]
        if not package and level > 1:
            return None
        return ".".join([*package, module] if module else package)

    def find(self, dotted: str, importer: int) -> int | None:
        """The file of a module; Python 2's implicit relative imports are tried last."""
        found = self.files.get(dotted)
        if found is not None:
            return found
        parent = self.names[importer] if self.is_package[importer] else self.names[importer].rpartition(".")[0]
        return self.files.get(f"{parent}.{dotted}") if parent else None

    def is_namespace(self, dotted: str) -> bool:
        """A folder of modules that has no ``__init__.py``."""
        return dotted in self.prefixes
