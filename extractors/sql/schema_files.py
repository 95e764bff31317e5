"""The tables that an ``.sql`` file declares: a hand-written schema, or the dump of a database."""

from __future__ import annotations

import msgspec

from decompose.extractors.graph import Table
from decompose.extractors.places import Diagnostic


class SchemaFile(msgspec.Struct, frozen=True):
    """What one file declares.

    Attributes:
        tables: those that exist when the file has been run, views included, sorted by name. A table
            that the file only alters has the columns and keys that it adds.
        diagnostics: the statements that were not understood, in order.
    """

    tables: tuple[Table, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def read_schema_file(text: str, path: str, dialect: str | None = None) -> SchemaFile:
    """Read the ``CREATE``, ``ALTER`` and ``DROP`` statements of a file; rows are skipped.

    Args:
        text: the whole file, of any size.
        path: relative to the analysed root; stands in every place.
        dialect: sqlglot's name of the dialect to try first.
    """
    from decompose.extractors.sql.schema import read  # sqlglot takes 0.2 s to load

    tables, diagnostics = read(text, path, dialect)
    return SchemaFile(tables, diagnostics)


def read_schema(text: str, path: str, dialect: str | None = None) -> tuple[Table, ...]:
    """The tables of ``read_schema_file``, without what was not understood."""
    return read_schema_file(text, path, dialect).tables
