"""Scripts and styles that are set into the page, and the hashes by which the page allows its scripts."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib import resources

import msgspec


class Library(msgspec.Struct, frozen=True):
    """A library of others that is set into the page."""

    name: str
    version: str
    license: str


class Manifest(msgspec.Struct, frozen=True):
    """What ``web/build.mjs`` made.

    Attributes:
        libraries: of others.
        bundler: what made the files.
        sha256: file → hex digest.
    """

    libraries: tuple[Library, ...]
    bundler: str
    sha256: dict[str, str]


@lru_cache
def asset(name: str) -> str:
    """The content of a file that the build made."""
    return resources.files("decompose.reports.html").joinpath("assets", name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def manifest() -> Manifest:
    """What the build says of its files."""
    return msgspec.json.decode(asset("manifest.json"), type=Manifest)


def source_hash(script: str) -> str:
    """The expression of a Content-Security-Policy that allows exactly this script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
