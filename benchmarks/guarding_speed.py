"""Seconds of a warm check after one file was edited, beside the checkers of imports on the same packages.

    python benchmarks/guarding_speed.py CHECKOUT --work FOLDER --peers FOLDER/bin

CHECKOUT is copied into FOLDER, which becomes a repository with the boundaries that `decompose accept` writes; the peers
get its top-level packages (import-linter as independent of each other but for today's imports, tach as `tach sync` has
them). Each round edits one more file; seconds of wall time, the median of five rounds.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from guarding_noops import commit, git
from mutants.catalogue import Project
from mutants.peers import ImportLinter, Tach

_ROUNDS = 5


def main() -> None:
    """Prepare once, then edit and check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--peers", type=Path, required=True)
    given = parser.parse_args()
    root = given.work / given.checkout.name
    if not root.is_dir():
        shutil.copytree(given.checkout, root, ignore=shutil.ignore_patterns(".git", ".decompose"))
        git(root, "init", "-q")
        run(root, decompose(), "accept", ".", "--quiet")
        commit(root)
    project = project_of(root)
    tach, linter = Tach(project, root, given.peers, is_strict=False), ImportLinter(project, root, given.peers)
    tach.prepare()
    linter.prepare()
    ways = {
        "check": [decompose(), "check", ".", "--quiet"],
        "check --against HEAD": [decompose(), "check", ".", "--quiet", "--against", "HEAD"],
        "tach check": [given.peers / "tach", "check"],
        "lint-imports": [given.peers / "lint-imports", "--config", "importlinter.ini"],
    }
    for command in ways.values():
        run(root, *command)
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    files = sorted(path for path in root.rglob("*.py") if path.stat().st_size > 2000)
    for path in random.Random(7).sample(files, _ROUNDS):
        with path.open("a", encoding="utf-8") as stream:
            stream.write(f"\n\ndef measured_{time.time_ns()}(value):\n    return value\n")
        for name, command in ways.items():
            start = time.perf_counter()
            run(root, *command)
            seconds[name].append(time.perf_counter() - start)
    for name, held in seconds.items():
        rounds = ", ".join(f"{second:.1f}" for second in held)
        print(f"| {name} | {statistics.median(held):.1f} | {rounds} |")


def project_of(root: Path) -> Project:
    """The packages of the one top-level package."""
    top = next(path.parent for path in sorted(root.glob("*/__init__.py")))
    services = {path.parent.name: (f"{top.name}.{path.parent.name}",) for path in sorted(top.glob("*/__init__.py"))}
    return Project(root, services, "python")


def decompose() -> Path:
    """The command of this environment."""
    return Path(sys.executable).with_name("decompose")


def run(root: Path, *command: object) -> None:
    """Run it; that something is found is no failure."""
    environment = os.environ | {"PYTHONPATH": str(root), "NO_COLOR": "1"}
    done = subprocess.run(
        list(map(str, command)), cwd=root, capture_output=True, text=True, check=False, env=environment
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command}: {done.stderr[-1500:]}")


if __name__ == "__main__":
    main()
