"""The command at the edges: interrupted, unwritable, hostile, read by half, broken itself."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run

COMMAND = Path(sys.executable).with_name("decompose")
ONE = "--- one.py\ndef f():\n    return g()\n\ndef g():\n    return 1\n"


def test_no_command_prints_the_help_and_is_a_mistake(decompose: Run) -> None:
    done = decompose()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: decompose")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["analyze", "-h"], ["graph", "-h"], ["explain", "-h"], ["report", "-h"]]
)
def test_help_fits_the_terminal_and_shows_examples(decompose: Run, arguments: list[str]) -> None:
    done = decompose(*arguments)
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert ("Examples:\n    decompose " in done.stdout) is (len(arguments) == 2)


def test_version(decompose: Run) -> None:
    assert decompose("--version").stdout.startswith("decompose 0.")


def test_a_reader_that_leaves_early_is_no_failure(repo_from) -> None:
    repo = repo_from("--- many.py\n" + "".join(f"def function_{number}():\n    pass\n" for number in range(3000)))
    command = [COMMAND, "graph", repo, "--view", "calls", "--quiet", "--no-cache"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_an_interrupted_run_leaves_nothing_half_written(repo_from, decompose: Run, sent: int, code: int) -> None:
    source = "".join(f"def function_{number}(x):\n    return function_{number}(x)\n" for number in range(4000))
    repo = repo_from("--- many.py\n" + source)
    # A shell that runs the tests in the background lets them ignore Ctrl-C, and they what they start.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen([COMMAND, "analyze", repo], stderr=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, before)
    with process:
        assert process.stderr is not None
        assert any("Linking" in line for line in process.stderr)
        process.send_signal(sent)
        rest = process.stderr.read()
        assert process.wait() == code
    assert "Traceback" not in rest
    assert {file.name for file in (repo / ".decompose").iterdir()} <= {".gitignore", "cache"}
    again = decompose("graph", repo, "--view", "calls")
    assert again.returncode == 0, again.stderr
    assert len(json.loads(again.stdout)) == 4001


def test_a_folder_that_cannot_be_written_is_analysed_all_the_same(repo_from, decompose: Run) -> None:
    repo = repo_from(ONE + "--- .decompose\nin the way\n")
    done = decompose("analyze", repo)
    assert done.returncode == 0, done.stderr
    assert "note: no files are written" in done.stderr
    assert (repo / ".decompose").read_text() == "in the way\n"


def test_an_output_folder_that_was_asked_for_and_cannot_be_written_is_a_mistake(repo_from, decompose: Run) -> None:
    repo = repo_from(ONE)
    done = decompose("analyze", repo, "--out", repo / "one.py", "--no-cache")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("error: cannot write")


def test_links_in_a_repository_do_not_lead_the_output_out_of_it(repo_from, decompose: Run, tmp_path: Path) -> None:
    repo = repo_from(ONE)
    outside = tmp_path / "outside"
    outside.mkdir()
    (repo / ".decompose").symlink_to(outside)
    done = decompose("analyze", repo)
    assert done.returncode == 2
    assert "links lead the output folder out" in done.stderr
    assert decompose("graph", repo, "--view", "calls").returncode == 0
    assert list(outside.iterdir()) == []


def test_a_failure_of_the_tool_is_one_line_and_exit_code_3(repo_from, decompose: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "jinja2.py").write_text("raise RuntimeError('half\\ninstalled')\n")
    repo = repo_from(ONE)
    done = decompose("analyze", repo, "--quiet", PYTHONPATH=str(broken))
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "RuntimeError: half\\ninstalled" in done.stderr
    assert "--debug" in done.stderr
    shown = decompose("analyze", repo, "--quiet", "--debug", PYTHONPATH=str(broken))
    assert shown.returncode == 3
    assert "Traceback (most recent call last)" in shown.stderr


def test_a_file_that_cannot_be_read_is_listed_when_asked_for(repo_from, decompose: Run) -> None:
    repo = repo_from(ONE + "--- two.py\ndef (:\n")
    assert "two.py:1" not in decompose("analyze", repo).stderr
    assert "note: two.py:1: error:" in decompose("analyze", repo, "--verbose").stderr


def test_two_runs_at_once_share_a_cache(repo_from, tmp_path: Path) -> None:
    repo = repo_from(ONE)
    command = [COMMAND, "graph", repo, "--view", "calls", "--quiet", "--cache-dir", tmp_path / "cache"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    outputs = [run.communicate() for run in runs]
    assert outputs[0] == outputs[1]
    assert outputs[0][1] == b""
    assert [run.returncode for run in runs] == [0, 0]


@pytest.mark.parametrize(("option", "coloured"), [("always", True), ("never", False), ("auto", False)])
def test_colours(repo_from, decompose: Run, option: str, coloured: bool) -> None:
    done = decompose("analyze", repo_from(ONE), "--color", option, "--quiet", NO_COLOR="")
    assert ("\x1b[" in done.stdout) is coloured


def test_a_terminal_that_knows_ascii_only(repo_from, decompose: Run) -> None:
    repo = repo_from("--- one.py\ndef größe():\n    return größe()\n")
    done = decompose("explain", "one.größe", repo, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert json.loads(decompose("graph", repo, "--view", "calls", PYTHONIOENCODING="ascii").stdout)


def test_the_folder_of_the_name_of_a_file_with_line_breaks(repo_from, decompose: Run) -> None:
    repo = repo_from(ONE)
    (repo / "odd\nname.py").write_text("def (:\n")
    done = decompose("analyze", repo, "--verbose")
    assert done.returncode == 0, done.stderr
    assert all(line.startswith("note: ") or line[0].isupper() for line in done.stderr.splitlines())


@pytest.fixture
def analysis(repo_from, decompose: Run) -> Path:
    repo = repo_from(ONE)
    decompose("analyze", repo)
    return repo / ".decompose" / "analysis.json"


def test_commands_take_an_analysis_for_its_code(decompose: Run, analysis: Path) -> None:
    assert "one.g" in decompose("explain", "one.f", analysis).stdout
    for view in ("units", "services"):
        assert json.loads(decompose("graph", analysis, "--view", view).stdout)
    done = decompose("graph", analysis, "--view", "calls")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no functions" in done.stderr


def test_an_analysis_is_written_where_it_is_asked_for(decompose: Run, analysis: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "plan.md"
    done = decompose("report", analysis, "--format", "plan", "--output", out)
    assert (done.returncode, done.stdout) == (0, "")
    assert out.read_bytes() == (analysis.parent / "plan.md").read_bytes()


def test_a_malicious_analysis_is_data(decompose: Run, analysis: Path) -> None:
    document = json.loads(analysis.read_text())
    hostile = "</script><script>alert(1)</script>\x1b[2J\n"
    document["decomposition"]["services"][0]["name"] = hostile
    document["graph"]["name"] = hostile
    analysis.write_text(json.dumps(document))
    html = decompose("report", analysis, "--format", "html")
    assert html.returncode == 0, html.stderr
    assert "<script>alert(1)" not in html.stdout
    text = decompose("report", analysis)
    assert text.returncode == 0, text.stderr
    assert "\x1b" not in text.stdout
    document["graph"]["units"] = 7
    analysis.write_text(json.dumps(document))
    refused = decompose("report", analysis)
    assert (refused.returncode, refused.stdout) == (2, "")


def test_constraints_that_clash_are_one_line_that_names_them(repo_from, decompose: Run) -> None:
    repo = repo_from(ONE + '--- decompose.toml\nmust-link = [["one.f", "one.g"]]\ncannot-link = [["one.f", "one.g"]]\n')
    done = decompose("analyze", repo, "--quiet")
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1
    assert "decompose.toml" in done.stderr
    assert "one.f" in done.stderr
