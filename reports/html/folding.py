"""Insides of folded boxes that are told with the deflated data: of the many boxes of a long list, all but the first."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

MOST_WRITTEN = 15
"""Boxes of one list whose insides stand in the page itself, for browsers without the script."""


class Folding:
    """The insides that are taken out of the page, in their order. One for each page.

    Attributes:
        taken: markup, escaped as the page itself.
    """

    def __init__(self) -> None:
        self.taken: list[str] = []

    def __call__(self, index: int, caller: Callable[[], Markup]) -> Markup:
        """The inside of a box, or the number under which the script finds it.

        Args:
            index: of the box in its list, from 0.
            caller: renders the inside.
        """
        inside = caller()
        if index < MOST_WRITTEN:
            return inside
        self.taken.append(str(inside))
        return Markup('<div data-inside="{}"></div>').format(len(self.taken) - 1)

    def note(self, boxes: int) -> Markup:
        """What a list of so many boxes says to readers without the script."""
        if boxes <= MOST_WRITTEN:
            return Markup()
        text = "What is in the first {} boxes stands here; what is in the other {} is shown by the script of this page."
        return Markup('<p class="soft static-only">{}</p>').format(text.format(MOST_WRITTEN, boxes - MOST_WRITTEN))
