"""How many services are wanted: a number, or a range of them."""

from __future__ import annotations

import re


def is_span(text: str) -> bool:
    """Whether the text is a number of services, or a range of them: ``8``, ``6-10``."""
    least, dash, most = text.partition("-")
    numbers = [least, most] if dash else [least]
    return all(re.fullmatch("[0-9]{1,6}", number) for number in numbers) and 1 <= int(least) <= int(most or least)
