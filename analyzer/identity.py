"""Which version of the tool this is: cached results of another one are not trusted."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


@lru_cache(maxsize=1)
def tool_version() -> str:
    """The installed version of decompose."""
    try:
        return version("monolith-decompose")
    except PackageNotFoundError:
        return "0"


@lru_cache(maxsize=8)
def fingerprint_of(*stages: str) -> str:
    """A digest of the tool's own source in the named stages: what it computes depends on nothing else."""
    digest = hashlib.sha256(tool_version().encode())
    for stage in stages:
        folder = Path(__file__).resolve().parent.parent / stage
        for file in sorted(folder.rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()
