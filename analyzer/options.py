"""The options that several commands share, as typer declares them; light, since ``--help`` imports it."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from decompose.analyzer.spans import is_span


class TextOrJson(StrEnum):
    """What goes to standard output."""

    TEXT = "text"
    JSON = "json"


class Color(StrEnum):
    """When to use colours."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


DEBUG = "DECOMPOSE_DEBUG"
"""The environment variable that ``--debug`` sets."""


def _use_color(color: Color) -> Color:
    """Say it the way that everything which prints understands; ``auto`` leaves it to the terminal."""
    if color is Color.NEVER:
        os.environ["NO_COLOR"] = "1"
        os.environ.pop("FORCE_COLOR", None)
    elif color is Color.ALWAYS:
        os.environ["FORCE_COLOR"] = "1"
        os.environ.pop("NO_COLOR", None)
    return color


def _span(text: str | None) -> str | None:
    if text is not None and not is_span(text):
        raise typer.BadParameter("give a number of 1 or more, or a range such as 6-10")
    return text


def _debug(value: bool) -> bool:
    if value:
        os.environ[DEBUG] = "1"
    return value


PathArgument = Annotated[
    Path, typer.Argument(metavar="PATH", help="A repository, a package folder, a .py file, or a graph .json.")
]
AnalysedArgument = Annotated[
    Path, typer.Argument(metavar="PATH", help="A repository, a folder, a file, or an analysis.json.")
]
FormatOption = Annotated[TextOrJson, typer.Option("--format", help="What to print.")]
OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Folder for the files. [default: PATH/.decompose]")
]
ServicesOption = Annotated[
    str | None,
    typer.Option("--services", metavar="N", callback=_span, help="The wanted number of services, or a range: 6-10."),
]
EvidenceOption = Annotated[
    str | None, typer.Option("--evidence", metavar="LIST", help="Relations to use, such as calls,data,imports.")
]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Configuration file. [default: PATH/decompose.toml]")
]
WorkersOption = Annotated[
    int, typer.Option("--workers", metavar="N", min=0, show_default=False, help="Processes; 0: one per processor.")
]
CacheOption = Annotated[
    Path | None, typer.Option("--cache-dir", metavar="DIR", help="Cache folder. [default: PATH/.decompose/cache]")
]
NoCacheOption = Annotated[bool, typer.Option("--no-cache", help="Neither read nor write a cache.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Nothing but errors on standard error.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="List what could not be read.")]
ColorOption = Annotated[
    Color, typer.Option("--color", callback=_use_color, help="When to use colours.", show_default=False)
]
DebugOption = Annotated[bool, typer.Option("--debug", callback=_debug, help="Show the trace of a failure.")]
