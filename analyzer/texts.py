"""The texts of the files of one state of the code: of a folder, or of what git keeps."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from pathlib import Path

from decompose.analyzer.writing import leads_out
from decompose.clustering.guarding.suppressing import MARK
from decompose.extractors.graph import DependencyGraph
from decompose.extractors.revisions import Revision, content_of, files_with

_MOST_BYTES = 5_000_000


class Files(ABC):
    """Reads each file once."""

    def __init__(self) -> None:
        self._texts: dict[str, str | None] = {}

    def read(self, path: str) -> str | None:
        """The text of a file; None where it cannot be had."""
        if path not in self._texts:
            data = self._bytes(path)
            self._texts[path] = None if data is None else data.decode("utf-8", "replace")
        return self._texts[path]

    def marked(self, graph: DependencyGraph) -> Mapping[str, str]:
        """The files that hold suppressions, of those that a graph has relations in: path → text."""
        return {path: self.read(path) or "" for path in sorted(self._marked(graph))}

    @abstractmethod
    def _bytes(self, path: str) -> bytes | None: ...

    @abstractmethod
    def _marked(self, graph: DependencyGraph) -> Iterable[str]: ...


class FilesOfFolder(Files):
    """The files as they are; none that links lead out of the folder for."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root

    def _marked(self, graph: DependencyGraph) -> Iterable[str]:
        paths = {unit.path for unit in graph.units}
        paths |= {place.path for edge in graph.edges for place in edge.places}
        paths |= {table.place.path for table in graph.tables if table.place is not None}
        return (path for path in paths if MARK.encode() in (self._bytes(path) or b""))

    def _bytes(self, path: str) -> bytes | None:
        file = self._root / path
        try:
            if leads_out(file, self._root) or not file.is_file() or file.stat().st_size > _MOST_BYTES:
                return None
            return file.read_bytes()
        except (OSError, ValueError):  # also a name that no file can have
            return None


class FilesOfRevision(Files):
    """The files of a revision, one by one from git."""

    def __init__(self, folder: Path, state: Revision) -> None:
        super().__init__()
        self._folder = folder
        self._state = state

    def _marked(self, _: DependencyGraph) -> Iterable[str]:
        found = files_with(self._folder, self._state, MARK)
        return (path for path in found if path.endswith((".py", ".pyw", ".sql")))

    def _bytes(self, path: str) -> bytes | None:
        return content_of(self._folder, self._state, path)
