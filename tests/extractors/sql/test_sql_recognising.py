"""SQL and English told apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.extractors.sql.holes import HOLE
from decompose.extractors.sql.statements import looks_like_sql

SQL = [
    "SELECT * FROM t",
    "select count(*) from a where b = %s",
    "(SELECT a FROM t) UNION (SELECT b FROM u)",
    "SELECT nextval('s')",
    "SELECT 1",
    "SELECT …",
    "… SELECT a FROM t",
    "WITH a AS (SELECT 1) SELECT * FROM a",
    "INSERT INTO t (a) VALUES (%s)",
    "INSERT INTO session VALUES (1)",
    "INSERT INTO t …",
    "INSERT OR IGNORE INTO `t` SELECT 1",
    "REPLACE INTO t VALUES (1)",
    "UPDATE t SET a = 1",
    "UPDATE t SET …",
    "UPDATE …",
    "DELETE FROM t",
    "DELETE FROM … WHERE a = 1",
    "DELETE a FROM t a JOIN u b ON a.i = b.i",
    "MERGE INTO t USING s ON t.i = s.i WHEN MATCHED THEN DELETE",
    "CREATE TABLE IF NOT EXISTS t (a int)",
    "DROP TABLE t",
    "ALTER TABLE a ADD COLUMN b int",
    "CREATE INDEX i ON t (a)",
    "CREATE EXTENSION x; CREATE VIEW v AS SELECT * FROM t",
    "TRUNCATE TABLE t",
    "COPY t FROM STDIN",
    "LOCK TABLE t IN EXCLUSIVE MODE",
    "CALL settle(%s)",
    "EXPLAIN ANALYZE SELECT * FROM t",
    "BEGIN; DELETE FROM t; COMMIT",
    "-- all of them\nSELECT a FROM t FOR UPDATE OF t SKIP LOCKED",
]

ENGLISH = [
    "Update image",
    "update tags",
    "Update triggered.",
    "Update service, including failover_host, thaw, freeze and set-log actions.",
    "Update metering rules from agent",
    "Update host state from compute node: %s",
    "Update of table failed: (%s): %s",
    "Select a valid asset from the list",
    "Select which client to use for retrieving data from the storage",
    "Select the user's item from the list",
    "Delete metadata from a server",
    "Delete the order from the cart",
    "Delete from the cart",
    "Insert into the list",
    "Insert the value into the table",
    "Create a table for the users",
    "Create table of contents",
    "Create user (admin).",
    "Create empty extension.",
    "Create group view",
    "Copy value from other field when the field is missing, with a default.",
    "Drop the table",
    "Merge into master",
    "Copy from source to target",
    "Lock the door",
    "Call me",
    "With a little help",
    "truncate --size …dG …",
    "Explain why it failed",
    "",
    "   ",
    "…",
    "not at all",
]


@pytest.mark.parametrize("text", SQL)
def test_sql(text: str) -> None:
    assert looks_like_sql(text.replace("…", HOLE))


@pytest.mark.parametrize("text", ENGLISH)
def test_english(text: str) -> None:
    assert not looks_like_sql(text.replace("…", HOLE))


WORDS = sorted({word for text in SQL + ENGLISH for word in text.split()} | {HOLE, ";", "'", "`", ".", "TABLE", "$$"})


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=40))
def test_any_text_is_judged(text: str) -> None:
    assert looks_like_sql(text) in {True, False}
    assert looks_like_sql(f"EXPLAIN {text}") in {True, False}
