"""Reading and writing the ``Analysis`` document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from decompose.analyzer.analysis import SCHEMA_VERSION, Analysis
from decompose.analyzer.errors import Problem, UserError, no_such_file


class _Header(msgspec.Struct):
    """What tells an analysis from other JSON."""

    schema: int


def encode(analysis: Analysis) -> bytes:
    """The document as JSON; the same analysis gives the same bytes."""
    return msgspec.json.encode(analysis, order="deterministic") + b"\n"


def is_analysis(data: bytes) -> bool:
    """Whether JSON is (meant as) an analysis, of whatever version."""
    try:
        msgspec.json.decode(data, type=_Header)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def decode(data: bytes, name: str) -> Analysis:
    """Read a document.

    Raises:
        UserError: it is no analysis, or one of another schema version.
    """
    try:
        header = msgspec.json.decode(data, type=_Header)
        if header.schema != SCHEMA_VERSION:
            what = f"an analysis of schema version {header.schema}; this decompose reads {SCHEMA_VERSION}"
            raise UserError(Problem(what, name, "run `decompose analyze` again"))
        return msgspec.json.decode(data, type=Analysis)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        mend = "give the analysis.json that `decompose analyze` wrote"
        raise UserError(Problem(f"not an analysis document: {error}", name, mend)) from error


def read_analysis(file: Path) -> Analysis:
    """Read a document from a file.

    Raises:
        UserError: there is no such file, it cannot be read, or it is no analysis.
    """
    if not file.is_file():
        raise no_such_file(file)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UserError(Problem(f"cannot read: {error.strerror}", str(file))) from error
    return decode(data, str(file))


def schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return msgspec.json.schema(Analysis)
