"""Cost of extraction and linking: processor seconds and memory against lines, and beside plain parsing.

    python benchmarks/growth.py CHECKOUT [CHECKOUT ...]

Each checkout is read and linked from cold in one process (``graph --view calls``), and its files are parsed
by ``ast`` alone in another. In the end all of them are put into one tree. Prints one Markdown row each, and
the exponents of a least-squares line through the logarithms of lines and seconds, and of lines and memory.
"""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

COMMAND = Path(sys.executable).with_name("decompose")
PARSE = """
import ast, sys
from pathlib import Path
from decompose.extractors.discovery import discover
repository = discover(Path(sys.argv[1]))
lines = 0
for source in repository.sources:
    if source.role.value == "code":
        data = (Path(repository.root) / source.path).read_bytes()
        lines += data.count(b"\\n")
        if sys.argv[2] == "parse":
            try:
                ast.parse(data)
            except (SyntaxError, ValueError):
                pass
print(lines)
"""


def run(arguments: list[str | Path]) -> tuple[float, float, str]:
    """Processor seconds, peak megabytes and output of a process, as the kernel counts them."""
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(arguments, stdout=output, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{arguments}: exit code {process.returncode}")
        output.seek(0)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.read()


def measure(checkout: Path) -> tuple[int, float, float]:
    """Print the row of one checkout; its lines, processor seconds and megabytes."""
    listing, _, counted = run([sys.executable, "-c", PARSE, checkout, "count"])
    parsing = run([sys.executable, "-c", PARSE, checkout, "parse"])[0] - listing
    graph = ["graph", checkout, "--view", "calls", "--no-cache", "--workers", "1", "--quiet"]
    seconds, megabytes, _ = run([COMMAND, *graph])
    lines = int(counted)
    print(
        f"| {checkout.name} | {lines:,} | {seconds:.1f} | {megabytes:.0f} | {parsing:.1f} | {seconds / parsing:.1f} |",
        flush=True,
    )
    return lines, seconds, megabytes


def exponent(points: list[tuple[float, float]]) -> float:
    """The slope of the least-squares line through the logarithms."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / sum((x - mean_x) ** 2 for x, _ in logs)


def main() -> None:
    """Measure all checkouts, then all of them in one tree."""
    checkouts = [Path(argument).absolute() for argument in sys.argv[1:]]
    if not checkouts:
        raise SystemExit(__doc__)
    print("| code base | lines | seconds | MB | seconds of ast.parse | times ast.parse |\n|---|---|---|---|---|---|")
    measured = [measure(checkout) for checkout in checkouts]
    with tempfile.TemporaryDirectory() as folder:
        together = Path(folder) / "together"
        for checkout in checkouts:
            ignored = shutil.ignore_patterns(".git", ".decompose", "node_modules")
            shutil.copytree(checkout, together / checkout.name, symlinks=True, ignore=ignored)
        measured.append(measure(together))
    print(f"exponent of seconds: {exponent([(lines, seconds) for lines, seconds, _ in measured]):.2f}")
    print(f"exponent of memory: {exponent([(lines, megabytes) for lines, _, megabytes in measured]):.2f}")


if __name__ == "__main__":
    main()
