"""Signs that not every terminal can show, and what stands for them there."""

from __future__ import annotations

ELLIPSIS = "…"
_ASCII = str.maketrans(
    {
        "→": "->",
        "←": "<-",
        "…": "...",
        "·": "|",
        "│": "|",
        "−": "-",
        "–": "-",
        "×": "x",
        **dict.fromkeys("▌▋▊▉█", "#"),
        **dict.fromkeys("▏▎▍", "."),
    }
)


def in_ascii(text: str) -> str:
    """Text of ours in ASCII; characters of others stay as they are."""
    return text.translate(_ASCII)
