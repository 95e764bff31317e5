"""`decompose analyze` on checkouts of real monoliths: cold, unchanged, and after one edited file.

    python benchmarks/monoliths.py CHECKOUT [CHECKOUT ...]

Works on a copy, so that the edit and the cache stay out of the checkout. Prints one Markdown row per
checkout; peak memory is the sum over all processes of a run, sampled five times a second.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMAND = Path(sys.executable).with_name("decompose")


def memory_of_tree(root: int) -> int:
    """Resident bytes of a process and its descendants."""
    parents: dict[int, int] = {}
    resident: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
            resident[int(entry.name)] = int(fields[21]) * 4096
    tree = {root}
    while True:
        more = {pid for pid, parent in parents.items() if parent in tree} - tree
        if not more:
            return sum(resident.get(pid, 0) for pid in tree)
        tree |= more


def run(path: Path, out: Path) -> tuple[float, int]:
    """Seconds and peak bytes of one run."""
    start = time.monotonic()
    process = subprocess.Popen([COMMAND, "analyze", path, "--out", out, "--quiet"], stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, memory_of_tree(process.pid))
        time.sleep(0.2)
    if process.returncode:
        raise SystemExit(f"{path}: exit code {process.returncode}")
    return time.monotonic() - start, peak


def row(checkout: Path) -> str:
    """Measure one checkout."""
    with tempfile.TemporaryDirectory() as folder:
        copy, out = Path(folder) / checkout.name, Path(folder) / "out"
        shutil.copytree(checkout, copy, symlinks=True, ignore=shutil.ignore_patterns(".decompose"))
        cold, peak = run(copy, out)
        warm, _ = run(copy, out)
        analysis = json.loads((out / "analysis.json").read_text())
        edited = next(copy / unit["path"] for unit in analysis["graph"]["units"] if unit["kind"] == "function")
        edited.write_text(edited.read_text() + "\n\ndef added_by_the_benchmark():\n    return 1\n")
        after_edit, _ = run(copy, out)
    coverage = analysis["graph"]["coverage"]
    calls = [coverage[f"calls_{kind}"] for kind in ("internal", "external", "unresolved")]
    services = analysis["decomposition"]["services"]
    lines = sum(service["lines"] for service in services) or 1
    cells = [
        checkout.name,
        f"{coverage['lines']:,}",
        f"{cold:.1f} / {warm:.1f} / {after_edit:.1f}",
        f"{peak / 1e6:,.0f}",
        str(coverage["files_not_parsed"]),
        " / ".join(f"{count / sum(calls):.0%}" for count in calls),
        str(len(analysis["graph"]["tables"])),
        str(len(analysis["graph"]["entry_points"])),
        f"{len(services)} ({max(service['lines'] for service in services) / lines:.0%})",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print a table."""
    print(
        "| code base | lines | seconds cold / unchanged / one edit | peak MB | files not parsed "
        "| calls in project / outside / unresolved | tables | entry points | services (largest) |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for argument in sys.argv[1:]:
        print(row(Path(argument).absolute()), flush=True)


if __name__ == "__main__":
    main()
