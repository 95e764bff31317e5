"""From the bytes of a source file to its text, as Python would decode it, or as well as possible."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from decompose.extractors.places import Diagnostic, Place, Severity

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_REFUSED = frozenset({"idna", "punycode", "undefined"})
"""Codecs that are quadratic in their input or not for files at all."""


class Decoded(NamedTuple):
    """The text with Unix line ends, and what was doubtful about it."""

    text: str
    diagnostics: tuple[Diagnostic, ...]


def decode(data: bytes, path: str = "") -> Decoded:
    """Decode by byte order mark, coding cookie (PEP 263) or UTF-8; as Latin-1 where that fails."""
    mark, encoding = _byte_order_mark(data)
    declared = encoding or _cookie(data) or "utf-8"
    doubts: list[Diagnostic] = []
    try:
        text = _strictly(data[len(mark) :], declared)
    except (LookupError, ValueError):
        text, actual = _somehow(data[len(mark) :])
        message = f"not {declared[:40]}, as which it is declared; read as {actual}"
        doubts.append(Diagnostic(Place(path, 0), "encoding-guessed", message, Severity.NOTE))
    if "\0" in text:
        message = "NUL characters, with which Python does not run it; read as spaces"
        doubts.append(Diagnostic(Place(path, 0), "nul-characters", message, Severity.WARNING))
        text = text.replace("\0", " ")
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), tuple(doubts))


def _byte_order_mark(data: bytes) -> tuple[bytes, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return mark, encoding
    return b"", ""


def _cookie(data: bytes) -> str:
    """The encoding named in one of the first two lines, the second only below a blank or comment."""
    for line in re.split(rb"\r\n|\r|\n", data[:1000], maxsplit=2)[:2]:
        if match := _COOKIE.match(line):
            return match[1].decode("ascii", "replace")
        if not _BLANK.match(line):
            break
    return ""


def _strictly(data: bytes, encoding: str) -> str:
    """Decode without replacement.

    Raises:
        LookupError: the encoding is unknown or no text encoding.
        ValueError: the bytes are not in that encoding.
    """
    codec = codecs.lookup(encoding)
    if codec.name in _REFUSED:
        raise LookupError(encoding)
    return data.decode(codec.name)


def _somehow(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"
