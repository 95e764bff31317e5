"""Filters of the templates: how numbers, names and places are set."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from decompose.clustering.counting import plural
from decompose.extractors.places import Place
from decompose.reports.migration.wording import money

_MOST_CHARACTERS = 400
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_FLOOD = re.compile(f"({_MARK}{{3}})({_MARK}+)")
"""Marks on one letter beyond those that any language sets; they would cover the lines around."""
_BREAK = re.compile(r"(?<=\w)([._/:-]+)(?=[A-Za-z_])")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates that escape whatever they are given."""
    made = Environment(
        loader=PackageLoader("decompose.reports", "html/templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["percent"] = lambda share: f"{share:.0%}"
    made.filters["number"] = lambda value: f"{value:,}"
    made.filters["dollars"] = lambda value: f"{value:,.0f}"
    made.filters["clean"] = clean
    made.filters["places"] = places
    made.filters["of"] = plural
    made.filters["broken"] = broken
    made.globals["money"] = money
    return made


def clean(text: object) -> str:
    """What cannot be seen, or turns the direction of text round, as escapes; and not without end.

    Text that runs from right to left is isolated, so that it leaves what stands around it alone.
    """
    whole = str(text)
    shown = whole if len(whole) <= _MOST_CHARACTERS else f"{whole[:300]}…{whole[-60:]}"
    if shown.isascii() and shown.isprintable():
        return shown
    seen = _FLOOD.sub(lambda found: found[1] + "".join(map(_escape, found[2])), "".join(map(_visible, shown)))
    is_turned = any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in seen)
    return f"{_ISOLATE}{seen}{_END_OF_ISOLATE}" if is_turned else seen


def _visible(char: str) -> str:
    return char if char == "\n" or char.isprintable() else _escape(char)


def _escape(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def broken(text: object) -> Markup:
    """Clean, and where a line is too long it breaks after dots, underscores and slashes rather than within words."""
    return Markup("<wbr>").join(_BREAK.sub("\\1\0", clean(text)).split("\0"))


def places(found: Sequence[Place] | Place | None, web: str = "", most: int = 3) -> Markup:
    """Places in one line, as links where an address is known."""
    if not found:
        return Markup()
    listed = (found,) if isinstance(found, Place) else tuple(found)
    shown = Markup(", ").join(_place(place, web) for place in listed[:most])
    more = f" and {len(listed) - most:,} more" if len(listed) > most else ""
    return Markup('<span class="places">{}{}</span>').format(shown, more)


def _place(place: Place, web: str) -> Markup:
    text = clean(place)
    if not web:
        return Markup("<code>{}</code>").format(text)
    path = quote(place.path.encode(errors="replace").decode())
    address = f"{web}/{path}" + (f"#L{place.line}" if place.line else "")
    return Markup('<a class="code" href="{}" rel="noreferrer" target="_blank">{}</a>').format(escape(address), text)
