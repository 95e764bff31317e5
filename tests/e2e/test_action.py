"""The GitHub Action and the hooks of pre-commit: their manifests, and their steps in a real shell."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import SHOP
from jsonschema import Draft7Validator

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
SCHEMA = ROOT / "tests" / "reports" / "checks" / "schemas" / "github-action.json"
DECOMPOSE = Path(sys.executable).parent / "decompose"
SNEAK = '\ndef sneak(session):\n    session.execute("DELETE FROM invoices")\n'


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", "-C", folder, *who, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@dataclass
class Runner:
    """What GitHub's runner does for a composite action: variables, steps, outputs."""

    folder: Path
    inputs: dict[str, str] = field(default_factory=dict)
    event: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)

    def value(self, text: str) -> str:
        """A template with its expressions evaluated: names, literals and ``||``."""
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: self._expression(found[1]), text)

    def _expression(self, text: str) -> str:
        known = {f"inputs.{name}": given.get("default", "") for name, given in ACTION["inputs"].items()}
        known |= {f"inputs.{name}": value for name, value in self.inputs.items()}
        known |= {f"steps.check.outputs.{name}": value for name, value in self.outputs.items()}
        known |= {f"github.{name}": value for name, value in self.event.items()}
        known |= {"runner.temp": str(self.folder / "temp"), "github.repository": "o/r", "github.token": "t"}
        values = [part.strip() for part in text.split("||")]
        found = [value.strip("'") if value.startswith("'") else known.get(value, "") for value in values]
        return next((value for value in found if value), "")

    def step(self, name: str) -> subprocess.CompletedProcess[str]:
        (step,) = [found for found in ACTION["runs"]["steps"] if found["name"] == name]
        script = self.folder / "step.sh"
        script.write_text(step["run"])
        files = {name: self.folder / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        files["GITHUB_OUTPUT"].write_text("")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
        environment |= {"GITHUB_ACTIONS": "true", **{name: str(file) for name, file in files.items()}}
        environment |= {name: self.value(str(value)) for name, value in step["env"].items()} | self.environment
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
        done = subprocess.run(
            command, cwd=self.folder / "repo", env=environment, capture_output=True, text=True, check=False
        )
        lines = files["GITHUB_OUTPUT"].read_text().splitlines()
        self.outputs |= dict(line.split("=", 1) for line in lines)
        return done


@pytest.fixture
def runner(tmp_path: Path, repo_from: Callable[[str], Path]) -> Runner:
    """A repository with accepted boundaries, and a checkout of a pull request that adds a coupling to it."""
    repo = repo_from(SHOP)
    (repo / "decompose.toml").write_text(
        '[boundaries.orders]\nunits = ["shop.orders"]\ntables = ["orders"]\n'
        '[boundaries.billing]\nunits = ["shop.billing"]\ntables = ["invoices"]\n'
    )
    git(repo, "init", "-q")
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", "before")
    git(repo, "switch", "-qc", "work")
    with (repo / "shop" / "orders.py").open("a") as stream:
        stream.write(SNEAK)
    git(repo, "commit", "-qam", "work")
    git(repo, "switch", "-q", "main")
    (repo / "NEWS").write_text("meanwhile\n")
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", "meanwhile")
    git(repo, "merge", "-q", "--no-ff", "-m", "as merged", "work")
    programs = tmp_path / "temp" / "decompose" / "venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("decompose", "python"):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{DECOMPOSE.parent / name}" "$@"\n')
        program.chmod(0o755)
    return Runner(tmp_path)


def as_pull_request(runner: Runner) -> None:
    runner.event = {
        "event.pull_request.base.sha": git(runner.folder / "repo", "rev-parse", "HEAD^1~1"),
        "event.pull_request.number": "7",
    }
    runner.environment = {"GITHUB_REF": "refs/pull/7/merge"}


def annotations(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("::error ")]


def test_the_manifest_is_one() -> None:
    Draft7Validator(json.loads(SCHEMA.read_text())).validate(ACTION)
    for step in ACTION["runs"]["steps"]:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step.get("uses", "a/b@" + "0" * 40)), "pinned by commit"
        assert "${{" not in step.get("run", ""), "inputs come through variables"


def test_what_a_pull_request_adds_fails_it(runner: Runner) -> None:
    as_pull_request(runner)
    done = runner.step("Check")
    assert done.returncode == 0, done.stderr
    assert (runner.outputs["exit-code"], runner.outputs["new"]) == ("1", "1"), done.stdout + done.stderr
    parent = git(runner.folder / "repo", "rev-parse", "--short=9", "HEAD^1")
    assert f"1 new · 2 known · 0 moved · 0 gone since {parent}\n" in done.stdout
    (annotation,) = annotations(done.stdout)
    assert annotation.startswith("::error file=shop/orders.py,line=11,")
    assert (runner.folder / "github_step_summary").read_text().startswith("<!-- decompose check -->\n## ❌")
    assert json.loads(Path(runner.outputs["sarif-file"]).read_text())["version"] == "2.1.0"
    assert runner.step("Result").returncode == 1


def test_new_coupling_can_be_told_without_failing(runner: Runner) -> None:
    as_pull_request(runner)
    runner.inputs = {"fail": "false", "summary": "false", "sarif-file": "new folder/a.sarif"}
    runner.step("Check")
    assert runner.outputs["sarif-file"] == "new folder/a.sarif"
    assert (runner.folder / "repo" / "new folder" / "a.sarif").is_file()
    assert not (runner.folder / "github_step_summary").exists()
    assert runner.step("Result").returncode == 0


def test_a_shallow_clone_says_so(runner: Runner) -> None:
    whole = runner.folder / "whole"
    (runner.folder / "repo").rename(whole)
    git(runner.folder, "clone", "-q", "--depth", "1", whole.as_uri(), "repo")
    runner.inputs = {"against": git(whole, "rev-parse", "HEAD^1")}
    done = runner.step("Check")
    (annotation,) = annotations(done.stdout)
    assert "fetch-depth: 0" in annotation
    assert runner.step("Result").returncode == 2


def test_an_unknown_revision_is_the_users_mistake(runner: Runner) -> None:
    runner.inputs = {"against": "no-such-branch"}
    done = runner.step("Check")
    assert "no-such-branch" in done.stderr
    assert runner.step("Result").returncode == 2


def test_inputs_are_data(runner: Runner) -> None:
    runner.inputs = {"against": "$(touch pwned); `touch pwned`", "path": ".", "arguments": "--workers\n$(touch pwned)"}
    assert runner.step("Check").returncode == 0
    assert runner.outputs["exit-code"] == "2"
    assert not list(runner.folder.rglob("pwned"))


def test_arguments_are_handed_on_and_the_baseline_can_be_asked_for(runner: Runner) -> None:
    as_pull_request(runner)
    (runner.folder / "repo" / "decompose-baseline.txt").write_text("# decompose baseline, version 1\n")
    runner.inputs = {"against": "baseline", "arguments": "--exit-zero\n\n--workers\n1"}
    done = runner.step("Check")
    assert (runner.outputs["exit-code"], runner.outputs["new"]) == ("0", "2"), done.stdout + done.stderr
    assert "against decompose-baseline.txt" in done.stdout


@pytest.mark.parametrize("existing", ["", "41\n42\n"])
def test_the_comment_is_written_once_and_then_updated(runner: Runner, existing: str) -> None:
    as_pull_request(runner)
    runner.step("Check")
    stub = runner.folder / "bin"
    stub.mkdir()
    (stub / "gh").write_text(
        f'#!/bin/sh\necho "$@" >> {runner.folder}/asked\ncase "$*" in *--paginate*) printf "{existing}";; esac\n'
    )
    (stub / "gh").chmod(0o755)
    runner.environment["PATH"] = f"{stub}:{os.environ['PATH']}"
    done = runner.step("Comment")
    assert done.returncode == 0, done.stderr
    asked = (runner.folder / "asked").read_text().splitlines()
    assert 'startswith("<!-- decompose check -->")' in asked[0]
    body = f"--field body=@{runner.outputs['markdown-file']}"
    first = "--method PATCH repos/o/r/issues/comments/41" if existing else "repos/o/r/issues/7/comments"
    assert asked[1] == f"api --silent {first} {body}"


def test_a_comment_that_cannot_be_written_is_a_warning(runner: Runner) -> None:
    as_pull_request(runner)
    runner.step("Check")
    stub = runner.folder / "bin"
    stub.mkdir()
    (stub / "gh").write_text("#!/bin/sh\nexit 1\n")
    (stub / "gh").chmod(0o755)
    runner.environment["PATH"] = f"{stub}:{os.environ['PATH']}"
    done = runner.step("Comment")
    assert done.returncode == 0
    assert done.stdout.startswith("::warning title=decompose check::")


@pytest.mark.skipif(not os.environ.get("DECOMPOSE_TEST_WHEEL"), reason="set DECOMPOSE_TEST_WHEEL=1: needs the index")
def test_the_action_installs_its_own_checkout(runner: Runner) -> None:
    source = runner.folder / "source"
    left_out = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "tests")
    shutil.copytree(ROOT, source, ignore=left_out)
    shutil.rmtree(runner.folder / "temp")
    runner.event = {"action_path": str(source)}
    runner.environment = {"PYTHON": sys.executable}
    done = runner.step("Install decompose")
    assert done.returncode == 0, done.stderr
    as_pull_request(runner)
    runner.step("Check")
    assert runner.outputs["exit-code"] == "1"


def test_the_hooks_are_a_manifest_of_pre_commit() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "is_checked"),
    [
        ("shop/orders.py", True),
        ("db/schema.sql", True),
        ("decompose.toml", True),
        ("sub/decompose-baseline.txt", True),
        ("README.md", False),
    ],
)
def test_the_hook_runs_where_code_or_boundaries_change(file: str, is_checked: bool) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert bool(re.search(hook["files"], file)) is is_checked


def test_the_hook_fails_on_new_coupling(runner: Runner) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    command = [*hook["entry"].replace("decompose", str(DECOMPOSE)).split(), *hook["args"], "--no-cache", "--quiet"]
    repo = runner.folder / "repo"
    (repo / "decompose-baseline.txt").write_text("# decompose baseline, version 1\n")
    environment: Mapping[str, Any] = {**os.environ, "GITHUB_ACTIONS": ""}
    done = subprocess.run(command, cwd=repo, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "DC202" in done.stdout
