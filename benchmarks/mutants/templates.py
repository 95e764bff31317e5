"""The ways in which a coupling is written: ten of each kind, in text files beside this module.

``== kind`` opens a kind, ``--`` stands between two ways. Lines with ``> `` go to the imports at the head of the file,
the others to its end. ``$name`` and the like are what ``catalogue`` picks.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Template:
    """One way: its kind, its number among them, the lines for the head of the file and those for its end."""

    kind: str
    number: int
    head: str
    body: str


def templates(*names: str) -> list[Template]:
    """The ways of some text files, in their order."""
    found = []
    for name in names:
        for part in Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8").split("\n== "):
            kind, _, rest = part.removeprefix("== ").partition("\n")
            for number, text in enumerate(rest.split("\n--\n"), 1):
                lines = text.rstrip().split("\n")
                head = [line.removeprefix("> ") for line in lines if line.startswith("> ")]
                body = "\n".join(line for line in lines if not line.startswith("> ")).strip("\n")
                found.append(Template(kind.strip(), number, "\n".join(head), body))
    return found
