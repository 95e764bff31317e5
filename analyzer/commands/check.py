"""``decompose check``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from decompose.analyzer import options

NEW_COUPLING = 1
"""The exit code of a check that found something new."""

ABOUT = "Fail on new couplings between services."
EXAMPLES = (
    "check ./shop",
    "check ./shop --against origin/main",
    "check ./shop --format sarif > check.sarif",
    "check ./shop --against origin/main --output sarif=check.sarif --output markdown=check.md",
    "check --explain DC203",
)


def command(
    path: Annotated[Path | None, typer.Argument(metavar="PATH", help="A repository, or a folder of one.")] = None,
    against: Annotated[
        str, typer.Option("--against", metavar="REV", help="Only what is new since the branch left REV.")
    ] = "",
    head: Annotated[
        str, typer.Option("--head", metavar="REV", help="Check this state. [default: the files as they are]")
    ] = "",
    format_: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="What to print: text, json, sarif, github …")
    ] = None,
    output: Annotated[
        list[str] | None, typer.Option("--output", metavar="FORMAT=FILE", help="Also write a file; - prints it.")
    ] = None,
    strict_coverage: Annotated[
        bool, typer.Option("--strict-coverage", help="Fail on what could not be read, too.")
    ] = False,
    explain: Annotated[
        str, typer.Option("--explain", metavar="CODE", help="Say what a code means, and the ways out.")
    ] = "",
    show_known: Annotated[
        bool, typer.Option("--show-known", help="List what is tolerated, too: text, markdown, sarif.")
    ] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Tell, but do not fail.")] = False,
    config: options.ConfigOption = None,
    workers: options.WorkersOption = 0,
    cache_dir: options.CacheOption = None,
    no_cache: options.NoCacheOption = False,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
    color: options.ColorOption = options.Color.AUTO,
    debug: options.DebugOption = False,
) -> int:
    """Fail on new couplings between the declared services, and on nothing else.

    Compares with the baseline that "decompose accept" wrote, with a revision of git, or with both. Exit code 1 if
    there is something new; nothing is written.
    """
    import datetime
    import os
    from dataclasses import replace

    from decompose.analyzer.errors import Problem, UserError
    from decompose.analyzer.guarding import Question, check_repository, refuse_documents
    from decompose.analyzer.outputs import outputs, setting_for, write_outputs
    from decompose.analyzer.settings import Settings

    if explain:
        return _explained(explain, format_ or "text")
    if path is None:
        raise UserError(Problem("no folder is given", "", "as in `decompose check .`"))
    refuse_documents(path)
    wanted = outputs(format_, output or [], os.environ)
    settings = Settings(path, config, cache_dir, no_cache, workers, quiet=quiet, verbose=verbose)
    today = datetime.datetime.now(tz=datetime.UTC).date()
    question = Question(path, today, against, head, _base_of_ci(os.environ), strict_coverage)
    with settings.run() as run:
        report, texts = check_repository(question, run)
    web_base = run.configuration.output.web_base
    setting = replace(setting_for(settings.folder, os.environ, texts, web_base), shows_known=show_known)
    write_outputs(report, wanted, setting)
    return 0 if exit_zero or not report.errors else NEW_COUPLING


def _base_of_ci(environment: Mapping[str, str]) -> str:
    """What a pull or merge request goes into, as GitHub and GitLab tell their jobs."""
    branch = environment.get("GITHUB_BASE_REF", "")
    return f"origin/{branch}" if branch else environment.get("CI_MERGE_REQUEST_DIFF_BASE_SHA", "")


def _explained(code: str, format_: str) -> int:
    import difflib
    import sys

    import msgspec

    from decompose.analyzer.errors import Problem, UserError
    from decompose.analyzer.outputs import for_screen
    from decompose.analyzer.printing import print_bytes
    from decompose.clustering.guarding.codes import CODES
    from decompose.reports.checks.codes import explanation
    from decompose.reports.checks.setting import Setting

    known = CODES.get(code.upper())
    if known is None:
        near = difflib.get_close_matches(code.upper(), CODES, n=1)
        mend = f"did you mean {near[0]}?" if near else f"codes: {', '.join(CODES)}"
        raise UserError(Problem(f"there is no code {code}", "--explain", mend))
    if format_ == "json":
        told = {**msgspec.to_builtins(known), "family": known.family}
        print_bytes(msgspec.json.encode(told, order="deterministic") + b"\n")
    elif format_ == "text":
        shown = explanation(known, for_screen(Setting()))
        print_bytes(shown.encode(sys.stdout.encoding or "utf-8", errors="backslashreplace"))
    else:
        raise UserError(Problem("--explain prints text or json", f"--format {format_}", "choose one of them"))
    return 0
