"""Where the answer of a check goes."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from decompose.analyzer.errors import UserError
from decompose.analyzer.outputs import Output, for_screen, outputs, setting_for, write_outputs
from decompose.analyzer.texts import FilesOfFolder
from decompose.clustering.guarding.findings import CheckReport
from decompose.reports.checks.setting import Setting

REPORT = CheckReport("shop")
IN_ACTIONS = {"GITHUB_ACTIONS": "true"}


@pytest.mark.parametrize(
    ("format_", "wanted", "environment", "expected"),
    [
        (None, [], {}, [Output("text")]),
        ("json", [], {}, [Output("json")]),
        (None, ["sarif=a.sarif"], {}, [Output("text"), Output("sarif", Path("a.sarif"))]),
        (None, ["github=-"], {}, [Output("github")]),
        ("text", ["github=-"], {}, [Output("text"), Output("github")]),
        (None, ["json=a=b.json"], {}, [Output("text"), Output("json", Path("a=b.json"))]),
        (None, [], IN_ACTIONS, [Output("text"), Output("github")]),
        ("text", ["github=-"], IN_ACTIONS, [Output("text"), Output("github")]),
        ("json", [], IN_ACTIONS, [Output("json"), Output("github", is_error=True)]),
        (None, ["sarif=-"], IN_ACTIONS, [Output("sarif"), Output("github", is_error=True)]),
    ],
)
def test_what_goes_where(
    format_: str | None, wanted: list[str], environment: dict[str, str], expected: list[Output]
) -> None:
    assert outputs(format_, wanted, environment) == tuple(expected)


@pytest.mark.parametrize(
    ("format_", "wanted", "told"),
    [
        ("yaml", [], "no such format: yaml"),
        (None, ["sarfi=a"], "did you mean sarif?"),
        (None, ["sarif"], "write --output FORMAT=FILE"),
        (None, ["sarif="], "write --output FORMAT=FILE"),
        (None, ["sarif=a", "json=a"], "two outputs to one file"),
    ],
)
def test_what_cannot_be_meant_is_told(format_: str | None, wanted: list[str], told: str) -> None:
    with pytest.raises(UserError, match=told.replace("?", r"\?")):
        outputs(format_, wanted, {})


def test_files_and_standard_output_are_written(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "new" / "check.json"
    write_outputs(REPORT, [Output("text"), Output("github"), Output("json", file)], Setting())
    shown = capfdbinary.readouterr().out.decode()
    assert shown.startswith("passed: nothing new crosses a boundary\n")
    assert shown.endswith("::notice title=decompose check::0 new · 0 known · 0 moved · 0 gone\n")
    assert json.loads(file.read_text())["is_passed"] is True


def test_annotations_keep_out_of_what_machines_read(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_outputs(REPORT, outputs("json", [], IN_ACTIONS), Setting())
    shown = capfdbinary.readouterr()
    assert json.loads(shown.out)["counts"]["new"] == 0
    assert shown.err.decode().startswith("::notice ")


def test_lines_of_a_log_are_not_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert for_screen(Setting()).width == 0
    assert for_screen(Setting()).color
    monkeypatch.setenv("COLUMNS", "70")
    monkeypatch.setenv("NO_COLOR", "1")
    assert (for_screen(Setting()).width, for_screen(Setting()).color) == (70, None)


def test_the_summary_of_a_step_is_added_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    write_outputs(REPORT, [Output("markdown", summary)], Setting())
    assert summary.read_text().startswith("before\n<!-- decompose check -->\n")


def test_devices_are_written_to() -> None:
    write_outputs(REPORT, [Output("json", Path(os.devnull))], Setting())
    assert not Path(os.devnull).is_file()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot write"):
        write_outputs(REPORT, [Output("json", tmp_path)], Setting())


def test_how_reports_refer_to_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "services" / "shop"
    root.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert (setting_for(root, {}).root, setting_for(root, {}).here) == ("", "services/shop")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert setting_for(root, {}).root == "services/shop"
    monkeypatch.chdir(root)
    here = setting_for(Path(), {"GITHUB_SERVER_URL": "https://h", "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "abc"})
    assert here.from_here("a.py") == "a.py"
    assert here.linked("a b.py", 3) == "https://h/o/r/blob/abc/services/shop/a%20b.py#L3"
    gitlab = setting_for(Path(), {"CI_PROJECT_URL": "https://g/p", "CI_COMMIT_SHA": "abc"})
    assert gitlab.linked("a.py", 0) == "https://g/p/-/blob/abc/services/shop/a.py#L1"


def test_sources_are_read_in_the_folder_alone(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "secret.py").write_text("secret")
    (root / "a.py").write_bytes(b"caf\xe9")
    (root / "link.py").symlink_to(tmp_path / "secret.py")
    read = FilesOfFolder(root).read
    assert read("a.py") == "caf\ufffd"
    assert [read(path) for path in ("../secret.py", "link.py", "none.py", "a\0b", "x" * 9_000, ".")] == [None] * 6
