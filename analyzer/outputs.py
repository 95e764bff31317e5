"""Where the answer of a check goes: formats to standard output and to files, several at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from decompose.analyzer.errors import Problem, UserError
from decompose.analyzer.identity import tool_version
from decompose.analyzer.printing import address, has_width, print_bytes, screen
from decompose.analyzer.texts import FilesOfFolder
from decompose.analyzer.writing import not_writable, write_whole
from decompose.clustering.guarding.findings import CheckReport
from decompose.reports.checks import format_names, render
from decompose.reports.checks.setting import Setting, Source

TEXT = "text"
ANNOTATIONS = "github"
STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Output:
    """One format, and the file that it goes to; None is standard output, or standard error."""

    format: str
    file: Path | None = None
    is_error: bool = False


def outputs(format_: str | None, wanted: Sequence[str], environment: Mapping[str, str]) -> tuple[Output, ...]:
    """What the options ``--format`` and ``--output`` ask for.

    Args:
        format_: of standard output; None if not given, which means text unless an output goes there.
        wanted: each ``NAME=FILE``, in which FILE may be ``-`` for standard output.
        environment: the variables; in GitHub Actions, annotations join the text on standard output, or go to standard
            error if a machine reads standard output.

    Raises:
        UserError: a format that there is not, no file, or a file named twice.
    """
    problems: list[Problem] = []
    found = [_output(text, problems) for text in wanted]
    if format_ is not None:
        _check_name(format_, f"--format {format_}", problems)
    files = [output.file for output in found if output.file is not None]
    problems += [
        Problem("two outputs to one file", str(file), "give each a file of its own")
        for file in dict.fromkeys(files)
        if files.count(file) > 1
    ]
    if problems:
        raise UserError(*problems)
    has_stdout = any(output.file is None for output in found)
    shown = [] if format_ is None and has_stdout else [Output(format_ or TEXT)]
    shown += found
    on_stdout = {output.format for output in shown if output.file is None}
    if environment.get("GITHUB_ACTIONS") == "true" and ANNOTATIONS not in on_stdout:
        shown.append(Output(ANNOTATIONS, is_error=on_stdout != {TEXT}))
    return tuple(shown)


def _output(text: str, problems: list[Problem]) -> Output:
    name, sign, file = text.partition("=")
    if not sign or not file:
        problems.append(Problem("no format and file", f"--output {text}", "write --output FORMAT=FILE"))
        return Output(name)
    _check_name(name, f"--output {text}", problems)
    return Output(name, None if file == STDOUT else Path(file))


def _check_name(name: str, where: str, problems: list[Problem]) -> None:
    names = format_names()
    if name not in names:
        near = get_close_matches(name, names, 1)
        mend = f"did you mean {near[0]}?" if near else f"formats are {', '.join(names)}"
        problems.append(Problem(f"no such format: {name}", where, mend))


def write_outputs(report: CheckReport, wanted: Iterable[Output], setting: Setting) -> None:
    """Render and write all of them; files first, so that they are there even if nobody reads standard output.

    Raises:
        UserError: a file cannot be written.
    """
    ordered = sorted(wanted, key=lambda output: output.file is None)
    for output in ordered:
        if output.is_error:
            sys.stderr.write(render(report, output.format, setting))
        elif output.file is None:
            print_bytes(_encoded(report, output.format, for_screen(setting)))
        else:
            text = render(report, output.format, replace(setting, color=None, address=None))
            _write(output.file, text.encode(errors="backslashreplace"))


def for_screen(setting: Setting) -> Setting:
    """The same for standard output: its width, colours and signs."""
    here = screen()
    return replace(
        setting,
        width=here.width if has_width() else 0,
        color=here.color,
        is_unicode=here.is_unicode,
    )


def _encoded(report: CheckReport, name: str, setting: Setting) -> bytes:
    encoding = (sys.stdout.encoding or "utf-8") if name == TEXT else "utf-8"  # machine formats are UTF-8
    return render(report, name, setting).encode(encoding, "backslashreplace")


def _write(file: Path, data: bytes) -> None:
    """A file is replaced; a device or pipe is written to; the summary of a step in GitHub Actions is added to."""
    is_summary = str(file) == os.environ.get("GITHUB_STEP_SUMMARY")
    if not is_summary and (not file.exists() or file.is_file()):
        write_whole(file, data)
        return
    try:
        with file.open("ab") as stream:
            stream.write(data)
    except OSError as error:
        raise not_writable(file, error) from error


def setting_for(
    root: Path, environment: Mapping[str, str], source: Source | None = None, web_base: str = ""
) -> Setting:
    """How reports on the code in a folder refer to it.

    Args:
        root: the analysed folder.
        environment: the variables; CI services say in them where the code can be seen.
        source: reads the lines that the text shows; the files of the folder, if not given.
        web_base: address under which a browser finds the files of the folder; empty where nobody said.
    """
    return Setting(
        tool=tool_version(),
        root=_from_repository(root),
        here=_from_here(root),
        link=_link(environment),
        source=source or FilesOfFolder(root).read,
        address=address(root, web_base),
    )


def _from_repository(root: Path) -> str:
    """The folder, as seen from its repository's root; empty without git."""
    command = ["git", "-C", str(root), "rev-parse", "--show-prefix"]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return os.fsdecode(done.stdout).rstrip("\n").rstrip("/") if done.returncode == 0 else ""


def _from_here(root: Path) -> str:
    try:
        return root.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return root.as_posix()


def _link(environment: Mapping[str, str]) -> str:
    """The address of a file, in GitHub's and GitLab's jobs."""
    server, repository, commit = (environment.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "SHA"))
    if server and repository and commit:
        return f"{server}/{repository}/blob/{commit}/{{path}}#L{{line}}"
    project, commit = environment.get("CI_PROJECT_URL", ""), environment.get("CI_COMMIT_SHA", "")
    return f"{project}/-/blob/{commit}/{{path}}#L{{line}}" if project and commit else ""
