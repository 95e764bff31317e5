"""``decompose check``."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from decompose.analyzer import options

EXAMPLES = (
    "check ./shop",
    "check ./shop --against origin/main",
    "check ./shop --format sarif > check.sarif",
    "check ./shop --against origin/main --output sarif=check.sarif --output markdown=check.md",
    "check --explain DC203",
)


def command(
    path: Annotated[
        options.Path | None, typer.Argument(metavar="PATH", help="A repository, or a folder of one.")
    ] = None,
    against: Annotated[
        str, typer.Option("--against", metavar="REV", help="Only what is new since the branch left REV.")
    ] = "",
    head: Annotated[
        str, typer.Option("--head", metavar="REV", help="Check this state. [default: the files as they are]")
    ] = "",
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="What to print.")] = "text",
    output: Annotated[
        list[str] | None, typer.Option("--output", metavar="FORMAT=FILE", help="Also write a file; - prints it.")
    ] = None,
    strict_coverage: Annotated[
        bool, typer.Option("--strict-coverage", help="Fail on what could not be read, too.")
    ] = False,
    explain: Annotated[
        str, typer.Option("--explain", metavar="CODE", help="Say what a code means, and the ways out.")
    ] = "",
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
    return 0
