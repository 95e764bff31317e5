"""Reading and writing the ``Analysis`` document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from decompose.analyzer.analysis import SCHEMA_VERSION, Analysis
from decompose.analyzer.errors import Problem, UserError, no_such_file
from decompose.analyzer.identity import tool_version


class _Header(msgspec.Struct):
    """What tells an analysis from other JSON."""

    schema: int
    tool: str = ""


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
    """Read a document of this schema version, by whichever decompose it was written.

    What an earlier one did not know yet is empty; what a later one added is left out.

    Raises:
        UserError: it is no analysis, or one of another schema version.
    """
    try:
        _check_version(msgspec.json.decode(data, type=_Header), name)
        return msgspec.json.decode(data, type=Analysis)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UserError(_not_readable(data, name, error)) from error


def _check_version(header: _Header, name: str) -> None:
    if header.schema == SCHEMA_VERSION:
        return
    by = f", written by decompose {header.tool[:40]}" if header.tool else ""
    what = f"an analysis of schema version {header.schema}{by}; this decompose {tool_version()} reads {SCHEMA_VERSION}"
    mend = "run `decompose analyze` again"
    if header.schema > SCHEMA_VERSION:
        mend = "update decompose, or run `decompose analyze` again with this one"
    raise UserError(Problem(what, name, mend))


def _not_readable(data: bytes, name: str, error: Exception) -> Problem:
    mend = "give the analysis.json that `decompose analyze` wrote"
    if not data.strip():
        return Problem("not an analysis document: the file is empty", name, "run `decompose analyze` again")
    if "truncated" in str(error):
        return Problem("not an analysis document: it ends too early", name, "run `decompose analyze` again")
    return Problem(f"not an analysis document: {error}", name, mend)


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
