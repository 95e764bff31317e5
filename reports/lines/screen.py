"""What is known of the place where text is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from decompose.extractors.places import Place

Address = Callable[[Place], str]
"""Where a place can be opened; empty where it cannot."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A terminal, a file or a log; everything is optional.

    Attributes:
        width: in cells; 0 if lines may be as long as they like, as in a log.
        color: rich's name of the colours (``standard``, ``256``, ``truecolor``); None for none, nor anything bold.
        encoding: what its characters are written in.
        address: makes links of places; None where links cannot be shown.
    """

    width: int = 0
    color: str | None = None
    encoding: str = "utf-8"
    address: Address | None = None

    @property
    def is_unicode(self) -> bool:
        """Whether arrows, blocks and the like can be shown."""
        return self.encoding.lower().replace("_", "-").startswith("utf")
