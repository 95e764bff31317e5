"""The paths of routes."""

from __future__ import annotations


def path_of(entry_point: str) -> str:
    """The path in an entry point's name (``http POST /orders/<id>``); empty without one."""
    return next((word for word in entry_point.split() if word.startswith("/")), "")
