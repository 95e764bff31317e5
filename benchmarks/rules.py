"""Which rules fire on which code bases.

Usage: python benchmarks/rules.py FOLDER …

Each folder is analysed by the installed command (or give an analysis.json). Prints every rule and argument with the
code bases that it fires on, and those that fire nowhere.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from decompose.recommenders.compute.arguments import all_arguments
from decompose.recommenders.rules import all_rules


def analysed(path: Path, folder: Path) -> dict[str, Any]:
    """The analysis of a code base."""
    if path.suffix == ".json":
        return dict(json.loads(path.read_text()))
    out = folder / path.name
    command = ["decompose", "analyze", str(path), "--out", str(out), "--cache-dir", str(folder / "cache"), "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return dict(json.loads((out / "analysis.json").read_text()))


def fired(analysis: dict[str, Any]) -> Counter[str]:
    """How often each rule and argument fires."""
    found = Counter(advice["rule"] for advice in analysis["recommendations"] if advice["topic"] != "compute")
    for workload in analysis["architecture"]["workloads"]:
        for considered in workload["considered"]:
            found.update(considered["rules"])
    return found


def main(paths: list[Path]) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        counts = {}
        for path in paths:
            found = analysed(path, Path(folder))
            counts[found["graph"]["name"]] = fired(found)
    known = sorted([rule.id for rule in all_rules()] + [rule.id for rule in all_arguments()])
    silent = []
    for rule in known:
        where = [f"{name} {found[rule]}" for name, found in counts.items() if found[rule]]
        print(f"{rule:40} {', '.join(where)}")
        if not where:
            silent.append(rule)
    print(f"\n{len(known) - len(silent)} of {len(known)} fire; nowhere: {', '.join(silent)}")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
