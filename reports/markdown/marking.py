"""Tables, folded parts and places of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from decompose.extractors.places import Place
from decompose.reports.markdown.texts import code, in_html

NONE = "–"


@dataclass(frozen=True, slots=True)
class Links:
    """Where places lead.

    Attributes:
        base: address of the analysed folder; empty: places are no links.
    """

    base: str = ""

    def place(self, place: Place) -> str:
        """One place; a link to its line where there is an address."""
        shown = code(str(place))
        if not self.base or not place.path:
            return shown
        path = quote(place.path, safe="/", errors="backslashreplace")
        return f"[{shown}]({self.base}/{path}{f'#L{place.line}' if place.line else ''})"

    def places(self, found: Sequence[Place], most: int = 2) -> str:
        """The first places, and how many more there are."""
        more = f" and {len(found) - most:,} more" if len(found) > most else ""
        return ", ".join(map(self.place, found[:most])) + more or NONE


def names(found: Sequence[str], most: int = 6) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(found) - most:,} more" if len(found) > most else ""
    return ", ".join(map(code, found[:most])) + more or NONE


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, nothing without rows; a title that ends with ``:`` is that of a column of numbers."""
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    if lines:
        yield f"| {' | '.join(title.removesuffix(':') for title in titles)} |"
        yield f"|{'|'.join('--:' if title.endswith(':') else '---' for title in titles)}|"
        yield from lines
        yield ""


def rest(shown: int, total: int, what: str) -> Iterator[str]:
    """A line that says how much is not listed, and where it is."""
    if total > shown:
        yield f"… and {total - shown:,} more {what}; the HTML report and `couplings.csv` have all."
        yield ""


def folded(summary: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines behind a summary that opens them; nothing without lines."""
    held = list(lines)
    if held:
        yield f"<details><summary>{in_html(summary)}</summary>"
        yield ""
        yield from held
        if held[-1]:
            yield ""
        yield "</details>"
        yield ""
