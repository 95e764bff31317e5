"""Which version of the tool this is: cached results of another one are not trusted."""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

READERS = ("sqlglot", "libcst", "fissix", "pathspec")
"""Libraries whose version may change what is read from the same bytes."""


@lru_cache(maxsize=1)
def tool_version() -> str:
    """The installed version of decompose."""
    return _version("monolith-decompose")


@lru_cache(maxsize=8)
def fingerprint_of(stage: str) -> str:
    """A digest of what a stage's results depend on beside its input.

    That is the tool's own source in that folder, Python, and the libraries that read code.
    """
    digest = hashlib.sha256(repr([tool_version(), sys.version_info[:3], *map(_version, READERS)]).encode())
    spec = find_spec(f"decompose.{stage}")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for file in sorted(Path(folder).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "0"
