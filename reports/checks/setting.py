"""What a rendering needs to know of the world around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from decompose.reports.lines.screen import Address, Screen

Source = Callable[[str], str | None]
"""Path, relative to the analysed root → the file's text, or None if there is none to show."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a report is read; everything is optional.

    Attributes:
        tool: the version of decompose.
        root: the analysed folder, relative to the repository's root, with forward slashes; empty if it is that root.
            Machines take paths from there.
        here: the analysed folder, relative to where the command runs: what a person can open from there.
        link: address of a file of the repository, with ``{path}`` and ``{line}`` in it; empty without a web site.
        source: reads the source lines that the text shows.
        width: columns of the terminal; 0 if lines may be as long as they like, as in a log.
        color: rich's name of the colours that the terminal has (``standard``, ``256``, ``truecolor``), None without.
        is_unicode: whether arrows and the like can be shown.
        address: makes links of places, seen from the analysed folder; None where links cannot be shown.
        shows_known: whether tolerated couplings are listed, too.
    """

    tool: str = ""
    root: str = ""
    here: str = ""
    link: str = ""
    source: Source | None = None
    width: int = 0
    color: str | None = None
    is_unicode: bool = True
    address: Address | None = None
    shows_known: bool = False

    @property
    def screen(self) -> Screen:
        """Where the text is shown."""
        return Screen(self.width, self.color, "utf-8" if self.is_unicode else "ascii", self.address)

    def from_repository(self, path: str) -> str:
        """A path of the report, seen from the repository's root."""
        return _joined(self.root, path)

    def from_here(self, path: str) -> str:
        """A path of the report, seen from where the command runs."""
        return _joined(self.here, path)

    def linked(self, path: str, line: int) -> str:
        """The address of a line; empty if there is none."""
        if not self.link:
            return ""
        encoded = quote(self.from_repository(path), errors="backslashreplace")
        return self.link.replace("{path}", encoded).replace("{line}", str(max(line, 1)))


def _joined(folder: str, path: str) -> str:
    folder = folder.rstrip("/")
    return f"{folder}/{path}" if folder and folder != "." else path
