"""The cache: facts by the content of their file, results by all that they were computed from."""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType

MOST_BYTES = 1_000_000_000
"""A larger cache loses what was not used for the longest time."""
FILE_NAME = "cache.sqlite"
_BATCH = 500
_DAY = 86_400
_SCHEMA = "CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, day INTEGER NOT NULL, value BLOB NOT NULL)"


class Cache:
    """Key → bytes in one SQLite file: safe when several runs use it at once, and when one is killed.

    A cache that cannot be opened or written is no error: everything is computed anew.

    Attributes:
        problem: why nothing is cached (any more); empty if it is, or was not asked for.
    """

    def __init__(self, folder: Path | None, most_bytes: int = MOST_BYTES) -> None:
        self.problem = ""
        self._connection: sqlite3.Connection | None = None
        self._most_bytes = most_bytes
        self._today = int(time.time()) // _DAY
        if folder is not None:
            self._open(folder)

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._prune(self._connection)
            self._connection.close()
            self._connection = None

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
                found.update(self._get_batch(self._connection, wanted[start : start + _BATCH]))
        except sqlite3.Error as error:
            self._give_up(error)
        return found

    def put_many(self, values: Mapping[str, bytes]) -> None:
        """Remember values, all or none of them."""
        if self._connection is None or not values:
            return
        rows = [(key, self._today, zlib.compress(value, 1)) for key, value in values.items()]
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)", rows)
        except sqlite3.Error as error:
            self._give_up(error)

    def _get_batch(self, connection: sqlite3.Connection, keys: list[str]) -> dict[str, bytes]:
        marks = ",".join("?" * len(keys))
        rows = connection.execute(f"SELECT key, day, value FROM entry WHERE key IN ({marks})", keys).fetchall()  # noqa: S608
        old = [(self._today, key) for key, day, _ in rows if day != self._today]
        if old:
            with connection:
                connection.executemany("UPDATE entry SET day = ? WHERE key = ?", old)
        found = {}
        for key, _, value in rows:
            try:
                found[key] = zlib.decompress(value)
            except (zlib.error, TypeError):
                continue  # a damaged entry is as good as none
        return found

    def _open(self, folder: Path) -> None:
        file = folder / FILE_NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if any(part.is_symlink() for part in _parts(file)):
                self.problem = f"{file} is a symbolic link"
                return
            self._connect(file)
        except sqlite3.OperationalError as error:
            self._give_up(error)
        except sqlite3.DatabaseError:
            self._replace(file)
        except OSError as error:
            self._give_up(error)

    def _connect(self, file: Path) -> None:
        connection = sqlite3.connect(file, timeout=30)
        try:
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            with connection:
                connection.execute(_SCHEMA)
            connection.execute("SELECT key, day, value FROM entry LIMIT 1").fetchall()
        except sqlite3.Error as error:
            connection.close()
            if "no such column" in str(error):  # another version's table
                raise sqlite3.DatabaseError(str(error)) from error
            raise
        self._connection = connection

    def _replace(self, file: Path) -> None:
        """A damaged file is thrown away; what it held can be computed again."""
        try:
            for damaged in _parts(file):
                damaged.unlink(missing_ok=True)
            self._connect(file)
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def _prune(self, connection: sqlite3.Connection) -> None:
        """Forget the longest unused, a tenth at a time, until the file is small enough."""
        try:
            while self._bytes_used(connection) > self._most_bytes:
                with connection:
                    tenth = "(SELECT 1 + COUNT(*) / 10 FROM entry)"
                    oldest = f"SELECT rowid FROM entry ORDER BY day, rowid LIMIT {tenth}"  # noqa: S608
                    connection.execute(f"DELETE FROM entry WHERE rowid IN ({oldest})")  # noqa: S608
                connection.execute("PRAGMA incremental_vacuum").fetchall()
        except sqlite3.Error as error:
            self._give_up(error)

    @staticmethod
    def _bytes_used(connection: sqlite3.Connection) -> int:
        if connection.execute("SELECT 1 FROM entry LIMIT 1").fetchone() is None:
            return 0
        pages, size, free = (
            int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
            for pragma in ("page_count", "page_size", "freelist_count")
        )
        return (pages - free) * size

    def _give_up(self, error: Exception) -> None:
        self.problem = getattr(error, "strerror", None) or str(error)
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _parts(file: Path) -> tuple[Path, Path, Path]:
    """The files that SQLite keeps for one database."""
    return file, Path(f"{file}-wal"), Path(f"{file}-shm")
