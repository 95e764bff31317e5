"""Plant couplings into a project, ten of each kind, and count which of them each tool reports.

    python benchmarks/guarding_mutations.py netbox CHECKOUT --work FOLDER --peers FOLDER/bin

CHECKOUT is copied into FOLDER; --peers is where `tach`, `lint-imports` and a Python with grimp are. The services are
the top-level packages, as each tool declares them. All tools know the code as it was: `decompose` by its baseline,
import-linter by `ignore_imports`, tach by `tach sync`; a second tach has no `depends_on` and reports each import
between services, of which only those at planted lines count. A coupling counts as caught if a new finding names its
function or class, or stands at its lines; *told* if its code is that of its kind, *sure* if it fails the check. What is
new and belongs to none of them is listed as a false alarm.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mutants.catalogue import Project, catalogue
from mutants.peers import ImportLinter, Tach
from mutants.planting import Mutant, plant
from mutants.templates import templates

KINDS = (
    "import",
    "call",
    "subclass",
    "read",
    "write",
    "sql",
    "foreign_key",
    "transaction",
    "signal",
    "task",
    "traversal",
)
CODES = {
    "import": {"DC102"}, "call": {"DC101"}, "subclass": {"DC103"}, "read": {"DC201"}, "write": {"DC202"},
    "sql": {"DC203"}, "foreign_key": {"DC204"}, "transaction": {"DC205"}, "signal": {"DC104"},
    "task": {"DC101", "DC104"}, "traversal": {"DC201", "DC203"},
}  # fmt: skip
SEED = 7
NETBOX = (
    "circuits",
    "core",
    "dcim",
    "extras",
    "ipam",
    "tenancy",
    "users",
    "virtualization",
    "vpn",
    "wireless",
    "account",
)


def main() -> None:
    """Prepare, plant, run all tools, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", choices=("netbox", "indico"))
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--missed", action="store_true", help="print the lines of what was missed")
    given = parser.parse_args()
    root = given.work / given.project
    if not root.is_dir():
        prepare(given.project, given.checkout, root)
    project = project_of(given.project, root)
    caught, mutants = judged(project, root, given)
    report(caught, mutants)


def project_of(name: str, root: Path) -> Project:
    """The services of a project: its top-level packages."""
    if name == "netbox":
        services = {app: (app,) for app in (*NETBOX, "netbox")} | {"shared": ("utilities",)}
        return Project(root / "netbox", services, "django", NETBOX)
    modules = root / "indico" / "modules"
    apps = sorted(path.parent.name for path in modules.glob("*/__init__.py"))
    services = {("app_" + app if app == "core" else app): (f"indico.modules.{app}",) for app in apps}
    applications = tuple(services)
    rest = sorted({path.parts[len((root / "indico").parts)] for path in (root / "indico").glob("*/**/*.py")})
    services |= {part: (f"indico.{part}",) for part in rest if part not in ("modules", "util", "testing")}
    return Project(root, services | {"shared": ("indico.util",)}, "sqlalchemy", applications)


def prepare(name: str, checkout: Path, root: Path) -> None:
    """Copy the project, declare its services, and accept today's couplings."""
    shutil.copytree(checkout, root, ignore=shutil.ignore_patterns(".git", ".decompose", "node_modules", "translations"))
    project = project_of(name, root)
    tables = tables_of(root)
    owners: dict[str, list[str]] = defaultdict(list)
    for model, table in sorted(tables.items()):
        owners[project.service(model)].append(table)
    left_out = ["manage.py", "generate_secret_key.py", "hatch_build.py", "/scripts/", "/contrib/", "/docs/", "/bin/"]
    lines = [f"exclude = {json.dumps(left_out)}\n"]
    for service, packages in project.services.items():
        held = sorted(set(owners[service]) - {table for other in owners if other < service for table in owners[other]})
        if project.dialect == "django":
            held = [f"{service}_*"] if any(table.startswith(f"{service}_") for table in held) else []
        lines.append(f"[boundaries.{service}]\nunits = {json.dumps(packages)}\ntables = {json.dumps(held)}\n")
    (root / "decompose.toml").write_text("\n".join(lines), encoding="utf-8")
    run(root, decompose(), "accept", ".", "--quiet")


def tables_of(root: Path) -> dict[str, str]:
    """Model → table, as the tool has it; asked once."""
    kept = root.with_name(f"{root.name}-tables.json")
    if not kept.is_file():
        kept.write_text(run(root, decompose(), "graph", ".", "--view", "tables", "--format", "json").stdout)
    models: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))["models"]
    return models


def judged(project: Project, root: Path, given: argparse.Namespace) -> tuple[dict[str, set[str]], list[Mutant]]:
    """Tool → names of the mutants that it catches, and all mutants."""
    clean = findings(root)
    print(f"findings before anything was planted: {len(clean)}")
    tools: list[ImportLinter | Tach] = []
    if given.peers:
        tools = [Tach(project, root, given.peers, is_strict=False), Tach(project, root, given.peers, is_strict=True),
                 ImportLinter(project, root, given.peers)]  # fmt: skip
    for tool in tools:
        tool.prepare()
    mutated = root.with_name(f"{root.name}-mutated")
    shutil.rmtree(mutated, ignore_errors=True)
    shutil.copytree(root, mutated)
    copy = project_of(given.project, mutated)
    ways = templates("python", copy.dialect)
    mutants = plant(copy, catalogue(copy, tables_of(root)), ways, mutated, SEED)
    caught: dict[str, set[str]] = {}
    new = findings(mutated)
    of = {mutant.name: [finding for finding in new if belongs(finding, mutant)] for mutant in mutants}
    caught["check"] = {name for name, held in of.items() if held}
    caught["check, told"] = {
        mutant.name for mutant in mutants if {finding["code"] for finding in of[mutant.name]} & CODES[mutant.kind]
    }
    caught["check, sure"] = {name for name, held in of.items() if any(f["level"] == "error" for f in held)}
    for tool in tools:
        reported = tool.reported(mutated)
        caught[tool.name] = {
            mutant.name for mutant in mutants if any((mutant.path, line) in reported for line in mutant.lines)
        }
    mine = [finding for held in of.values() for finding in held]
    alarms = [finding for finding in new if finding not in mine]
    print(f"{len(new)} new findings, {len(alarms)} of them about nothing that was planted")
    for finding in alarms:
        where = "{path}:{line}".format(**finding["spot"])
        print(f"  ALARM {finding['level']} {finding['code']} {where} {finding['message']}")
    show(mutated, mutants, caught, of, is_long=given.missed)
    return caught, mutants


def findings(root: Path) -> list[dict[str, Any]]:
    """What `decompose check` reports."""
    done = run(root, decompose(), "check", ".", "--format", "json", "--quiet")
    found: list[dict[str, Any]] = json.loads(done.stdout)["report"].get("findings", [])
    return found


def belongs(finding: Mapping[str, Any], mutant: Mutant) -> bool:
    """Whether a finding is about a planted coupling."""
    spot = finding["spot"]
    places = [(spot["path"], spot["line"]), *(tuple(place) for place in finding.get("places", ()))]
    at = any(path == mutant.path and line in mutant.lines for path, line in places)
    return at or any(mutant.is_named(finding.get(end, "")) for end in ("source", "target"))


def show(
    root: Path, mutants: Iterable[Mutant], caught: Mapping[str, set[str]], of: Mapping[str, Any], *, is_long: bool
) -> None:
    """What the check missed, or caught as something else."""
    for mutant in mutants:
        if mutant.name in caught["check, told"]:
            continue
        word = "OTHER " if mutant.name in caught["check"] else "MISSED"
        codes = ", ".join(sorted({finding["code"] for finding in of[mutant.name]}))
        print(f"{word} {mutant.name} {mutant.path}:{max(mutant.lines)} to {mutant.target} {codes}")
        if is_long:
            lines = (root / mutant.path).read_text(encoding="utf-8").split("\n")
            print("".join(f"    | {lines[number - 1]}\n" for number in sorted(mutant.lines)))


def report(caught: Mapping[str, set[str]], mutants: list[Mutant]) -> None:
    """The table."""
    print("\n| kind | " + " | ".join(caught) + " |")
    print("|---" * (len(caught) + 1) + "|")
    for kind in (*KINDS, ""):
        names = {mutant.name for mutant in mutants if kind in ("", mutant.kind)}
        cells = [f"{len(names & held)}" for held in caught.values()]
        print(f"| {kind or 'all'} of {len(names)} | " + " | ".join(cells) + " |")


def decompose() -> Path:
    """The command of this environment."""
    return Path(sys.executable).with_name("decompose")


def run(folder: Path, *command: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder; what went wrong is shown."""
    done = subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, text=True, check=False,
                          env=os.environ | {"NO_COLOR": "1"})  # fmt: skip
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, command))}: {done.stderr[-2000:]}")
    return done


if __name__ == "__main__":
    main()
