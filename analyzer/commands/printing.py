"""Printing to the terminal."""

from __future__ import annotations

import os
import sys

from rich.console import Console


def console() -> Console:
    """Standard output: as wide as the terminal, or 100 columns where there is none."""
    is_terminal = sys.stdout.isatty()
    has_width = is_terminal or os.environ.get("COLUMNS", "").isdigit()
    return Console(width=None if has_width else 100, soft_wrap=False, highlight=False, markup=False)
