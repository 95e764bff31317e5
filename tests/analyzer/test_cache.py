from __future__ import annotations

import random
import sqlite3
import zlib
from pathlib import Path

import pytest

from decompose.analyzer.cache import FILE_NAME, Cache


def test_values_outlive_the_run(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put_many({"a": b"1", "b": b"22"})
    with Cache(tmp_path) as cache:
        assert cache.get_many(["b", "a", "c", "a"]) == {"a": b"1", "b": b"22"}
        assert cache.get("c") is None


def test_many_keys(tmp_path: Path) -> None:
    values = {f"key {number}": bytes([number % 256]) for number in range(2000)}
    with Cache(tmp_path) as cache:
        cache.put_many(values)
        assert cache.get_many(values) == values


def test_without_a_folder_nothing_is_remembered() -> None:
    with Cache(None) as cache:
        cache.put_many({"a": b"1"})
        assert cache.get("a") is None
        assert cache.problem == ""


@pytest.mark.parametrize("damage", [b"", b"nonsense" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_replaced(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(damage)
    with Cache(tmp_path) as cache:
        cache.put_many({"a": b"1"})
        assert cache.problem == ""
    with Cache(tmp_path) as cache:
        assert cache.get("a") == b"1"


def test_a_table_of_another_version_is_replaced(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("CREATE TABLE entry (key TEXT PRIMARY KEY, value BLOB)")
    connection.close()
    with Cache(tmp_path) as cache:
        cache.put_many({"a": b"1"})
        assert (cache.get("a"), cache.problem) == (b"1", "")


def test_a_damaged_value_is_as_good_as_none(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put_many({"a": b"1", "b": b"2", "c": b"3"})
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE entry SET value = ? WHERE key = 'a'", [zlib.compress(b"1")[:-3]])
        connection.execute("UPDATE entry SET value = 'text' WHERE key = 'b'")
    connection.close()
    with Cache(tmp_path) as cache:
        assert cache.get_many("abc") == {"c": b"3"}


def test_a_folder_that_cannot_be_made_costs_the_cache_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with Cache(tmp_path / "file" / "cache") as cache:
        cache.put_many({"a": b"1"})
        assert cache.get("a") is None
        assert cache.problem


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    somebodys = tmp_path / "somebodys.sqlite"
    with sqlite3.connect(somebodys) as connection:
        connection.execute("CREATE TABLE precious (thing TEXT)")
    connection.close()
    before = somebodys.read_bytes()
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / FILE_NAME).symlink_to(somebodys)
    with Cache(tmp_path / "cache") as cache:
        cache.put_many({"a": b"1"})
        assert "symbolic link" in cache.problem
    assert somebodys.read_bytes() == before


def test_two_runs_at_once_see_whole_values(tmp_path: Path) -> None:
    with Cache(tmp_path) as one, Cache(tmp_path) as other:
        one.put_many({"a": b"1"})
        other.put_many({"b": b"2"})
        assert one.get_many("ab") == other.get_many("ab") == {"a": b"1", "b": b"2"}


def test_what_was_not_used_for_long_is_forgotten_first(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(300_000)
    with Cache(tmp_path) as cache:
        cache.put_many({"old": noise, "used": noise[::-1], "new": b"1"})
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE entry SET day = day - 9 WHERE key != 'new'")
        kept = len(connection.execute("SELECT value FROM entry WHERE key = 'used'").fetchone()[0])
    connection.close()
    with Cache(tmp_path, most_bytes=kept + 50_000) as cache:
        assert cache.get("used") is not None
    with Cache(tmp_path) as cache:
        assert set(cache.get_many(["old", "used", "new"])) == {"used", "new"}
