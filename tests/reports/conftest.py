"""One browser for all tests of the page."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent / "html")]

from browser import CHROMIUM, Browser  # noqa: E402  (found through the line above)

SAMPLE = Path(__file__).parents[2] / "sample_monolith"
DECOMPOSE = Path(sys.executable).with_name("decompose")


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Headless Chromium."""
    if CHROMIUM is None:
        pytest.skip("needs headless Chromium")
    opened = Browser(tmp_path_factory.mktemp("chromium"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sample_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the analysis and the report of a copy of the sample, which is in it, too."""
    out = tmp_path_factory.mktemp("sample")
    copy = out / SAMPLE.name
    shutil.copytree(SAMPLE, copy, ignore=shutil.ignore_patterns(".decompose", "__pycache__"))
    command = [DECOMPOSE, "analyze", copy, "--out", out, "--no-cache", "--quiet"]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return out
