"""An analysis in which every text is hostile: names, paths, reasons, advice, whatever fields structs have."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from itertools import cycle
from typing import TypeVar

import msgspec

_T = TypeVar("_T")
CANARY = "canary()"
MARKS = "\u0301" * 40
POISONS = (
    f"</script><script>{CANARY}</script>",
    f"<img src=x onerror={CANARY}>",
    f'"><svg onload={CANARY}>',
    f"'\" autofocus onfocus={CANARY} x='",
    f"');{CANARY};//",
    f"`${{{CANARY}}}`",
    "{{ 7 * 7 }}{% raise %}{# #}",
    "</style><style>*{display:none}</style>",
    f"expression({CANARY})",
    f"url(javascript:{CANARY})",
    f"javascript:{CANARY}",
    "data:text/html,<script>",
    "--><!--",
    "]]>",
    "&lt;b&gt;&#x202e;",
    "\u202e\u2066txet",
    "\u200b\u200d\ufeff\u2060",
    f"e{MARKS}",
    "=cmd|' /C calc'!A0",
    "__proto__",
    "constructor",
    "toString",
    "two\nlines\r\n\ttab",
    "\x00\x1b[31m\x07\x9b",
    "שלום עולם",
    "\U0001f4a5" * 8,
    "../../etc/passwd",
    "C:\\x\\y",
    "*[?]",
    "W" * 300,
    "#%2e%2e?a=b&c",
)
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]+")
_LONG = 10_000


class Poisoner:
    """Puts poison into values: the same word always becomes the same, so that names that belong together still do.

    Args:
        fills: whether empty texts are filled, too.
    """

    def __init__(self, *, fills: bool) -> None:
        self._fills = fills
        self._words: dict[str, str] = {}
        self._next = self._poisons()

    @staticmethod
    def _poisons() -> Iterator[str]:
        yield "L" * _LONG
        for poison in cycle(POISONS):
            yield poison
            yield from ("", "", "")

    def value(self, value: _T) -> _T:
        """The value with poison in all of its texts; enumerations stay."""
        found: object = value
        match value:
            case enum.Enum():
                pass
            case str():
                found = self.text(value)
            case tuple() | list():
                found = type(value)(map(self.value, value))
            case dict():
                found = {self.value(key): self.value(held) for key, held in value.items()}
            case msgspec.Struct():
                fields = {name: self.value(getattr(value, name)) for name in value.__struct_fields__}
                found = msgspec.structs.replace(value, **fields)
        return found  # type: ignore[return-value]

    def text(self, text: str) -> str:
        """The text with poison in its words."""
        if not text:
            return self._poisoned("nothing") if self._fills else text
        return _WORD.sub(lambda found: self._poisoned(found[0]), text)

    def _poisoned(self, word: str) -> str:
        if word not in self._words:
            self._words[word] = f"{word}{next(self._next)}"
        return self._words[word]
