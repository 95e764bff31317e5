"""Tables from schema files and dumps."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.extractors.graph import Column, ForeignKey, Table
from decompose.extractors.places import Place, Severity
from decompose.extractors.sql.schema_files import read_schema, read_schema_file


def drawn(text: str) -> list[str]:
    """Each table as ``name(column*, …) -> referenced by column``, ``*`` marking the primary key."""
    lines = []
    for table in read_schema(dedent(text), "schema.sql"):
        columns = ", ".join(column.name + "*" * column.primary_key for column in table.columns)
        keys = "".join(
            f" {key.column}->{key.table}" + f"[{key.on_delete}]" * bool(key.on_delete) for key in table.foreign_keys
        )
        lines.append(f"{table.name}({columns}){keys}")
    return lines


def test_a_table_with_everything() -> None:
    text = (
        "-- the shop\n\nCREATE TABLE orders (\n  id INT PRIMARY KEY,\n  c INT REFERENCES buyers ON DELETE CASCADE\n);"
    )
    place = Place("schema.sql", 3)
    assert read_schema(text, "schema.sql") == (
        Table(
            "orders",
            (Column("id", "INT", primary_key=True), Column("c", "INT")),
            (ForeignKey("c", "buyers", "CASCADE", place),),
            place=place,
        ),
    )


def test_pg_dump() -> None:
    text = """\
    SET statement_timeout = 0;
    SELECT pg_catalog.set_config('search_path', '', false);
    CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS $_$
    BEGIN
      CREATE TABLE not_this (a int);
      RETURN NEW;
    END;
    $_$;
    CREATE TABLE public.customer (
        id bigint NOT NULL,
        name character varying(80) DEFAULT 'a;b'::character varying NOT NULL,
        tags text[]
    );
    ALTER TABLE public.customer OWNER TO shop;
    CREATE SEQUENCE public.customer_id_seq START WITH 1 INCREMENT BY 1;
    ALTER TABLE ONLY public.customer ALTER COLUMN id SET DEFAULT nextval('public.customer_id_seq'::regclass);
    CREATE TABLE public.orders (id bigint NOT NULL, customer_id bigint);
    CREATE VIEW public.recent AS
     SELECT orders.id, count(*) AS n FROM public.orders GROUP BY orders.id;
    COPY public.customer (id, name, tags) FROM stdin;
    1\tCREATE TABLE nor_this (a int);\t{}
    2\tit's\t\\N
    \\.

    INSERT INTO public.customer VALUES (3, 'two
    lines; CREATE TABLE neither (a int)', NULL);
    ALTER TABLE ONLY public.customer
        ADD CONSTRAINT customer_pkey PRIMARY KEY (id);
    CREATE UNIQUE INDEX i ON public.customer USING btree (name);
    ALTER TABLE ONLY public.orders
        ADD CONSTRAINT fk FOREIGN KEY (customer_id) REFERENCES public.customer(id)
        ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;
    """
    assert drawn(text) == [
        "public.customer(id*, name, tags)",
        "public.orders(id, customer_id) customer_id->public.customer[SET NULL]",
        "public.recent(id, n)",
    ]
    assert [table.place.line for table in read_schema(dedent(text), "x") if table.place] == [9, 17, 18]
    assert not read_schema_file(dedent(text), "x").diagnostics


def test_mysqldump() -> None:
    assert drawn(
        """\
        -- MySQL dump 10.13
        /*!40101 SET @saved_cs_client     = @@character_set_client */;
        DROP TABLE IF EXISTS `order item`;
        /*!50503 SET character_set_client = utf8mb4 */;
        CREATE TABLE `order item` (
          `id` int(11) NOT NULL AUTO_INCREMENT,
          `kind` enum('x','y;z') COLLATE utf8_bin DEFAULT NULL COMMENT 'it''s; fine',
          `book_id` int(11) NOT NULL,
          PRIMARY KEY (`id`),
          KEY `k` (`book_id`),
          CONSTRAINT `f` FOREIGN KEY (`book_id`) REFERENCES `book` (`id`) ON DELETE NO ACTION
        ) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8 COLLATE=utf8_bin ROW_FORMAT=DYNAMIC;
        LOCK TABLES `order item` WRITE;
        /*!40000 ALTER TABLE `order item` DISABLE KEYS */;
        INSERT INTO `order item` VALUES (1,'x',2),(2,'it\\'s; CREATE TABLE no (a int)',3);
        UNLOCK TABLES;
        DELIMITER ;;
        CREATE PROCEDURE `p`()
        BEGIN
          CREATE TABLE inner_table (a int);
        END ;;
        DELIMITER ;
        /*!50001 CREATE ALGORITHM=UNDEFINED */
        /*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */
        /*!50001 VIEW `sold` AS select `b`.`id` AS `id` from `book` `b` */;
        """
    ) == ["order item(id*, kind, book_id) book_id->book[NO ACTION]", "sold(id)"]


def test_sql_server_script() -> None:
    assert drawn(
        """\
        SET ANSI_NULLS ON
        GO
        CREATE TABLE [dbo].[Order]([Id] [int] IDENTITY(1,1) NOT NULL, [Buyer] [int] NOT NULL,
         CONSTRAINT [PK] PRIMARY KEY CLUSTERED ([Id] ASC) ON [PRIMARY]
        ) ON [PRIMARY]
        GO
        ALTER TABLE [dbo].[Order]  WITH CHECK ADD  CONSTRAINT [FK] FOREIGN KEY([Buyer])
        REFERENCES [dbo].[Person] ([Id])
        GO
        """
    ) == ["dbo.Order(Id*, Buyer) Buyer->dbo.Person"]


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("CREATE TABLE t (a int, b int, PRIMARY KEY (a, b))", ["t(a*, b*)"]),
        ("CREATE TABLE t (a int, b int, FOREIGN KEY (a, b) REFERENCES u (x, y))", ["t(a, b) a->u b->u"]),
        ('CREATE TABLE "Odd Name" ("a b" int)', ["Odd Name(a b)"]),
        ("CREATE TABLE t (a, b); CREATE TABLE IF NOT EXISTS t (c)", ["t(a, b)"]),
        ("CREATE TABLE t (a int); DROP TABLE t; CREATE TABLE T (b int)", ["T(b)"]),
        ("CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN b int, DROP COLUMN a", ["t(b)"]),
        ("CREATE TABLE s.t (a int); ALTER TABLE s.t RENAME TO u", ["s.u(a)"]),
        ("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (b)", ["t() a->u"]),
        ("ALTER TABLE t OWNER TO x", []),
        ("CREATE TEMPORARY TABLE t (a int)", []),
        ("CREATE TABLE t AS SELECT a, b AS c FROM u", ["t(a, c)"]),
        ("CREATE TRIGGER x AFTER INSERT ON t BEGIN INSERT INTO log VALUES (1); END; CREATE TABLE u (a)", ["u(a)"]),
        ("CREATE TABLE a (b int)\nGO\nCREATE TABLE c (d int)", ["a(b)", "c(d)"]),
        ("CREATE VIEW v (a, b) AS SELECT x, y FROM t", ["v(a, b)"]),
        ("CREATE TABLE t PARTITION OF u FOR VALUES FROM (1) TO (2)", ["t()"]),
        ("", []),
        ("-- nothing", []),
        ("this is no SQL; at all", []),
    ],
)
def test_statements(text: str, tables: list[str]) -> None:
    assert drawn(text) == tables


def test_what_is_not_understood_is_said_with_its_place() -> None:
    found = read_schema_file("CREATE TABLE a (b int);\nCREATE TABLE odd (((;\n", "db/x.sql")
    assert [table.name for table in found.tables] == ["a", "odd"]
    (diagnostic,) = found.diagnostics
    assert (diagnostic.place, diagnostic.severity) == (Place("db/x.sql", 2), Severity.WARNING)
    assert diagnostic.code == "sql-schema-not-understood"


def test_rows_are_skipped_unread() -> None:
    rows = "INSERT INTO t VALUES\n" + ",\n".join(f"({n}, 'it''s; {n}')" for n in range(20_000)) + ";\n"
    copied = "COPY t FROM stdin;\n" + "1\tunbalanced ' quote\n" * 20_000 + "\\.\n"
    text = "CREATE TABLE t (a int, b text);\n" + (rows + copied) * 3 + "CREATE TABLE u (a int);\n"
    assert drawn(text) == ["t(a, b)", "u(a)"]


@pytest.mark.parametrize(
    "text", ["CREATE TABLE t (a '" + "\\'" * 600_000, "/*;\n" * 100_000, "CREATE " + "$a$ $b" * 50_000, "GO\n" * 50_000]
)
def test_what_stays_open_ends_somewhere(text: str) -> None:
    assert len(read_schema_file(text, "x.sql").tables) <= 1


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *("CREATE TABLE", "ALTER TABLE", "DROP TABLE", "CREATE VIEW", "t", "u.v", "(", ")", "a int", ",", ";"),
                *("REFERENCES", "FOREIGN KEY", "ADD COLUMN", "RENAME TO", "AS SELECT", "'", '"', "`", "$$", "--", "\n"),
                *("/*!50001", "*/", "GO", "COPY t FROM stdin;", "\\.", "DELIMITER ;;", "BEGIN", "END", "\ud800", "\0"),
            ]
        ),
        max_size=25,
    ).map(" ".join)
    | st.text(max_size=80)
)
def test_any_text_is_survived(text: str) -> None:
    found = read_schema_file(text, "x.sql")
    names = [table.name for table in found.tables]
    assert names == sorted(set(names))
    for diagnostic in found.diagnostics:
        assert 1 <= diagnostic.place.line <= text.count("\n") + 1
