"""Results to standard output: bytes as they are, or blocks laid out for what standard output is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decompose.reports.lines import Block, Screen
    from decompose.reports.lines.screen import Address

WIDTH_OF_FILES = 100
"""Columns where standard output is no terminal."""
_NARROWEST = 20


def show(blocks: Iterable[Block], *, root: Path | None = None, web_base: str = "") -> None:
    """Print blocks: see ``shown``."""
    print_bytes(shown(blocks, root=root, web_base=web_base))


def shown(blocks: Iterable[Block], *, root: Path | None = None, web_base: str = "") -> bytes:
    """Blocks laid out for standard output, in its encoding.

    Args:
        blocks: what a report says.
        root: the folder that places are relative to, if it is known.
        web_base: address under which a browser finds the files of that folder; it goes before the folder.
    """
    from decompose.reports.lines import inked

    here = screen(root=root, web_base=web_base)
    return inked(blocks, here).encode(here.encoding, "backslashreplace")


def screen(*, root: Path | None = None, web_base: str = "") -> Screen:
    """Standard output as reports see it."""
    from decompose.reports.lines import Screen

    encoding = sys.stdout.encoding or "utf-8"
    return Screen(max(_width(), _NARROWEST), color(), encoding, address(root, web_base))


def has_width() -> bool:
    """Whether standard output has a width, of its own or by ``COLUMNS``."""
    return sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()


def _width() -> int:
    from rich.console import Console

    return Console().width if has_width() else WIDTH_OF_FILES


def color() -> str | None:
    """The colours that standard output has, in rich's words; None for none."""
    from rich.console import Console

    found = Console()
    if found.no_color:
        return None
    is_forced = os.environ.get("FORCE_COLOR", "0") != "0"
    return found.color_system or ("standard" if is_forced else None)


def address(root: Path | None, web_base: str = "") -> Address | None:
    """What makes links of places, if standard output has links: see ``shown``."""
    from decompose.analyzer.hyperlinks import has_links
    from decompose.reports.lines.addressing import on_the_web, on_this_machine

    if not has_links(os.environ, is_terminal=sys.stdout.isatty()):
        return None
    found = on_the_web(web_base)
    if found is None and root is not None:
        import socket

        found = on_this_machine(root.resolve().as_posix(), socket.gethostname())
    return found


def print_bytes(data: bytes) -> None:
    """Print as it is, whatever the locale says; a reader that goes away early (``| head``) is no failure."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
