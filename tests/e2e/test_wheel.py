"""The wheel: what it installs, and that it runs where nothing else is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built from a copy of its sources."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    left_out = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "tests", "node_modules")
    shutil.copytree(ROOT, source, ignore=left_out)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_nothing_but_decompose_is_installed(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    top = {name.partition("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"decompose"}
    assert "decompose/reports/html/templates/page.html.j2" in names
    assert "decompose/reports/html/assets/cytoscape.min.js" in names
    assert "decompose/reports/html/assets/cytoscape.LICENSE.txt" in names
    assert not any("/web/" in name for name in names)
    assert "decompose/extractors/py.typed" in names


@pytest.mark.skipif(not os.environ.get("DECOMPOSE_TEST_WHEEL"), reason="set DECOMPOSE_TEST_WHEEL=1: needs the index")
def test_the_wheel_runs_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    binaries = tmp_path / "venv" / "bin"
    install = [binaries / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel]
    subprocess.run(install, check=True)
    monolith = tmp_path / "sample"
    shutil.copytree(ROOT / "sample_monolith", monolith, ignore=shutil.ignore_patterns(".decompose"))
    command = [binaries / "decompose", "analyze", monolith]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert (monolith / ".decompose" / "report.html").stat().st_size > 10_000
