"""Print the lowest versions that pyproject.toml allows, one requirement a line, for pip."""

import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def lowest(requirement: str) -> str:
    """``name>=1.2`` as ``name==1.2``; a dependency without a lower bound is an error."""
    name, at_least, version = requirement.partition(">=")
    if not at_least or "," in version:
        raise SystemExit(f"{PROJECT.name}: {requirement!r} must have the form name>=version")
    return f"{name}=={version}"


if __name__ == "__main__":
    for dependency in tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]:
        print(lowest(dependency))
