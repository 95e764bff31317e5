"""Renew the outputs in the README's tour: run its commands on a copy of the sample, in order.

``python benchmarks/tour.py`` rewrites README.md; with ``--check`` the commands are run and must succeed, and nothing
is written. The copy lies outside of the repository, so that its history is no evidence.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n(\$ decompose .*?)```", re.DOTALL)


def commands(block: str) -> list[str]:
    """The lines of a block that someone typed."""
    return [line for line in block.splitlines() if line.startswith("$ ")]


def answer(command: str, folder: Path) -> str:
    """What a command prints at 100 columns; raises RuntimeError where it fails or prints nothing anywhere."""
    search = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": search, "COLUMNS": "100", "NO_COLOR": "1"}
    # `head` closes the pipe early, so only the last command of a pipe says whether it went well.
    shell = ["bash", "-c", command.removeprefix("$ ")]
    done = subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode or (not done.stdout and ">" not in command):
        raise RuntimeError(f"{command}\n{done.stderr}")
    return "\n".join(line.rstrip() for line in done.stdout.splitlines())


def renewed(text: str, folder: Path) -> str:
    """The README with the outputs of today."""

    def block(found: re.Match[str]) -> str:
        parts = []
        for command in commands(found.group(1)):
            parts += [command, answer(command, folder)]
        return "```console\n" + "\n".join(part for part in parts if part) + "\n```"

    return BLOCK.sub(block, text)


def main() -> None:
    """Renew, or check."""
    with tempfile.TemporaryDirectory() as folder:
        hidden = shutil.ignore_patterns(".decompose", "__pycache__", "*.sqlite3")
        shutil.copytree(ROOT / "sample_monolith", Path(folder, "shop"), ignore=hidden)
        text = renewed(README.read_text(encoding="utf-8"), Path(folder))
    if "--check" not in sys.argv:
        README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
