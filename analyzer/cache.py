"""The cache: facts by the content of their file, results by all that they were computed from."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType

MOST_BYTES = 1_500_000_000
"""A larger cache is emptied before use."""
_BATCH = 500
_SCHEMA = "CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"


class Cache:
    """Key → bytes in one SQLite file: safe when several runs use it at once, and when one is killed.

    A cache that cannot be opened or written is no error: everything is computed anew.
    """

    def __init__(self, folder: Path | None) -> None:
        self._connection: sqlite3.Connection | None = None
        self.problem = ""
        """Why nothing is cached; empty if it is, or was not asked for."""
        if folder is not None:
            self._open(folder)

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()

    def get(self, key: str) -> bytes | None:
        """The value of a key."""
        return self.get_many([key]).get(key)

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values of those keys that are known."""
        wanted = list(dict.fromkeys(keys))
        found: dict[str, bytes] = {}
        if self._connection is None:
            return found
        try:
            for start in range(0, len(wanted), _BATCH):
                batch = wanted[start : start + _BATCH]
                marks = ",".join("?" * len(batch))
                query = f"SELECT key, value FROM entry WHERE key IN ({marks})"  # noqa: S608
                found.update(self._connection.execute(query, batch).fetchall())
        except sqlite3.Error as error:
            self._give_up(str(error))
        return found

    def put_many(self, values: Mapping[str, bytes]) -> None:
        """Remember values, all or none of them."""
        if self._connection is None or not values:
            return
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?)", values.items())
        except sqlite3.Error as error:
            self._give_up(str(error))

    def _open(self, folder: Path) -> None:
        file = folder / "cache.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if file.exists() and file.stat().st_size > MOST_BYTES:
                file.unlink()
            self._connect(file)
        except sqlite3.DatabaseError:
            self._replace(file)
        except OSError as error:
            self._give_up(error.strerror or str(error))

    def _connect(self, file: Path) -> None:
        connection = sqlite3.connect(file, timeout=30)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute(_SCHEMA)
            connection.execute("SELECT key FROM entry LIMIT 1").fetchall()
        except sqlite3.Error:
            connection.close()
            raise
        self._connection = connection

    def _replace(self, file: Path) -> None:
        """A damaged file is thrown away; what it held can be computed again."""
        try:
            for damaged in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
                damaged.unlink(missing_ok=True)
            self._connect(file)
        except (OSError, sqlite3.Error) as error:
            self._give_up(str(error))

    def _give_up(self, problem: str) -> None:
        self.problem = problem
        self._connection = None


def prepare_folder(folder: Path) -> bool:
    """Make the output folder, which tells git to ignore it; False if it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mark = folder / ".gitignore"
        if not mark.exists():
            mark.write_text("*\n")
    except OSError:
        return False
    return os.access(folder, os.W_OK)
