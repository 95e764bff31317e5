"""The sample monolith is a real application: its own tests pass."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

SHOP = Path(__file__).parents[2] / "sample_monolith"


def test_the_shops_own_tests_pass(tmp_path: Path) -> None:
    environment = {**os.environ, "SHOP_DATABASE": str(tmp_path / "shop.sqlite3")}
    command = [sys.executable, "manage.py", "test"]
    done = subprocess.run(command, cwd=SHOP, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    ran = re.search(r"^Ran (\d+) tests", done.stderr, re.MULTILINE)
    assert ran is not None
    assert int(ran.group(1)) >= 140
