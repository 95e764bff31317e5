"""Golden files of what commands print; run as a script (``make golden``), it writes them anew."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import goldens

from decompose.reports.lines import Screen, inked
from decompose.reports.lines.addressing import on_the_web
from terminal.shown import analysed, texts

FOLDER = Path(__file__).parent / "golden"
SCREENS = {"60": Screen(60), "80": Screen(80), "140": Screen(140)}
VARIANTS = {
    "ascii": Screen(80, encoding="ascii"),
    "color": Screen(80, "standard"),
    "links": Screen(80, "standard", address=on_the_web("https://example.org/shop/blob/1f3c")),
}
"""Only of what uses all of it."""


def golden() -> dict[str, str]:
    """File name → what it should hold."""
    files = {}
    for name in texts(analysed()):
        screens = SCREENS | (VARIANTS if name in {"summary", "explain-unit", "what-if", "plan"} else {})
        for variant, screen in screens.items():
            files[f"{name}-{variant}.txt"] = inked(texts(analysed())[name], screen)
    return files


if __name__ == "__main__":
    goldens.write(FOLDER, golden())
