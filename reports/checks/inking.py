"""Lines for the terminal: wrapped with a hanging indent, in colours or without, in Unicode or ASCII."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from rich.console import Console
from rich.text import Text

from decompose.reports.checks.setting import Setting

_ENDLESS = 1_000_000
_ASCII = {"→": "->", "·": "|", "…": "...", "│": "|", "−": "-"}
_NARROWEST = 16


@dataclass(frozen=True, slots=True)
class Line:
    """One line before it is wrapped.

    Attributes:
        text: its content.
        indent: columns before each line of it.
        hang: columns before all lines but the first, in addition.
        is_cropped: whether what does not fit is left out, as in source code, rather than wrapped.
    """

    text: Text = field(default_factory=Text)
    indent: int = 0
    hang: int = 0
    is_cropped: bool = False


def inked(lines: Iterable[Line], setting: Setting) -> str:
    """The lines as the terminal takes them."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=setting.width or _ENDLESS,
        force_terminal=setting.color is not None,
        color_system=setting.color or None,  # type: ignore[arg-type]  # one of rich's own names
        no_color=setting.color is None,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=True,
        _environ={},
    )
    for line in lines:
        shown = line if setting.is_unicode else replace(line, text=_in_ascii(line.text))
        for text in _wrapped(shown, setting, console):
            text.rstrip()
            console.print(text, soft_wrap=True)
    return "\n".join(map(_inert, stream.getvalue().split("\n")))


def _wrapped(line: Line, setting: Setting, console: Console) -> list[Text]:
    indent, hang = Text(" " * line.indent), Text(" " * (line.indent + line.hang))
    if not setting.width:
        return [indent + line.text]
    if line.is_cropped:
        text = indent + line.text
        text.truncate(setting.width)
        return [text]
    room = max(_NARROWEST, setting.width - len(hang))
    first = line.text.wrap(console, room + line.hang, overflow="fold")
    if len(first) < 2:
        return [indent + text for text in first] or [Text()]
    rest = line.text[len(first[0].plain) :]  # what is left of it, to be wrapped into less room
    rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
    return [indent + first[0], *(hang + text for text in rest.wrap(console, room, overflow="fold"))]


def _in_ascii(text: Text) -> Text:
    """The same in ASCII, as far as it is ours to say; names stay as they are."""
    for sign, plain in _ASCII.items():
        if sign in text.plain:
            pieces = text.split(sign, allow_blank=True)
            text = Text(plain).join(pieces)
    return text


def _inert(line: str) -> str:
    """A line that a CI runner does not take for a command, whatever the names and the code in it are."""
    return re.sub(r"^(\s*(?:\x1b\[[\d;]*m)*\s*)::", r"\1.:", line.replace("##[", "##("))
