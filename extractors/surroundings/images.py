"""Names of container images, and what they tell."""

from __future__ import annotations

import re

_VARIABLE = re.compile(r"\$\{(\w+)(?::?[-=]([^}]*))?\}|\$(\w+)")
_PYTHON = re.compile(r"(\d+\.\d+(?:\.\d+)?)(?:[-.].*)?")
_IMAGE_OF_VERSION = re.compile(r"(?:.*/)?python-?(\d)\.?(\d+)")


def filled(text: str, known: dict[str, str]) -> str:
    """A text with its variables replaced by known values, or by their own defaults; unknown ones stay."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1) or match.group(3)
        return known.get(name, match.group(2) or match.group(0))

    return _VARIABLE.sub(value, text)


def split_image(image: str) -> tuple[str, str]:
    """The name of an image without the public registry, and its tag or digest."""
    name, _, digest = image.strip().partition("@")
    head, colon, tag = name.rpartition(":")
    if not colon or "/" in tag:
        head, tag = name, ""
    for prefix in ("docker.io/", "index.docker.io/", "registry.hub.docker.com/", "library/"):
        head = head.removeprefix(prefix)
    return head, tag or digest


def python_of(name: str, tag: str) -> str:
    """The version of Python that an image brings; empty where its name does not tell."""
    found = _IMAGE_OF_VERSION.fullmatch(name)
    if found is not None:
        return f"{found.group(1)}.{found.group(2)}"
    if name.rpartition("/")[2] == "python":
        version = _PYTHON.fullmatch(tag)
        return version.group(1) if version else ""
    tagged = re.match(r"python-?(\d+\.\d+(?:\.\d+)?)", tag)
    return tagged.group(1) if tagged else ""
