"""Addresses of places: of a web site that shows the code, or of the files on this machine."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import quote

from decompose.extractors.places import Place
from decompose.reports.lines.screen import Address

_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"


def on_the_web(base: str) -> Address | None:
    """Of the files below an address that a browser takes; None for any other."""
    if not base.startswith(("https://", "http://")):
        return None
    start = quote(base.rstrip("/"), safe=_IN_ADDRESSES, errors="backslashreplace")
    return lambda place: f"{start}/{_quoted(place.path)}" + (f"#L{place.line}" if place.line else "")


def on_this_machine(root: str, host: str = "") -> Address:
    """Of the files below a folder.

    Args:
        root: an absolute path with forward slashes.
        host: the name of this machine, so that nobody opens the file of that name on another one.
    """
    folder = "".join(f"/{_quoted(part)}" for part in root.split("/") if part)

    def address(place: Place) -> str:
        if ".." in PurePosixPath(place.path).parts:
            return ""
        return f"file://{quote(host)}{folder}/{_quoted(place.path.lstrip('/'))}"

    return address


def _quoted(path: str) -> str:
    return quote(path, errors="backslashreplace")
