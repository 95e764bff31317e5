"""Results to standard output; a reader that goes away early (``| head``) is no failure."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_PLAIN = str.maketrans({"–": "-", "×": "x", "→": "->", "…": "...", "·": "-"})
"""For terminals that know few characters."""
WIDTH_OF_FILES = 100
"""Columns where standard output is no terminal."""


def console() -> Console:
    """Standard output: as wide as the terminal, or ``WIDTH_OF_FILES`` where there is none."""
    from rich.console import Console

    has_width = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    width = None if has_width else WIDTH_OF_FILES
    return Console(width=width, soft_wrap=False, highlight=False, markup=False)


def encoded(renderable: RenderableType, screen: Console) -> bytes:
    """What the console would print, colours included where it has them."""
    with screen.capture() as captured:
        screen.print(renderable)
    text, encoding = captured.get(), sys.stdout.encoding or "utf-8"
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(encoding, "replace")


def print_bytes(data: bytes) -> None:
    """Print as it is, whatever the locale says."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
