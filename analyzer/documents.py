"""Reading and writing the ``Analysis`` document."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from decompose.analyzer.analysis import SCHEMA_VERSION, Analysis
from decompose.analyzer.errors import Problem, UserError


class _Header(msgspec.Struct):
    schema: int = 0


def encode(analysis: Analysis) -> bytes:
    """The document as JSON; the same analysis gives the same bytes."""
    return msgspec.json.encode(analysis, order="deterministic") + b"\n"


def decode(data: bytes, name: str) -> Analysis:
    """Read a document.

    Raises:
        UserError: it is no analysis, or one of another schema version.
    """
    try:
        header = msgspec.json.decode(data, type=_Header)
        if header.schema != SCHEMA_VERSION:
            what = f"analysis of schema version {header.schema}; this decompose reads {SCHEMA_VERSION}"
            raise UserError(Problem(what, name, "run `decompose analyze` again"))
        return msgspec.json.decode(data, type=Analysis)
    except (msgspec.DecodeError, RecursionError) as error:
        raise UserError(Problem(f"not an analysis document: {error}", name)) from error


def schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return msgspec.json.schema(Analysis)


def write_whole(file: Path, data: bytes) -> None:
    """Write a file so that it is never seen half-written.

    Raises:
        UserError: it cannot be written there.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        mend = "choose another folder with --out"
        raise UserError(Problem(f"cannot write: {error.strerror}", str(file), mend)) from error
