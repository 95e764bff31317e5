"""The README's tour can be walked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_command_of_the_tour_works() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "tour.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
