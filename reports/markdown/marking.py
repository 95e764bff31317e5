"""Tables, folded parts and places of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from decompose.extractors.places import Place
from decompose.reports.lines.screen import Address
from decompose.reports.markdown.texts import code, in_html

NONE = "–"


@dataclass(frozen=True, slots=True)
class Links:
    """Where places lead.

    Attributes:
        address: of a place; None: places are no links.
    """

    address: Address | None = None

    def place(self, place: Place) -> str:
        """One place; a link to its line where there is an address."""
        shown = code(str(place))
        if self.address is None or not place.path:
            return shown
        target = self.address(place).replace("(", "%28").replace(")", "%29")  # which would end the link
        return f"[{shown}]({target})"

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
