"""What the build made is what the manifest says, and stands in the page with its licence."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from decompose.reports.html.bundled import manifest

FOLDER = Path(__file__).parents[3] / "reports" / "html"


def test_the_files_are_those_of_the_manifest() -> None:
    kept = {file.name for file in (FOLDER / "assets").iterdir()}
    assert kept == {*manifest().sha256, "manifest.json"}
    for name, digest in manifest().sha256.items():
        assert hashlib.sha256((FOLDER / "assets" / name).read_bytes()).hexdigest() == digest, f"{name}: run make web"


def test_the_library_is_that_of_the_lock() -> None:
    lock = json.loads((FOLDER / "web" / "package-lock.json").read_text())["packages"]
    for library in manifest().libraries:
        locked = lock[f"node_modules/{library.name}"]
        assert (library.version, library.license) == (locked["version"], locked["license"])
    assert manifest().bundler == f"esbuild {lock['node_modules/esbuild']['version']}"


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
@pytest.mark.skipif(not (FOLDER / "web" / "node_modules").exists(), reason="needs npm ci in reports/html/web")
def test_the_build_is_reproducible(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "web", tmp_path / "web", ignore=shutil.ignore_patterns("node_modules"))
    (tmp_path / "web" / "node_modules").symlink_to(FOLDER / "web" / "node_modules")
    (tmp_path / "assets").mkdir()
    subprocess.run(["node", "build.mjs"], cwd=tmp_path / "web", check=True)
    for made in sorted((tmp_path / "assets").iterdir()):
        assert made.read_bytes() == (FOLDER / "assets" / made.name).read_bytes(), f"{made.name}: run make web"
