"""The command on a real terminal, and where there is none."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from conftest import SHOP, Run
from rich.cells import cell_len

COMMAND = Path(sys.executable).with_name("decompose")
COMMANDS = ("accept", "analyze", "check", "diff", "explain", "graph", "plan", "report", "what-if")
BARE = {"PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH", "COVERAGE_PROCESS_START", "COVERAGE_FILE"}
STYLE = re.compile(r"\x1b\[[\d;]*m")
LINK = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\")


def on_terminal(*arguments: str | Path, columns: int = 80, **environment: str) -> str:
    """What a terminal of that width receives, standard output and standard error together."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    given = {name: os.environ[name] for name in BARE & os.environ.keys()}
    command = [COMMAND, *map(str, arguments)]
    settings = {**given, "TERM": "xterm-256color", "PYTHONUTF8": "1", **environment}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=settings)
    os.close(theirs)
    received = b""
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not data:
            break
        received += data
    os.close(ours)
    assert process.wait() == 0, received.decode()
    return received.decode().replace("\r\n", "\n")


def left_on_screen(received: str) -> list[str]:
    """The lines that are seen when all is over."""
    lines = STYLE.sub("", LINK.sub("", received)).split("\n")
    return [line.rsplit("\x1b[2K", 1)[-1].rsplit("\r", 1)[-1] for line in lines]


@pytest.fixture
def shop(repo_from) -> Path:
    return repo_from(SHOP)


@pytest.mark.parametrize("columns", [40, 60, 80, 140])
def test_progress_is_seen_fits_and_is_gone_at_the_end(shop: Path, columns: int) -> None:
    received = on_terminal("analyze", shop, columns=columns)
    painted = re.findall(r"\r\x1b\[2K([^\r\n\x1b]+)", received)
    assert any(text.startswith("Extracting facts") for text in painted)
    assert all(cell_len(text) < columns for text in painted)
    lines = left_on_screen(received)
    assert not any(line.startswith(("Extracting", "Linking")) for line in lines)
    assert sum(line.startswith("Done in ") for line in lines) == 1
    assert max(map(cell_len, lines)) <= columns
    assert "\x1b[1m" in received


def test_no_colours_nor_links_where_nobody_wants_them(shop: Path) -> None:
    programs = {"TERM_PROGRAM": "iTerm.app"}
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        received = on_terminal("analyze", shop, "--quiet", **programs, **environment)
        assert "\x1b" not in received
    assert "\x1b[" not in on_terminal("analyze", shop, "--quiet", "--color", "never")


def test_places_are_links_to_files(shop: Path) -> None:
    received = on_terminal("explain", "shop.orders.place", shop, "--quiet", TERM_PROGRAM="iTerm.app")
    targets = set(filter(None, LINK.findall(received)))
    assert targets
    for target in targets:
        host, path = re.fullmatch(r"file://([^/]*)(/.*)", target).groups()
        assert host
        assert Path(path).is_file()
    assert "\x1b]8" not in on_terminal("explain", "shop.orders.place", shop, "--quiet")
    assert "\x1b]8" not in on_terminal(
        "explain", "shop.orders.place", shop, "--quiet", TERM_PROGRAM="iTerm.app", FORCE_HYPERLINK="0"
    )


def test_places_are_links_to_the_web_where_it_has_the_files(shop: Path, decompose: Run) -> None:
    (shop / "decompose.toml").write_text('[output]\nweb-base = "https://example.org/blob/1f3c/"\n')
    assert decompose("analyze", shop).returncode == 0
    file = shop / ".decompose" / "analysis.json"
    for path in (shop, file):
        done = decompose("explain", "shop.orders.place", path, "--quiet", FORCE_HYPERLINK="1")
        assert re.search(r"\x1b]8;;https://example\.org/blob/1f3c/shop/orders\.py#L\d+\x1b\\", done.stdout)
    assert "\x1b" not in decompose("explain", "shop.orders.place", file, "--quiet").stdout


def test_where_the_files_of_an_analysis_are_is_not_guessed(shop: Path, decompose: Run) -> None:
    assert decompose("analyze", shop).returncode == 0
    done = decompose("report", shop / ".decompose" / "analysis.json", FORCE_HYPERLINK="1")
    assert "\x1b]8" not in done.stdout


def test_a_log_tells_what_each_stage_took(shop: Path, decompose: Run) -> None:
    lines = decompose("analyze", shop).stderr.splitlines()
    pattern = re.compile(r"[A-Z][A-Za-z ]+: (\d+ files in )?[\d.]+ s|Done in [\d.]+ s")
    assert all(pattern.fullmatch(line) for line in lines), lines
    assert lines[-1].startswith("Done in ")
    assert {line.partition(":")[0] for line in lines} >= {"Finding Python files", "Extracting facts", "Linking"}


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_is_whole(decompose: Run, command: tuple[str, ...], columns: int) -> None:
    done = decompose(*command, "--help", COLUMNS=str(columns))
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= columns
    assert not any(line.endswith("...") and "Usage" not in line for line in lines)
    if command:
        assert f"Examples:\n    decompose {command[0]} " in done.stdout
        for option in ("--format", "--quiet", "--color"):
            assert option in done.stdout


def test_everything_that_prints_prints_json(shop: Path, decompose: Run) -> None:
    assert decompose("analyze", shop, "--services", "2").returncode == 0
    file = shop / ".decompose" / "analysis.json"
    first = json.loads(file.read_text())["plan"]["steps"][0]["service"]
    for arguments in (
        ("analyze", shop),
        ("explain", "shop.orders.place", file),
        ("plan", file),
        ("plan", file, "--service", first, "--done", "seam"),
        ("diff", file, file),
        ("report", file),
        ("accept", shop),
        ("check", shop),
        ("check", "--explain", "DC203"),
    ):
        quiet = ("--quiet",) if "--explain" not in arguments else ()
        done = decompose(*arguments, "--format", "json", *quiet)
        assert isinstance(json.loads(done.stdout), dict), arguments
        assert done.stderr == ""


@pytest.mark.parametrize(
    ("environment", "has_them"),
    [
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"VTE_VERSION": "7600"}, True),
        ({"VTE_VERSION": "5000"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "dumb", "VTE_VERSION": "7600"}, False),
        ({"TERM_PROGRAM": "vscode", "NO_COLOR": "1"}, False),
        ({"TERM_PROGRAM": "vscode", "CI": "true"}, False),
        ({"TERM_PROGRAM": "vscode", "FORCE_HYPERLINK": "0"}, False),
        ({"FORCE_HYPERLINK": "1", "NO_COLOR": "1"}, True),
    ],
)
def test_terminals_with_links(environment: dict[str, str], has_them: bool) -> None:
    from decompose.analyzer.hyperlinks import has_links

    assert has_links(environment, is_terminal=True) is has_them
    assert has_links(environment, is_terminal=False) is ("FORCE_HYPERLINK" in environment and has_them)
