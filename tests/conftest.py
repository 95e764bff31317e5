"""What all tests share: small repositories drawn as text."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("machines differ", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("machines differ")  # a busy machine is no failure

RepoFrom = Callable[[str], Path]


def write_files(root: Path, drawn: str) -> Path:
    """Write files drawn as ``--- path`` lines, each followed by its content."""
    path = None
    content: list[str] = []
    for line in [*textwrap.dedent(drawn).strip("\n").split("\n"), "--- "]:
        if line.startswith("--- "):
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("\n".join(content) + "\n")
            path, content = root / line.removeprefix("--- ").strip(), []
        else:
            content.append(line)
    return root


@pytest.fixture
def repo_from(tmp_path: Path) -> RepoFrom:
    """A repository written from a drawing of its files."""
    return lambda drawn: write_files(tmp_path / "repo", drawn)
