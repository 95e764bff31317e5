"""Default names, as the object mappers derive them."""

from __future__ import annotations

import re

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def snake_case(name: str) -> str:
    """``OrderLine`` → ``order_line``."""
    return _BOUNDARY.sub("_", name).lower()
