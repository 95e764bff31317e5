"""The embedded document as text: JSON, the columns of whole numbers behind it, both deflated, in base 64.

Columns are little-endian base 128. The browser inflates by itself (``DecompressionStream``); web/src/data/payload.js is
the other end.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable

import msgspec

_LEVEL = 9


class Column:
    """Whole numbers as bytes. In the JSON stands which of the columns it is."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data


def packed(numbers: Iterable[int]) -> Column:
    """The column.

    Args:
        numbers: each 0 or more.
    """
    data = bytearray()
    for number in numbers:
        left = number
        while left > 0x7F:
            data.append(left & 0x7F | 0x80)
            left >>= 7
        data.append(left)
    return Column(bytes(data))


def steps(numbers: Iterable[int]) -> list[int]:
    """An ascending column as the differences of neighbours, the first counted from 0."""
    found, last = [], 0
    for number in numbers:
        found.append(number - last)
        last = number
    return found


def payload(document: object) -> bytes:
    """Three parts: the sizes of the columns as JSON, a line end; the document as JSON, a line end; the columns."""
    columns: list[bytes] = []

    def numbered(value: object) -> int:
        if not isinstance(value, Column):
            raise NotImplementedError(type(value).__name__)
        columns.append(value.data)
        return len(columns) - 1

    try:
        text = msgspec.json.encode(document, enc_hook=numbered)
    except UnicodeEncodeError:  # a lone surrogate, from the name of a file
        columns.clear()
        text = json.dumps(msgspec.to_builtins(document, enc_hook=numbered)).encode()
    sizes = msgspec.json.encode([len(column) for column in columns])
    return b"\n".join((sizes, text, b"".join(columns)))


def deflated(data: bytes) -> str:
    """Bytes as text for a script element: letters, digits and ``+/=`` alone."""
    return base64.b64encode(zlib.compress(data, _LEVEL)).decode()
