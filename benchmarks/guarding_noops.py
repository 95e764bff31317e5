"""Change nothing but the looks and the names of a project, and see whether the check calls anything new.

    python benchmarks/guarding_noops.py CHECKOUT --work FOLDER --black PATH/black --rename pkg/old=pkg/new …

CHECKOUT is copied into FOLDER and committed there with the boundaries and the baseline that `decompose accept` writes.
Then, each from that commit: 100 files are formatted with lines of 60 characters, and each folder is renamed, with all
imports and dotted names of it. Each is checked with the baseline, and with `--against HEAD` and none.
"""

from __future__ import annotations

import argparse
import ast
import json
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_SEED = 7
_LEFT_OUT = shutil.ignore_patterns(
    ".git", ".decompose", "node_modules", "tests", "test_*.py", "*_test.py", "translations"
)


def main() -> None:
    """Prepare, change, check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--black", default="")
    parser.add_argument("--rename", action="append", default=[], metavar="OLD=NEW")
    given = parser.parse_args()
    root = given.work / given.checkout.name
    if not root.is_dir():
        prepare(given.checkout, root)
    told(root, "nothing changed")
    if given.black:
        files = reformat(root, given.black)
        told(root, f"{files} files formatted anew")
    for pair in given.rename:
        old, _, new = pair.partition("=")
        files = rename(root, old, new)
        told(root, f"{old} → {new}, {files} files with its name")
        told_with_boundaries(root, old, new)


def prepare(checkout: Path, root: Path) -> None:
    """A copy under git, with boundaries and baseline."""
    shutil.copytree(checkout, root, ignore=_LEFT_OUT)
    git(root, "init", "-q")
    decompose(root, "accept", ".", "--quiet")
    commit(root)


def commit(root: Path) -> None:
    """All that there is."""
    git(root, "add", "-A")
    git(root, "-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "-qm", "state")


def told(root: Path, what: str) -> None:
    """Check in both ways; then everything is as it was."""
    for name, arguments in (("baseline", ()), ("--against HEAD", ("--against", "HEAD"))):
        baseline = root / "decompose-baseline.txt"
        held = baseline.read_bytes()
        if arguments:
            baseline.unlink()
        start = time.perf_counter()
        report = decompose(root, "check", ".", "--format", "json", "--quiet", *arguments)["report"]
        seconds = time.perf_counter() - start
        baseline.write_bytes(held)
        show(f"{what}, {name}", report, seconds)
    if not what.endswith("their boundaries too"):
        return
    git(root, "reset", "-q", "--hard", "HEAD")


def told_with_boundaries(root: Path, old: str, new: str) -> None:
    """The same once `decompose.toml` calls the folder by its new name, too."""
    config = root / "decompose.toml"
    config.write_text(renamed(config.read_text(encoding="utf-8"), old, new), encoding="utf-8")
    told(root, f"{old} → {new}, their boundaries too")


def show(what: str, report: dict[str, Any], seconds: float) -> None:
    """How many there are of each, and the new couplings."""
    findings = report.get("findings", [])
    new = [finding for finding in findings if finding.get("kind")]
    others = sorted({finding["code"] for finding in findings if not finding.get("kind")})
    counts = {key: len(report.get(key, ())) for key in ("known", "moved", "gone")}
    print(f"{what}: {len(new)} new couplings, {counts}, other codes {others}, {seconds:.1f} s", flush=True)
    for finding in new[:12]:
        print(f"    {finding['level']} {finding['code']} {finding['source']} -> {finding['target']}")


def reformat(root: Path, black: str) -> int:
    """Format 100 files, chosen by a fixed seed."""
    git(root, "reset", "-q", "--hard", "HEAD")
    files = [path for path in sorted(root.rglob("*.py")) if path.stat().st_size > 2000]
    chosen = random.Random(_SEED).sample(files, min(100, len(files)))
    subprocess.run([black, "-q", "-l", "60", *map(str, chosen)], check=False)
    return git(root, "diff", "--name-only").count(".py\n")


def rename(root: Path, old: str, new: str) -> int:
    """Move a folder, and call it by its new name wherever it is imported or named by its dotted name."""
    git(root, "reset", "-q", "--hard", "HEAD")
    git(root, "mv", old, new)
    changed = 0
    for path in sorted(root.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        module = path.relative_to(root).with_suffix("").as_posix().replace("/", ".")
        again = renamed(text, old, new)
        again = imported_from_parent(again, module, old, new)
        if again != text:
            path.write_text(again, encoding="utf-8")
            changed += 1
    return changed


def renamed(text: str, old: str, new: str) -> str:
    """The dotted name wherever it stands."""
    return re.sub(rf"(?<![\w.]){re.escape(old.replace('/', '.'))}(?!\w)", new.replace("/", "."), text)


def imported_from_parent(text: str, module: str, old: str, new: str) -> str:
    """``from parent import old`` → ``from parent import new as old``; relative imports, too."""
    parent, _, tail = old.replace("/", ".").rpartition(".")
    lines = text.split("\n")
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.ImportFrom):
            continue
        package = module.removesuffix(".__init__").split(".")
        if not module.endswith(".__init__"):
            package = package[:-1]
        base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
        source = ".".join(filter(None, (base, node.module or "")))
        was = f"{parent}.{tail}" if parent else tail
        renew = new.rpartition("/")[2]
        if source == parent and any(alias.name == tail for alias in node.names):
            name = next(alias for alias in node.names if alias.name == tail)
            line = lines[name.lineno - 1]
            start, end = name.col_offset, name.end_col_offset or len(line)
            lines[name.lineno - 1] = f"{line[:start]}{renew} as {name.asname or tail}{line[end:]}"
        elif node.level and node.module and f"{source}.".startswith(f"{was}.") and not f"{base}.".startswith(f"{was}."):
            depth = was.removeprefix(f"{base}.").count(".")
            parts = node.module.split(".")
            parts[depth] = renew
            spelled = "." * node.level + node.module
            lines[node.lineno - 1] = lines[node.lineno - 1].replace(spelled, "." * node.level + ".".join(parts), 1)
    return "\n".join(lines)


def decompose(root: Path, *arguments: str) -> Any:
    """Run the command of this environment; what it prints, if that is JSON."""
    program = str(Path(sys.executable).with_name("decompose"))
    done = subprocess.run([program, *arguments], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr[-2000:])
    return json.loads(done.stdout) if done.stdout.startswith("{") else {}


def git(root: Path, *arguments: str) -> str:
    """What git answers."""
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
