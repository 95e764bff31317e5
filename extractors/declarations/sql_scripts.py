"""SQL scripts: hand-written schemas and dumps."""

from __future__ import annotations

from decompose.extractors.declarations import Declarations, declares_tables
from decompose.extractors.decoding import decode
from decompose.extractors.sql.schema_files import read_schema_file


@declares_tables(r".*\.sql")
def read_script(path: str, data: bytes) -> Declarations:
    """The tables that exist when the script has been run."""
    if b"\x00" in data[:1000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Declarations()  # another tool's binary format
    found = read_schema_file(decode(data).text, path)
    return Declarations(found.tables, diagnostics=found.diagnostics)
