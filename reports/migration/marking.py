"""Markdown from text that may hold anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from decompose.extractors.places import Place
from decompose.recommenders.plan import Action
from decompose.reports.markdown.marking import folded, table
from decompose.reports.markdown.texts import code
from decompose.reports.markdown.texts import prose as text

__all__ = ["actions", "cell", "code", "folded", "places", "table", "text"]

_MOST_PLACES = 4


def cell(raw: str) -> str:
    """A name in code style for a cell of a table."""
    return code(raw)


def actions(found: Iterable[Action]) -> Iterator[str]:
    """A list to tick off."""
    for action in found:
        yield f"- [ ] {text(action.text)}{places(action.places)}"


def places(found: Sequence[Place]) -> str:
    """The first places."""
    if not found:
        return ""
    shown = ", ".join(code(str(place)) for place in found[:_MOST_PLACES])
    more = f" and {len(found) - _MOST_PLACES} more" if len(found) > _MOST_PLACES else ""
    return f" — {shown}{more}"
