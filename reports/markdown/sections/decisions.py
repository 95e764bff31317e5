"""What people have to settle before anybody cuts."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.reports.analysed import Analysed
from decompose.reports.markdown.marking import Links
from decompose.reports.markdown.texts import told
from decompose.reports.sections import decisions

TITLE = "Decide first"


def lines(analysed: Analysed, links: Links) -> Iterator[str]:
    """The heaviest questions."""
    services = [service.name for service in analysed.decomposition.services]
    for number, found in enumerate(decisions.decisions(analysed), start=1):
        yield f"{number}. **{told(found.question)}** {told(found.why, services)}"
        yield f"   {links.places(found.places)}"
