"""What statements read and write, as a table of cases."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from decompose.extractors.sql.holes import HOLE
from decompose.extractors.sql.statements import Operation, SqlAccess, TableUse, read_sql

TABLES = [
    # text, reads, writes
    ("SELECT * FROM a, b LEFT JOIN (c CROSS JOIN d) ON 1 = 1", "a b c d", ""),
    ('SELECT * FROM "Public"."Order" o JOIN crm.public.t ON 1 = 1', "Public.Order crm.public.t", ""),
    ("SELECT * FROM [dbo].[Item] i", "dbo.Item", ""),
    ("SELECT * FROM `user` u", "user", ""),
    ("SELECT 1 FROM dual", "", ""),
    ("SELECT * FROM public.group", "public.group", ""),
    ("SELECT * FROM generate_series(1, 2) g, unnest(x), f.g(1), LATERAL (SELECT * FROM q) q", "q", ""),
    ("SELECT extract(epoch FROM ts), substring(a FROM 2) FROM t WHERE a IS DISTINCT FROM b", "t", ""),
    ("SELECT * FROM t -- and FROM u", "t", ""),
    ("SELECT * FROM t WHERE prefix <<= inet '10.0.0.0/8'", "t", ""),
    # WITH
    ("WITH t AS (SELECT * FROM t) SELECT * FROM t, public.t", "public.t t", ""),
    ("WITH RECURSIVE t AS (SELECT 1 UNION ALL SELECT 1 FROM t JOIN e ON e.p = t.id) SELECT * FROM t", "e", ""),
    ("WITH t AS (SELECT 1 i UNION ALL SELECT i FROM t JOIN e ON e.p = t.i) SELECT * FROM t", "e", ""),
    ("WITH x AS (UPDATE a SET b = 1 RETURNING *) SELECT * FROM x", "", "a"),
    ("WITH x AS (DELETE FROM c USING d WHERE c.i = d.i RETURNING c.*) INSERT INTO e SELECT * FROM x", "d", "c e"),
    ("INSERT INTO t WITH x AS (SELECT * FROM u) SELECT * FROM x", "u", "t"),
    ("WITH c AS (SELECT * FROM t) DELETE FROM c WHERE x = 1", "t", "t"),
    # INSERT
    ("INSERT INTO t (a) VALUES (%s) ON CONFLICT (a) DO UPDATE SET a = EXCLUDED.a RETURNING id", "", "t"),
    ("INSERT INTO t (a) VALUES %s", "", "t"),
    ("INSERT IGNORE INTO t SET a = %s ON DUPLICATE KEY UPDATE a = VALUES(a)", "", "t"),
    ("INSERT OR REPLACE INTO t VALUES (?)", "", "t"),
    ("INSERT INTO t SELECT * FROM t", "t", "t"),
    ("INSERT ALL INTO a (x) VALUES (1) INTO b (y) VALUES (2) SELECT * FROM dual", "", "a b"),
    ("INSERT INTO session VALUES (1)", "", "session"),
    ("REPLACE INTO t SELECT * FROM u", "u", "t"),
    ("SELECT a INTO fresh FROM t", "t", "fresh"),
    # UPDATE
    ("UPDATE ONLY t SET x = (SELECT max(y) FROM t)", "t", "t"),
    ("UPDATE t SET x = u.x FROM u WHERE u.i = t.i", "u", "t"),
    ("UPDATE a SET x = 1 FROM t a JOIN u b ON a.i = b.i", "u", "t"),
    ("UPDATE t SET x = 1 FROM t JOIN u ON t.i = u.i", "u", "t"),
    ("UPDATE t a JOIN u b ON a.i = b.i SET a.x = b.y", "u", "t"),
    ("UPDATE t a, u b SET b.x = 1, a.y = 2 WHERE a.i = b.i", "", "t u"),
    ("UPDATE t JOIN u ON t.i = u.i SET x = 1", "u", "t"),
    # DELETE
    ("DELETE FROM t WHERE i IN (SELECT i FROM u)", "u", "t"),
    ("DELETE FROM t USING u WHERE t.i = u.i", "u", "t"),
    ("DELETE a FROM t a JOIN u b ON a.i = b.i", "u", "t"),
    ("DELETE a, b FROM t a JOIN u b ON a.i = b.i", "", "t u"),
    ("DELETE FROM a USING t AS a JOIN u b", "u", "t"),
    ("DELETE t WHERE x = 1", "", "t"),
    # the rest of DML
    (
        "MERGE INTO t USING s ON t.i = s.i WHEN MATCHED THEN UPDATE SET a = 1 WHEN NOT MATCHED THEN INSERT VALUES (1)",
        "s",
        "t",
    ),
    ("TRUNCATE a, b CASCADE", "", "a b"),
    ("COPY t (a, b) FROM STDIN WITH CSV", "", "t"),
    ("COPY t TO STDOUT", "t", ""),
    ("COPY (SELECT * FROM t) TO STDOUT", "t", ""),
    ("LOAD DATA LOCAL INFILE 'x' INTO TABLE t FIELDS TERMINATED BY ','", "", "t"),
    # definitions
    ("CREATE TABLE x AS SELECT * FROM y", "y", "x"),
    ("CREATE TABLE IF NOT EXISTS x (a int REFERENCES y (a), FOREIGN KEY (b) REFERENCES z (c))", "", "x"),
    ("CREATE TABLE x (LIKE y INCLUDING ALL)", "", "x"),
    ("CREATE VIEW v AS SELECT * FROM a JOIN b USING (i)", "a b", "v"),
    ("REFRESH MATERIALIZED VIEW CONCURRENTLY v", "", "v"),
    ("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)", "", "t"),
    ("DROP INDEX i", "", ""),
    ("DROP TABLE IF EXISTS a, b CASCADE", "", "a b"),
    ("ALTER TABLE ONLY a ADD CONSTRAINT c FOREIGN KEY (x) REFERENCES y (z)", "", "a"),
    ("ALTER TABLE a RENAME TO b", "", "a b"),
    ("ALTER TABLE a ENGINE=InnoDB", "", "a"),
    ("ALTER SEQUENCE s RESTART WITH 1", "", ""),
    ("CREATE SEQUENCE s", "", ""),
    ("CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()", "", "t"),
    ("CREATE TRIGGER x AFTER INSERT ON t BEGIN UPDATE u SET a = 1; END; SELECT * FROM z", "z", "t"),
    ("CREATE FUNCTION f() RETURNS int AS $$ SELECT count(*) FROM t; $$ LANGUAGE sql", "", ""),
    # around statements
    ("BEGIN; INSERT INTO a VALUES (1); DELETE FROM b; COMMIT;", "", "a b"),
    ("EXPLAIN ANALYZE UPDATE t SET a = 1", "", "t"),
    ("EXPLAIN (FORMAT JSON) DELETE FROM t", "t", ""),
    ("EXPLAIN QUERY PLAN SELECT * FROM t", "t", ""),
    ("DECLARE c CURSOR FOR SELECT * FROM t", "t", ""),
    ("SET search_path TO x", "", ""),
    ("PRAGMA table_info(t)", "", ""),
    ("SHOW TABLES", "", ""),
    ("GRANT SELECT ON t TO u", "", ""),
    ("COMMENT ON TABLE t IS 'x'", "", ""),
    ("VACUUM FULL t", "", ""),
    ("ANALYZE t", "", ""),
    ("", "", ""),
    (";;", "", ""),
]

HOLES = [
    # text (… is a hole), reads, writes, dynamic
    ("SELECT * FROM …", "", "", True),
    ("SELECT * FROM tab… JOIN u ON 1 = 1", "u", "", True),
    ("SELECT * FROM …_users", "", "", True),
    ("SELECT * FROM `tab{doctype}`", "", "", True),
    ('SELECT * FROM "%s"', "", "", True),
    ("SELECT * FROM :table", "", "", True),
    ("SELECT * FROM ….users", "users", "", True),
    ("SELECT * FROM {catalog}.information_schema.columns", "information_schema.columns", "", True),
    ("SELECT count(*) FROM (…) AS x", "", "", True),
    ("WITH a AS (…) SELECT * FROM a", "", "", True),
    ("SELECT a FROM t UNION …", "t", "", True),
    ("WITH a AS (SELECT * FROM t)", "t", "", True),
    ("SELECT …", "", "", True),
    ("UPDATE …", "", "", True),
    ("DELETE FROM …", "", "", True),
    ("INSERT INTO … (a) SELECT a FROM u", "u", "", True),
    ("…", "", "", True),
    # holes that are no tables
    ("SELECT … FROM t", "t", "", False),
    ("SELECT a FROM t … WHERE x = 1 … AND y = 2 …", "t", "", False),
    ("SELECT a FROM t WHERE … GROUP BY x … ORDER BY … … LIMIT …", "t", "", False),
    ("SELECT a FROM t ORDER BY … …, t.b … LIMIT ? OFFSET ?", "t", "", False),
    ("SELECT a FROM t … JOIN u ON u.i = t.i … JOIN v ON 1 = 1", "t u v", "", False),
    ("SELECT a FROM t WHERE … t.b < %(end)s AND c IN … GROUP BY a …", "t", "", False),
    ("UPDATE t SET a = CASE b … END WHERE c = 1", "", "t", False),
    ("SELECT count(…) FILTER (WHERE a … b) FROM t", "t", "", False),
    ("SELECT a FROM t WHERE b = '…", "t", "", False),
    ("UPDATE t SET … WHERE id = %s", "", "t", False),
    ("UPDATE t SET a = true… WHERE id = %s", "", "t", False),
    ("INSERT INTO t … VALUES (…)", "", "t", False),
    ("INSERT INTO t (…) VALUES …", "", "t", False),
    ("SELECT TOP %s * FROM t", "t", "", False),
    ("SELECT DATE %s - INTERVAL %s DAY FROM t LIMIT %s, %s", "t", "", False),
    ("SELECT * FROM t WHERE a LIKE '%%foo%%' AND b = $1 AND c = ANY(:ids) AND d ? 'k' AND e = '{}'", "t", "", False),
]


@pytest.mark.parametrize(("text", "reads", "writes"), TABLES)
def test_reads_and_writes(text: str, reads: str, writes: str) -> None:
    access = read_sql(text)
    assert (access.reads, access.writes, access.dynamic) == (tuple(reads.split()), tuple(writes.split()), False)
    assert access.understood, access.problem


@pytest.mark.parametrize(("text", "reads", "writes", "dynamic"), HOLES)
def test_holes(text: str, reads: str, writes: str, dynamic: bool) -> None:
    access = read_sql(text.replace("…", HOLE))
    assert (access.reads, access.writes, access.dynamic) == (tuple(reads.split()), tuple(writes.split()), dynamic)
    assert access.understood, access.problem


@pytest.mark.parametrize(
    ("text", "reads", "writes"),
    [
        ("SELECT * FROM t, u x AS OF SYSTEM TIME '-1s'", "t u", ""),
        ("SELECT 1; DELETE FROM z; SELECT ((FROM t", "t", "z"),
        (f"{HOLE} INTO t VALUES (1)", "", "t"),
        ("DO $$ BEGIN DELETE FROM t; END $$", "", "t"),
        ("SELECT FROM WHERE", "", ""),
        # English
        ("Update image", "", ""),
        ("Update metering rules from agent", "", ""),
        ("Delete metadata from a server", "", ""),
        ("garbage from nowhere", "", ""),
        (f"UPDATE SET {HOLE}", "", ""),
    ],
)
def test_not_understood_is_said(text: str, reads: str, writes: str) -> None:
    access = read_sql(text)
    assert (access.reads, access.writes) == (tuple(reads.split()), tuple(writes.split()))
    assert not access.understood
    assert access.problem
    assert HOLE not in access.problem
    assert "decompose_" not in access.problem


def test_names_keep_spaces() -> None:
    assert read_sql("SELECT * FROM `tabSales Order`").reads == ("tabSales Order",)


def test_operations_joins_and_locks() -> None:
    assert read_sql("UPDATE t SET a = 1; INSERT INTO t VALUES (1); SELECT * FROM u JOIN t USING (i)") == SqlAccess(
        reads=("t", "u"),
        writes=("t",),
        joins=(("t", "u"),),
        operations=(
            TableUse("t", (Operation.INSERT, Operation.SELECT, Operation.UPDATE), ("a",)),
            TableUse("u", (Operation.SELECT,)),
        ),
    )


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT a.x, b.y FROM t a JOIN u b ON a.i = b.i", {"t": "i x", "u": "i y"}),
        ("SELECT x, y FROM t WHERE z = %s ORDER BY w", {"t": "w x y z"}),
        ("SELECT x FROM t JOIN u USING (i)", {"t": "", "u": ""}),  # whose x is
        ("SELECT * FROM t", {"t": ""}),
        ("INSERT INTO t (a, b) VALUES (1, 2)", {"t": "a b"}),
        ("UPDATE t SET a = 1 WHERE b = 2", {"t": "a b"}),
        ("SELECT q.x FROM t q WHERE EXISTS (SELECT q.y FROM u q)", {"t": "", "u": ""}),  # an alias of two tables
        ("WITH c AS (SELECT 1 AS k) SELECT c.k, t.x FROM c JOIN t ON t.i = c.k", {"t": "i x"}),
        (f"SELECT {HOLE}, x FROM t", {"t": "x"}),
    ],
)
def test_columns(text: str, columns: dict[str, str]) -> None:
    assert {use.table: " ".join(use.columns) for use in read_sql(text).operations} == columns


@pytest.mark.parametrize(
    ("text", "locks"),
    [
        ("SELECT * FROM a JOIN b ON 1 = 1 FOR UPDATE OF b SKIP LOCKED", "b"),
        ("SELECT * FROM a WHERE i IN (SELECT i FROM b) FOR UPDATE", "a"),
        ("SELECT * FROM a FOR SHARE", ""),
        ("SELECT * FROM t WITH (UPDLOCK, ROWLOCK)", "t"),
        ("LOCK TABLE a, s.b IN EXCLUSIVE MODE", "a s.b"),
        ("LOCK TABLES a READ, b AS c WRITE", "a b"),
    ],
)
def test_locks(text: str, locks: str) -> None:
    assert read_sql(text).locks == tuple(locks.split())


@pytest.mark.parametrize("text", ["CALL shop.settle(%s)", "EXEC shop.settle @id = 1"])
def test_procedures(text: str) -> None:
    assert read_sql(text) == SqlAccess(calls=("shop.settle",))


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TEMP TABLE q (a int); INSERT INTO q SELECT a FROM t; SELECT * FROM q",
        "SELECT a INTO TEMP q FROM t; SELECT * FROM q",
        "SELECT * FROM #q JOIN t ON 1 = 1",
    ],
)
def test_temporary_tables_are_nobodys(text: str) -> None:
    access = read_sql(text)
    assert (access.reads, access.writes, access.joins, access.temporary) == (("t",), (), (), ("q",))


def test_a_computed_beginning_casts_doubt() -> None:
    access = read_sql(f"{HOLE} SELECT a FROM recent JOIN public.t USING (i)")
    assert access.reads == ("public.t", "recent")
    assert access.doubtful == ("recent",)
    assert access.dynamic


def test_a_given_dialect_comes_first() -> None:
    text = 'SELECT "a" FROM t # of the table u\nWHERE x = 1'
    assert read_sql(text, "mysql").reads == ("t",)
    assert read_sql("SELECT * FROM t", "no such dialect").reads == ("t",)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM t WHERE a IN (" + "1," * 150_000 + "1)",
        "SELECT " + "(" * 3000 + "1" + ")" * 3000 + " FROM t",
        "SELECT * FROM " + "(SELECT * FROM " * 500 + "t" + ")" * 500,
    ],
)
def test_huge_and_deep_texts(text: str) -> None:
    access = read_sql(text)
    assert not access.understood
    assert access.reads == ("t",)


WORDS = st.sampled_from(
    [
        *("SELECT", "FROM", "WHERE", "UPDATE", "SET", "INSERT INTO", "DELETE", "WITH", "AS", "JOIN", "ON", "VALUES"),
        *("CREATE TABLE", "LOCK TABLE", "MERGE", "USING", "UNION", "t", "u.v", '"a b"', "x", "1", "'s'", "*", "="),
        *("(", ")", ",", ";", ".", HOLE, HOLE, "%s", "{x}", ":p", "?", "`", "'", "--", "$$", "BEGIN", "END", "\0"),
    ]
)
TEXTS = st.lists(WORDS, max_size=20).map(" ".join) | st.text(max_size=60)


@settings(max_examples=150, deadline=None)
@example('\ud800 SELECT * FROM "\ud800"')
@example("SELECT * FROM " + "a." * 50 + "b")
@given(TEXTS)
def test_any_text_gives_sorted_unique_whole_names(text: str) -> None:
    access = read_sql(text)
    for found in (access.reads, access.writes, access.joins, access.operations, access.locks, access.doubtful):
        assert list(found) == sorted(set(found))
    for name in access.reads + access.writes:
        assert name.encode()
        assert HOLE not in name
        assert "decompose_" not in name
    assert {use.table for use in access.operations} == {*access.reads, *access.writes}
    assert access.understood == (not access.problem)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([text for text, _, _ in TABLES]), st.data())
def test_a_hole_invents_no_table(text: str, data: st.DataObject) -> None:
    words = text.split(" ")
    index = data.draw(st.integers(0, len(words) - 1))
    access = read_sql(" ".join([*words[:index], HOLE, *words[index + 1 :]]))
    for name in access.reads + access.writes:
        assert all(part in text for part in name.split("."))
