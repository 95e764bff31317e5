"""docs/ci.md says what is there: commands, options, inputs, formats."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from decompose.analyzer.cli import build
from decompose.reports.checks import format_names

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "ci.md").read_text()
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
SNIPPETS = [yaml.safe_load(found) for found in re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)]
COMMANDS = sorted(set(re.findall(r"(?:`|\$ |  )(decompose \w+[^`#\n]*(?:\n[^`#\n]*`)?)", TEXT)))


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_and_their_options_are_there(line: str) -> None:
    words = shlex.split(line.replace("`", " ").replace("…", "x"))
    group: Any = typer.main.get_command(build())
    command = group.commands[words[1]]
    options = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options
    for format_ in re.findall(r"--(?:output|format) ([a-z]+)", line):
        assert format_ in format_names()


def test_the_commands_of_the_text_are_found() -> None:
    assert {command.split()[1] for command in COMMANDS} == {"accept", "check"}


def test_inputs_and_outputs_of_the_action_are_told() -> None:
    (told,) = re.findall(r"Its inputs are (.*?); its outputs (.*?)\.", TEXT.replace("\n", " "))
    inputs, outputs = (set(re.findall(r"`([a-z-]+)`", part)) for part in told)
    assert inputs == ACTION["inputs"].keys()
    assert outputs == ACTION["outputs"].keys()


def test_the_workflow_uses_inputs_and_outputs_that_there_are() -> None:
    workflow = SNIPPETS[0]
    (step,) = [found for found in workflow["jobs"]["check"]["steps"] if "decompose@" in found["uses"]]
    assert step["with"].keys() <= ACTION["inputs"].keys()
    used = set(re.findall(r"steps\.decompose\.outputs\.([a-z-]+)", TEXT))
    assert used <= ACTION["outputs"].keys()


def test_the_hook_is_called_by_its_name() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert SNIPPETS[2]["repos"][0]["hooks"][0]["id"] == hook["id"]


def test_all_formats_are_told() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)) == set(format_names())
