"""Golden files of the text formats of one small analysis; run as a script (``make golden``), it writes them anew."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from analysed import analysis

from decompose.analyzer.rendering import DrawnView, file_of, format_names, rendered

FOLDER = Path(__file__).parent / "golden"
NAMES = ("orders", "billing", "stock")
_NOT_HERE = {"html", "json", "svg", "text"}
"""Pages and terminals have tests of their own; pictures are those of Graphviz's version."""


def golden() -> dict[str, str]:
    """File name → what it should hold."""
    small = analysis(NAMES)
    files = {file_of(name): rendered(small, name).decode() for name in format_names() if name not in _NOT_HERE}
    for name, suffix in (("dot", ".dot"), ("csv", ".csv")):
        files[f"units{suffix}"] = rendered(small, name, DrawnView.UNITS).decode()
    return files


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for name, text in golden().items():
        (FOLDER / name).write_text(text, newline="")
