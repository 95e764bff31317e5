"""Replay a project's history through ``decompose check``: seconds per commit, what is flagged, and whether it is true.

    python benchmarks/guarding_history.py CHECKOUT FOLDER --until REV --count 300 --out RESULTS.jsonl
    python benchmarks/guarding_history.py CHECKOUT FOLDER --out RESULTS.jsonl --draw 30

CHECKOUT is a clone; its work tree is not looked at. Boundaries are accepted at the oldest of the commits that touch
FOLDER; then each commit is checked against the one before it. A second call goes on where the first one stopped.
``--draw`` prints flagged couplings, chosen by a fixed seed, with the commit to look them up in.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def main() -> None:
    """Replay, or draw from an earlier replay."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("folder", help="commits that touch this folder count; it is what is analysed")
    parser.add_argument("--until", default="HEAD")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cache-dir", type=Path)
    parser.add_argument("--draw", type=int, default=0)
    given = parser.parse_args()
    if given.draw:
        draw(given.out, given.draw)
        return
    commits = commits_of(given.checkout, given.folder, given.until, given.count)
    cache = given.cache_dir or given.out.with_suffix(".cache")
    prepare(given.checkout, commits[0], given.out, cache)
    known = {line["commit"] for line in lines_of(given.out)}
    for before, commit in itertools.pairwise(commits):
        if commit not in known:
            with given.out.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(checked(given.out, before, commit, cache)) + "\n")
    summarise(given.out)


def commits_of(checkout: Path, folder: str, until: str, count: int) -> list[str]:
    """The last steps of the main line that change Python code of the folder, oldest first; a merge is one step."""
    wanted = ["log", "--first-parent", f"-{count}", "--format=%H", until, "--", f"{folder}/*.py"]
    return git(checkout, *wanted).split()[::-1]


def prepare(checkout: Path, oldest: str, out: Path, cache: Path) -> None:
    """A clone that holds the boundaries of the oldest commit, and none of the code."""
    clone = clone_of(out)
    if (clone / "decompose.toml").is_file():
        return
    subprocess.run(["git", "clone", "-q", "--shared", "--no-checkout", checkout, clone], check=True)
    tree = out.with_suffix(".oldest")
    tree.mkdir(parents=True)
    from decompose.extractors.revisions import export, find_revision

    revision = find_revision(clone, oldest)
    assert revision is not None
    inner = tree / clone.name
    inner.mkdir()
    export(clone, revision, inner)
    run("accept", inner, "--quiet", "--cache-dir", cache)
    (clone / "decompose.toml").write_bytes((inner / "decompose.toml").read_bytes())


def checked(out: Path, before: str, commit: str, cache: Path) -> dict[str, Any]:
    """One commit against the one before it."""
    start = time.perf_counter()
    done = run("check", clone_of(out), "--against", before, "--head", commit, "--format", "json", "--quiet",
               "--cache-dir", cache)  # fmt: skip
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1):
        return {"commit": commit, "before": before, "seconds": seconds, "error": done.stderr[-2000:]}
    report = json.loads(done.stdout)["report"]
    findings = [
        {key: finding[key] for key in ("code", "level", "message", "confidence") if key in finding}
        | {"place": "{path}:{line}".format(**finding["spot"])}
        for finding in report["findings"]
    ]
    return {
        "commit": commit, "before": before, "seconds": seconds, "code": done.returncode, "findings": findings,
        **{what: len(report.get(what, ())) for what in ("known", "moved", "gone")},
    }  # fmt: skip


def summarise(out: Path) -> None:
    """The figures of a replay."""
    held = list(lines_of(out))
    failed = [line for line in held if "error" in line]
    seconds = sorted(line["seconds"] for line in held if "error" not in line)
    flagged = [line for line in held if any(f["level"] == "error" for f in line.get("findings", ()))]
    findings = [finding for line in flagged for finding in line["findings"] if finding["level"] == "error"]
    print(f"{len(held)} commits, {len(failed)} failed")
    print(f"seconds: median {statistics.median(seconds):.1f}, p95 {seconds[int(0.95 * (len(seconds) - 1))]:.1f}")
    print(f"flagged: {len(flagged)} commits with {len(findings)} findings")
    codes = [finding["code"] for finding in findings]
    print(", ".join(f"{code} {codes.count(code)}" for code in sorted(set(codes))))
    print(f"moved {sum(line.get('moved', 0) for line in held)}, gone {sum(line.get('gone', 0) for line in held)}")


def draw(out: Path, count: int) -> None:
    """Flagged couplings to follow by hand."""
    found = [
        (line["before"], line["commit"], finding)
        for line in lines_of(out)
        for finding in line.get("findings", ())
        if finding["level"] == "error"
    ]
    for before, commit, finding in random.Random(7).sample(found, min(count, len(found))):
        print(f"{before[:10]}..{commit[:10]} {finding['code']} {finding['place']}\n    {finding['message']}")


def lines_of(out: Path) -> list[dict[str, Any]]:
    """What was found so far."""
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] if out.is_file() else []


def clone_of(out: Path) -> Path:
    """The clone beside the results."""
    return out.with_suffix(".clone")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command of this environment."""
    command = [str(Path(sys.executable).with_name("decompose")), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def git(folder: Path, *arguments: str) -> str:
    """What git answers."""
    return subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
